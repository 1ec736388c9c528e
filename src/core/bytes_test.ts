/**
 * Tests of bytes.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { concatBytes, equalBytes, hasBytesAt, isAscii, latin1Bytes, latin1Text } from "./bytes.ts";

Deno.test("bytes: Latin-1 text and bytes are each other's inverse", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    assertEquals(latin1Bytes(latin1Text(bytes)), bytes);
  }));
});

Deno.test("bytes: ranges are respected, views into larger memory too", () => {
  const bytes = new Uint8Array([0, 65, 66, 200, 67]).subarray(1);
  assertEquals(latin1Text(bytes, 1, 3), "B\xc8");
  assertEquals(latin1Text(bytes, 2), "\xc8C");
  assertEquals([isAscii(bytes), isAscii(bytes, 0, 2), isAscii(bytes, 3)], [false, true, true]);
});

Deno.test("bytes: a prefix is found only where it stands in full", () => {
  const bytes = latin1Bytes("$Hello a");
  assertEquals(
    [["$Hello", 0], ["Hello", 1], ["Hello", 0], [" abc", 6], ["", 8], ["a", 8]].map(([text, at]) =>
      hasBytesAt(bytes, latin1Bytes(text as string), at as number)
    ),
    [true, true, false, false, true, false],
  );
});

Deno.test("bytes: joining keeps order and length, equality looks at every byte", () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 }), (parts) => {
    const joined = concatBytes(parts);
    assertEquals([...joined], parts.flatMap((part) => [...part]));
    assertEquals(equalBytes(joined, concatBytes(parts)), true);
    if (joined.length === 0) return;
    const other = joined.slice();
    other[other.length - 1]! ^= 1;
    assertEquals(equalBytes(joined, other), false);
  }));
  assertEquals(equalBytes(new Uint8Array(1), new Uint8Array(2)), false);
});
