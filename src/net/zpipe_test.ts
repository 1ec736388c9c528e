/**
 * Compressed blocks against a real zlib, as clients read them.
 *
 * @module
 */
import { assert, assertEquals, assertLess, assertStrictEquals } from "@std/assert";
import { inflateSync } from "node:zlib";
import { concatBytes, latin1Bytes, latin1Text } from "../core/bytes.ts";
import { createMetrics } from "../core/metrics.ts";
import { netMetrics } from "./net_metrics.ts";
import { createZipper } from "./zpipe.ts";

const LINES = latin1Bytes("$MyINFO $ALL somebody <++ V:0.868,M:A,H:1/0/0,S:3>$ $100\x01$$12345$|".repeat(40));
const limits = () => ({ enabled: true, minBytes: 1000, level: 1 });
const newMetrics = () => netMetrics(createMetrics(), () => 0);

/** Reads a block and tells how many bytes belonged to it. */
function unzip(block: Uint8Array): { text: string; length: number } {
  assertEquals(latin1Text(block, 0, 5), "$ZOn|");
  const { buffer, engine } = inflateSync(block.subarray(5), { info: true }) as unknown as {
    buffer: Uint8Array;
    engine: { bytesWritten: number };
  };
  return { text: latin1Text(buffer), length: 5 + engine.bytesWritten };
}

Deno.test("zpipe: a large write becomes one block that ends by itself, plain bytes may follow", () => {
  const block = createZipper(limits(), newMetrics())(LINES);
  assertLess(block.length, LINES.length / 4);
  const { text, length } = unzip(concatBytes([block, latin1Bytes("<hub> plain again|")]));
  assertEquals([text, length], [latin1Text(LINES), block.length]);
});

Deno.test("zpipe: users of one broadcast share the very same block", () => {
  const metrics = newMetrics();
  const zip = createZipper(limits(), metrics);
  const block = zip(LINES);
  assertStrictEquals(zip(LINES), block);
  assert(zip(LINES.slice()) !== block);
  assertEquals(metrics.zippedIn.value, 3 * LINES.length);
  assertEquals(metrics.zippedOut.value, 3 * block.length);
});

Deno.test("zpipe: what is small, unfinished, incompressible or switched off goes as it is", () => {
  const settings = { enabled: true, minBytes: 1000, level: 1 };
  const metrics = newMetrics();
  const zip = createZipper(settings, metrics);
  const noise = crypto.getRandomValues(new Uint8Array(5000));
  noise[4999] = 0x7c;
  for (const bytes of [LINES.slice(-999), LINES.slice(0, -1), noise]) assertStrictEquals(zip(bytes), bytes);
  assertEquals(metrics.zippedIn.value, 0);
  settings.enabled = false;
  assertStrictEquals(zip(LINES), LINES);
});

Deno.test("zpipe: settings count from the next write on", () => {
  const settings = { enabled: true, minBytes: 1 << 20, level: 1 };
  const zip = createZipper(settings, newMetrics());
  assertStrictEquals(zip(LINES), LINES);
  settings.minBytes = 100;
  const fast = zip(LINES);
  settings.level = 9;
  const small = zip(LINES);
  assertLess(small.length, fast.length);
  for (const block of [fast, small]) assertEquals(unzip(block).text, latin1Text(LINES));
  settings.level = 0;
  assertStrictEquals(zip(LINES), LINES, "stored bytes are longer");
});
