/**
 * `$Supports`: the table, what clients really send, what is answered.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import { classify, Kind, paramOf } from "./message.ts";
import {
  Feature,
  type FeatureName,
  FEATURES,
  formatClientSupports,
  formatSupports,
  parseSupports,
} from "./supports.ts";

const read = (names: string) => parseSupports(latin1Bytes(names));
const answer = (names: string) => latin1Text(formatSupports(read(names)));

Deno.test("supports: bits are the documented ones and differ, but for the two names of ZPipe", () => {
  assertEquals([Feature.OpPlus, Feature.NoHello, Feature.BotINFO, Feature.NickRule], [1, 2, 32, 1 << 29]);
  assertEquals(Feature.ZPipe, Feature.ZPipe0);
  assertEquals(new Set(Object.values(Feature)).size, Object.keys(FEATURES).length - 1);
});

Deno.test("supports: what three real clients announce, and the answer to each", () => {
  assertEquals(
    answer("UserCommand NoGetINFO NoHello UserIP2 TTHSearch ZPipe0 TLS "),
    "$Supports NoHello NoGetINFO ZPipe0 UserCommand UserIP2 TTHSearch TLS",
  );
  assertEquals(answer("NoGetINFO NoHello UserIP2 TLS"), "$Supports NoHello NoGetINFO UserIP2 TLS");
  assertEquals(answer("TTHSearch NoGetINFO NoHello"), "$Supports NoHello NoGetINFO TTHSearch");
});

Deno.test("supports: a pinger is answered with HubINFO, ZPipe with ZPipe0, silence with an empty list", () => {
  assertEquals(answer("BotINFO"), "$Supports HubINFO");
  assertEquals(answer("ZPipe"), "$Supports ZPipe0");
  assertEquals(answer("DHT0 Feed ADCGet"), "$Supports ");
  assertEquals(answer(""), "$Supports ");
});

Deno.test("supports: case counts, extra spaces and unknown names do not", () => {
  assertEquals(read("nohello NOHELLO NoHelloX"), 0);
  assertEquals(read("  NoHello   x  TLS "), Feature.NoHello | Feature.TLS);
  assertEquals(read("x".repeat(10_000) + " TLS"), Feature.TLS);
});

Deno.test("supports: any set of names in any order gives exactly its bits", () => {
  const names = fc.subarray(Object.keys(FEATURES) as FeatureName[]).chain((some) =>
    fc.shuffledSubarray(some, { minLength: some.length })
  );
  fc.assert(fc.property(names, (some) => {
    const frame = formatClientSupports(some);
    assertEquals(classify(frame), Kind.Supports);
    assertEquals(
      parseSupports(paramOf(frame, Kind.Supports)),
      some.reduce((bits, name) => bits | Feature[name], 0),
    );
  }));
});
