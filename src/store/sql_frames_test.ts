/**
 * Tests of sql_frames.ts.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { HubError } from "../core/errors.ts";
import { createFrameReader, createFrameWriter, MAX_FRAME } from "./sql_frames.ts";

const VALUES = [
  ["select ?", ["ü", null, 2n ** 70n, 1.5, new Uint8Array([1, 2])], 100],
  "x".repeat(5000),
  [],
  0,
];

Deno.test("sql frames: values arrive whole and in order, however the bytes are cut", () => {
  const { frame } = createFrameWriter();
  const bytes = VALUES.flatMap((value) => [...frame(value)]);
  for (const size of [1, 3, 4, 5, 1000, bytes.length]) {
    const reader = createFrameReader();
    const seen: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      seen.push(...reader.push(Uint8Array.from(bytes.slice(at, at + size))));
    }
    assertEquals(seen, VALUES);
  }
});

Deno.test("sql frames: a frame that claims too much or holds no value is refused", () => {
  for (const claim of [0, MAX_FRAME + 1, 0xffffffff]) {
    const head = new Uint8Array(4);
    new DataView(head.buffer).setUint32(0, claim, true);
    assertThrows(() => createFrameReader().push(head), HubError, "claims");
  }
  assertThrows(() => createFrameReader().push(new Uint8Array([1, 0, 0, 0, 255])), HubError);
  assertThrows(() => createFrameWriter().frame(new Uint8Array(MAX_FRAME)), RangeError);
});
