/**
 * Which message a frame is: every vector, every prefix, and that a frame of any bytes has a kind.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import dispatch from "../../tests/corpus/nmdc/dispatch.json" with { type: "json" };
import parse from "../../tests/corpus/nmdc/parse.json" with { type: "json" };
import { classify, Kind, KIND_COUNT, kindName, kindWord, paramOf } from "./message.ts";

const nameOf = (frame: string) => kindName(classify(latin1Bytes(frame)));

Deno.test("message: every frame of the corpus is recognised", () => {
  for (const { raw, kind } of dispatch) {
    assertEquals(nameOf(raw), kind, raw);
  }
  for (const { raw, kind } of parse) assertEquals(nameOf(raw), kind, raw);
});

Deno.test("message: a passive search is told from an active one, also in the Multi form", () => {
  assertEquals(nameOf("$MultiSearch Hub:a F?T?0?1?x"), "MultiSearchPassive");
  assertEquals(nameOf("$MultiSearch 1.2.3.4:5 F?T?0?1?x"), "MultiSearchActive");
});

Deno.test("message: names and numbers are the same list", () => {
  const numbers = Object.values(Kind);
  assertEquals(numbers, numbers.map((_, i) => i));
  for (const [name, kind] of Object.entries(Kind)) assertEquals(kindName(kind), name);
  assertEquals(numbers.length, KIND_COUNT);
});

Deno.test("message: the parameter is what stands behind the prefix, and the whole frame without one", () => {
  assertEquals(latin1Text(paramOf(latin1Bytes("$MyPass se cret"), Kind.MyPass)), "se cret");
  assertEquals(paramOf(latin1Bytes("$MyPass "), Kind.MyPass).length, 0);
  assertEquals(latin1Text(paramOf(latin1Bytes("hello"), Kind.Unknown)), "hello");
});

Deno.test("message: any bytes have a kind, and a command word in lower case is unknown", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
    const kind = classify(bytes);
    assert(kind >= 0 && kind < KIND_COUNT);
  }));
  for (const { raw, kind } of parse) {
    if (!raw.startsWith("$") || kind === "Unknown") continue;
    assertEquals(nameOf(raw.toLowerCase()), "Unknown", raw);
  }
});

Deno.test("message: users read the word on the wire", () => {
  const words = [
    Kind.SearchPassive,
    Kind.MultiSearchActive,
    Kind.To,
    Kind.OpForceMove,
    Kind.Chat,
    Kind.GetNickList,
  ];
  assertEquals(words.map(kindWord), [
    "$Search",
    "$MultiSearch",
    "$To",
    "$OpForceMove",
    "chat",
    "$GetNickList",
  ]);
});
