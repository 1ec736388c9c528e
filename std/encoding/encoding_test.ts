/**
 * Hex, base64 and base32 against the vectors of RFC 4648, both ways, and the original's errors for bad input.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { decodeBase32, decodeBase64, decodeHex, encodeBase32, encodeBase64, encodeHex } from "@std/encoding";
import fc from "fast-check";

/** RFC 4648 section 10: text, base64, base32, hex. */
const VECTORS = [
  ["", "", "", ""],
  ["f", "Zg==", "MY======", "66"],
  ["fo", "Zm8=", "MZXQ====", "666f"],
  ["foo", "Zm9v", "MZXW6===", "666f6f"],
  ["foob", "Zm9vYg==", "MZXW6YQ=", "666f6f62"],
  ["fooba", "Zm9vYmE=", "MZXW6YTB", "666f6f6261"],
  ["foobar", "Zm9vYmFy", "MZXW6YTBOI======", "666f6f626172"],
] as const;

Deno.test("encoding: the vectors of RFC 4648, from text, bytes and buffers, and back", () => {
  for (const [text, b64, b32, hex] of VECTORS) {
    const bytes = new TextEncoder().encode(text);
    for (const source of [text, bytes, bytes.slice().buffer]) {
      assertEquals([encodeBase64(source), encodeBase32(source), encodeHex(source)], [b64, b32, hex]);
    }
    for (const decoded of [decodeBase64(b64), decodeBase32(b32), decodeHex(hex)]) {
      assertEquals(decoded, bytes);
    }
  }
  assertEquals(decodeHex("66FF"), new Uint8Array([0x66, 0xff]));
});

Deno.test("encoding: any bytes survive every encoding, and a view is not mistaken for its buffer", () => {
  fc.assert(fc.property(fc.uint8Array(), (array) => {
    const bytes = new Uint8Array([9, ...array, 9]).subarray(1, array.length + 1);
    assertEquals(decodeHex(encodeHex(bytes)), bytes.slice());
    assertEquals(decodeBase64(encodeBase64(bytes)), bytes.slice());
    assertEquals(decodeBase32(encodeBase32(bytes)), bytes.slice());
  }));
});

Deno.test("encoding: missing padding is accepted, results own their buffer", () => {
  assertEquals([decodeBase64("Zg"), decodeBase32("MY")], [new Uint8Array([0x66]), new Uint8Array([0x66])]);
  assertEquals(decodeBase64("Zm9v").buffer.byteLength, 3);
});

Deno.test("encoding: bad characters and impossible lengths are refused", () => {
  assertThrows(() => decodeHex("0g"), TypeError, "Cannot decode input as hex: Invalid character (g)");
  assertThrows(() => decodeHex("abc"), TypeError, "Invalid character (c)");
  assertThrows(() => decodeBase64("Zm9*"), TypeError, "Invalid character (*)");
  assertThrows(() => decodeBase64("Z=g="), TypeError);
  assertThrows(() => decodeBase64("Zm9vY"), RangeError, "remainder of 1");
  assertThrows(() => decodeBase32("MZX1"), TypeError, "Invalid character (1)");
  assertThrows(() => decodeBase32("my======"), TypeError);
  assertThrows(() => decodeBase32("MZX"), RangeError, "remainder of 1, 3, or 6");
});
