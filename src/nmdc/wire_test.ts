/**
 * The building blocks: searching in bytes, numbers, and frames that cannot be forged by a string.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import { ascii, decimal, equalsAscii, frameFrom, frameOf, indexOfBytes, terminated, wireOf } from "./wire.ts";

Deno.test("wire: a run of bytes is found where String.indexOf finds it", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 30 }).map((all) => all.join(""));
  const needle = text.filter((all) => all.length > 0 && all.length < 4);
  fc.assert(fc.property(text, needle, fc.nat({ max: 20 }), (haystack, needle, from) => {
    assertEquals(
      indexOfBytes(latin1Bytes(haystack), latin1Bytes(needle), from),
      haystack.indexOf(needle, from),
    );
  }));
});

Deno.test("wire: a character outside ASCII becomes a question mark, never a separator", () => {
  assertEquals(latin1Text(ascii("a\u017c\u0124é")), "a???");
  assertEquals(latin1Text(frameOf("\u017c", Uint8Array.of(0xe9))), "?\xe9");
});

Deno.test("wire: parts are joined as they are, numbers in decimal, the bar only when asked for", () => {
  const parts = ["$SR ", Uint8Array.of(0xff, 0x41), 0, -5, 1e18] as const;
  assertEquals(latin1Text(frameOf(...parts)), "$SR \xffA0-51000000000000000000");
  assertEquals(latin1Text(frameFrom(parts)), "$SR \xffA0-51000000000000000000");
  assertEquals(latin1Text(wireOf("a", 1)), "a1|");
  assertEquals(latin1Text(terminated(latin1Bytes("a1"))), "a1|");
});

Deno.test("wire: decimals are digits only, within their length", () => {
  assertEquals(["0", "007", "123456789012345"].map((text) => decimal(ascii(text))), [
    0,
    7,
    123_456_789_012_345,
  ]);
  assertEquals(
    ["", "-1", "+1", "1.0", " 1", "1234567890123456"].map((text) => decimal(ascii(text))),
    Array(6).fill(-1),
  );
  assertEquals(decimal(ascii("x12y"), 1, 3), 12);
  assertEquals(decimal(ascii("123"), 0, 3, 2), -1);
});

Deno.test("wire: an address equals only the same address, not one it begins", () => {
  assertEquals(["1.2.3.4", "1.2.3.45", "1.2.3", ""].map((ip) => equalsAscii(ascii(ip), "1.2.3.4")), [
    true,
    false,
    false,
    false,
  ]);
});
