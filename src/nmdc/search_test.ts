/**
 * Searches: limits, TTHs, long and short forms, and the repairs hubs make.
 *
 * @module
 */
import { assertEquals, assertFalse } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import behaviour from "../../tests/corpus/nmdc/behaviour.json" with { type: "json" };
import { asNick } from "./_testing.ts";
import { parsePort } from "./address.ts";
import {
  expandSA,
  expandSP,
  formatActiveSearch,
  formatPassiveSearch,
  formatSA,
  formatSP,
  isBrokenTth,
  isTth,
  parseActiveSearch,
  parseLimits,
  parsePassiveSearch,
  parseSA,
  parseSP,
  repairTth,
  shortTthOf,
  tthOf,
} from "./search.ts";

const nickBytes = fc.uint8Array({ minLength: 1, maxLength: 24 }).map(asNick);

const TTH = "LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ";
const terms = (limits: string, pattern: string) => ({
  limits: latin1Bytes(limits),
  pattern: latin1Bytes(pattern),
});
const text = (bytes: Uint8Array | null) => bytes && latin1Text(bytes);

Deno.test("search: limits are read, malformed ones refused", () => {
  assertEquals(parseLimits(latin1Bytes("T?F?500000?7?")), {
    restricted: true,
    maximum: false,
    size: 500000,
    type: 7,
  });
  assertEquals(parseLimits(latin1Bytes("F?F?0?1?")), { restricted: false, maximum: false, size: 0, type: 1 });
  for (
    const bad of [
      "F?T?0?9",
      "F?F?1?",
      "F?T??1?",
      "F?T?0??xx",
      "FxT?0?1?",
      "F?T?x?1?",
      "F?T?-1?1?",
      "F?T?0?1?2?",
    ]
  ) {
    assertEquals(parseLimits(latin1Bytes(bad)), null, bad);
  }
});

Deno.test("search: a TTH is 39 characters of base32", () => {
  assertEquals([TTH, TTH.toLowerCase()].map((tth) => isTth(latin1Bytes(tth))), [true, true]);
  for (
    const bad of [
      "",
      TTH.slice(1),
      TTH + "A",
      TTH.replace("L", "1"),
      TTH.replace("L", "@"),
      TTH.replace("L", "["),
    ]
  ) {
    assertFalse(isTth(latin1Bytes(bad)), bad);
  }
});

Deno.test("search: the TTH of a search, with and without the trailing $", () => {
  assertEquals(text(tthOf(terms("F?T?0?9?", `TTH:${TTH}`))), TTH);
  assertEquals(text(tthOf(terms("F?T?0?9?", `TTH:${TTH}$`))), TTH);
  assertEquals(tthOf(terms("F?T?0?1?", `TTH:${TTH}`)), null);
  assertEquals(tthOf(terms("F?T?0?9?", TTH)), null);
});

Deno.test("search: only a TTH search without a size limit has a short form", () => {
  assertEquals(text(shortTthOf(terms("F?T?0?9?", `TTH:${TTH}`))), TTH);
  assertEquals(text(shortTthOf(terms("F?F?0?9?", `TTH:${TTH}`))), TTH);
  assertEquals(shortTthOf(terms("T?T?5?9?", `TTH:${TTH}`)), null);
  assertEquals(shortTthOf(terms("T?T?500?9?", `TTH:${TTH}`)), null);
  assertEquals(shortTthOf(terms("F?T?0?9?", "TTH:SHORT")), null);
  assertEquals(shortTthOf(terms("F?T?0?9?5?9?", `TTH:${TTH}`)), null);
});

Deno.test("search: a broken TTH search becomes a text search, as the behaviour rows say", () => {
  let rows = 0;
  for (const { raw, outcome } of behaviour) {
    if (!/^\$(Multi)?Search \d/.test(raw) || !outcome.startsWith("relay:")) continue;
    const { ip, port, ...rest } = parseActiveSearch(latin1Bytes(raw.slice(0, -1)))!;
    const relayed = formatActiveSearch(latin1Text(ip), parsePort(port), repairTth(rest));
    assertEquals(`relay:${latin1Text(relayed)}`, outcome, raw);
    rows++;
  }
  assertEquals(rows, 2);
});

Deno.test("search: a repair leaves good searches and the frame they came from alone", () => {
  const good = terms("F?T?0?9?", `TTH:${TTH}`);
  assertEquals(repairTth(good), good);
  const broken = terms("F?T?0?9?", "words");
  assertEquals(isBrokenTth(broken), true);
  assertEquals(text(repairTth(broken).limits), "F?T?0?1?");
  assertEquals(text(repairTth(broken).pattern), "words");
  assertEquals(text(broken.limits), "F?T?0?9?");
});

Deno.test("search: short forms expand to what the long parser reads", () => {
  const tth = latin1Bytes(TTH);
  const active = parseActiveSearch(expandSA(tth, "1.2.3.4", 412))!;
  assertEquals([active.ip, active.port, shortTthOf(active)].map(text), ["1.2.3.4", "412", TTH]);
  const passive = parsePassiveSearch(expandSP(tth, latin1Bytes("john")))!;
  assertEquals([passive.nick, shortTthOf(passive)].map(text), ["john", TTH]);
  assertEquals(text(expandSP(tth, latin1Bytes("john"))), `$Search Hub:john F?T?0?9?TTH:${TTH}`);
});

Deno.test("search: an IPv6 searcher is written and read in brackets", () => {
  const frame = formatActiveSearch("2001:db8::1", 412, terms("F?T?0?1?", "x"));
  assertEquals(text(frame), "$Search [2001:db8::1]:412 F?T?0?1?x");
  assertEquals(text(parseActiveSearch(frame)!.ip), "2001:db8::1");
  assertEquals(text(parseSA(formatSA(latin1Bytes(TTH), "::1", 1))!.ip), "::1");
});

Deno.test("search: all forms read back as they were built", () => {
  const limits = fc.tuple(fc.constantFrom("T", "F"), fc.constantFrom("T", "F"), fc.nat(), fc.nat({ max: 13 }))
    .map(([a, b, size, type]) => latin1Bytes(`${a}?${b}?${size}?${type}?`));
  const pattern = fc.uint8Array({ maxLength: 30 }).map((all) =>
    all.map((byte) => byte === 0x3f ? 0x24 : byte)
  );
  const port = fc.integer({ min: 1, max: 65_535 });
  fc.assert(fc.property(nickBytes, fc.ipV4(), port, limits, pattern, (nick, ip, port, limits, pattern) => {
    const active = parseActiveSearch(formatActiveSearch(ip, port, { limits, pattern }));
    assertEquals(active, { ip: latin1Bytes(ip), port: latin1Bytes(String(port)), limits, pattern });
    assertEquals(parsePassiveSearch(formatPassiveSearch(nick, { limits, pattern })), {
      nick,
      limits,
      pattern,
    });
    assertEquals(parseSP(formatSP(latin1Bytes(TTH), nick)), { tth: latin1Bytes(TTH), nick });
    const short = parseSA(formatSA(latin1Bytes(TTH), ip, port));
    assertEquals(short, { tth: latin1Bytes(TTH), ip: latin1Bytes(ip), port: latin1Bytes(String(port)) });
  }));
});

Deno.test("search: ports are 1 to 65535 in at most five digits", () => {
  const ports = ["1", "65535", "00412", "0", "65536", "000412", "", "4 1", "-1", "+1", "1e3"];
  assertEquals(ports.map((port) => parsePort(latin1Bytes(port))), [1, 65_535, 412, 0, 0, 0, 0, 0, 0, 0, 0]);
});
