/**
 * Framing: any chunking gives the same frames, the limits hold, a pause loses and reorders nothing.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { concatBytes, latin1Bytes, latin1Text } from "../core/bytes.ts";
import behaviour from "../../tests/corpus/nmdc/behaviour.json" with { type: "json" };
import { createFramer, type FramerOptions, type FrameStatus } from "./framing.ts";
import { terminated } from "./wire.ts";
import { cpuMs } from "../../tests/support/cpu.ts";

/** Pushes every chunk and collects the frames as text. */
function run(chunks: readonly Uint8Array[], options: FramerOptions = {}) {
  const framer = createFramer(options);
  const frames: string[] = [];
  let status: FrameStatus = "ok";
  for (const chunk of chunks) status = framer.push(chunk, (frame) => void frames.push(latin1Text(frame)));
  return { frames, status, framer };
}

const chunksOf = (...texts: string[]) => texts.map(latin1Bytes);

/** Cuts bytes at the given positions. */
function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, i) => bytes.subarray(start, at[i] ?? bytes.length));
}

Deno.test("framing: lines end at the bar, empty ones are frames too", () => {
  assertEquals(run(chunksOf("$Key x|||<a> b|rest")).frames, ["$Key x", "", "", "<a> b"]);
});

Deno.test("framing: a frame is a view into its chunk, a line over two chunks is memory of its own", () => {
  const framer = createFramer();
  const frames: Uint8Array[] = [];
  const [first, second] = chunksOf("abc|de", "f|") as [Uint8Array, Uint8Array];
  const keep = (frame: Uint8Array) => void frames.push(frame);
  framer.push(first, keep);
  framer.push(second, keep);
  assertStrictEquals(frames[0]!.buffer, first.buffer);
  first.fill(0x78);
  second.fill(0x78);
  assertEquals(frames.map((frame) => latin1Text(frame)), ["xxx", "def"]);
});

Deno.test("framing: any chunking gives the same frames and the same end", () => {
  const byte = fc.constantFrom(0, 0x24, 0x41, 0x42, 0x7c, 0x7c, 0xe4);
  const lines = fc.array(byte, { maxLength: 300 }).map((all) => Uint8Array.from(all));
  fc.assert(
    fc.property(lines, fc.array(fc.nat(400), { maxLength: 20 }), (bytes, cuts) => {
      const whole = run([bytes], { maxLine: 12 });
      const cut = run(cutAt(bytes, cuts), { maxLine: 12 });
      assertEquals(cut.frames, whole.frames);
      assertEquals(cut.status, whole.status);
      assertEquals(cut.framer.pending, whole.framer.pending);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("framing: frames read back as they were joined", () => {
  const frame = fc.uint8Array({ maxLength: 50 }).map((bytes) =>
    bytes.map((b) => b === 0x7c || b === 0 ? 0x20 : b)
  );
  fc.assert(fc.property(fc.array(frame), (frames) => {
    const texts = frames.map((each) => latin1Text(each));
    assertEquals(run([concatBytes(frames.map(terminated))]).frames, texts);
    assertEquals(run(frames.map(terminated)).frames, texts);
  }));
});

Deno.test("framing: a line of exactly the limit passes, one byte more does not, complete or not", () => {
  const at = (length: number, end: string) => run(chunksOf("A".repeat(length) + end)).status;
  assertEquals([at(10_240, ""), at(10_240, "|"), at(10_241, ""), at(10_241, "|")], [
    "ok",
    "ok",
    "too_long",
    "too_long",
  ]);
});

Deno.test("framing: frames before a line that is too long are handed out, none after it", () => {
  const { frames, framer } = run(chunksOf("a|", "bbbbb", "bbbbb|c|"), { maxLine: 8 });
  assertEquals(frames, ["a"]);
  assertEquals(
    framer.push(latin1Bytes("d|"), () => assert(false, "A failed framer handed out a frame")),
    "too_long",
  );
  assertEquals(framer.pending, 0);
});

Deno.test("framing: the behaviour rows that are about bytes only", () => {
  const rows = new Map(behaviour.map(({ raw }) => [raw, run(chunksOf(raw))]));
  assertEquals(rows.get("$MyINFO $ALL john x\0y$ $\x01$$0$|")!.status, "nul");
  assertEquals(rows.get("<john> hi\0\0|")!.frames, ["<john> hi"]);
  assertEquals(rows.get("$Lock abc\0junk|")!.frames, ["$Lock abc"]);
  assertEquals(rows.get("A".repeat(10_300))!.status, "too_long");
  assertEquals(rows.get("|")!.frames, [""]);
  assertEquals(rows.get("$Key x|$Key x|")!.frames, ["$Key x", "$Key x"]);
});

Deno.test("framing: a line of NULs only is an empty frame", () => {
  assertEquals(run(chunksOf("\0\0|a|")).frames, ["", "a"]);
});

Deno.test("framing: a pause stops behind its frame and resume goes on with the next, across pushes", () => {
  const framer = createFramer();
  const frames: string[] = [];
  const pauseAtP = (frame: Uint8Array) => {
    frames.push(latin1Text(frame));
    return !latin1Text(frame).startsWith("p");
  };
  assertEquals(framer.push(latin1Bytes("a|p1|b|p2|c"), pauseAtP), "ok");
  assert(framer.paused);
  assertEquals(frames, ["a", "p1"]);
  assertEquals(framer.pending, 6);
  framer.push(latin1Bytes("c|p3|d"), pauseAtP);
  assertEquals(frames, ["a", "p1"]);
  framer.resume(pauseAtP);
  assertEquals(frames, ["a", "p1", "b", "p2"]);
  framer.resume(pauseAtP);
  assertEquals(frames, ["a", "p1", "b", "p2", "cc", "p3"]);
  framer.resume(pauseAtP);
  assertFalse(framer.paused);
  assertEquals(framer.pending, 1);
  framer.resume(() => assert(false, "Resumed without a pause"));
});

Deno.test("framing: a pause behind the last frame of a chunk holds back the next chunk", () => {
  const framer = createFramer();
  const frames: string[] = [];
  framer.push(latin1Bytes("a|"), () => false);
  framer.push(latin1Bytes("b|"), () => assert(false, "A paused framer handed out a frame"));
  framer.resume((frame) => void frames.push(latin1Text(frame)));
  assertEquals(frames, ["b"]);
});

Deno.test("framing: pausing at any frame and pushing any chunks meanwhile changes neither frames nor order", () => {
  const text = fc.array(fc.constantFrom("a", "bb", "|", "|", "|"), { maxLength: 80 }).map((all) =>
    all.join("")
  );
  fc.assert(
    fc.property(text, fc.array(fc.nat(200), { maxLength: 8 }), fc.array(fc.boolean()), (line, cuts, goOn) => {
      const bytes = latin1Bytes(line);
      const framer = createFramer();
      const frames: string[] = [];
      const onFrame = (frame: Uint8Array) => {
        frames.push(latin1Text(frame));
        return goOn[frames.length % (goOn.length + 1)] ?? false;
      };
      for (const chunk of cutAt(bytes, cuts)) framer.push(chunk, onFrame);
      for (let i = 0; framer.paused && i <= bytes.length; i++) framer.resume(onFrame);
      assertFalse(framer.paused);
      assertEquals(frames, run([bytes]).frames);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("framing: what may pile up during a pause is bounded", () => {
  const framer = createFramer({ maxPending: 10 });
  const nothing = () => assert(false, "A paused framer handed out a frame");
  framer.push(latin1Bytes("p|12345"), () => false);
  assertEquals(framer.push(latin1Bytes("12345"), nothing), "ok");
  assertEquals(framer.pending, 10);
  assertEquals(framer.push(latin1Bytes("6"), nothing), "too_long");
  assertEquals(framer.pending, 0);
  assertEquals(framer.resume(nothing), "too_long");
});

Deno.test("framing: what is pushed during a pause is copied, the chunk may be reused", () => {
  const framer = createFramer();
  framer.push(latin1Bytes("p|"), () => false);
  const chunk = latin1Bytes("abc|");
  framer.push(chunk, () => false);
  chunk.fill(0x78);
  const frames: string[] = [];
  framer.resume((frame) => void frames.push(latin1Text(frame)));
  assertEquals(frames, ["abc"]);
});

Deno.test("framing: a megabyte in single bytes costs linear time, with a pause and without", () => {
  const one = latin1Bytes("a");
  const bytes = concatBytes(Array.from({ length: 9_999 }, () => one));
  const paused = createFramer({ maxPending: 1 << 20 });
  paused.push(latin1Bytes("p|"), () => false);
  const spent = cpuMs(() => {
    for (let i = 0; i < 1 << 20; i++) paused.push(one, () => {});
    const open = createFramer();
    for (let i = 0; i < 100; i++) {
      for (let j = 0; j < bytes.length; j++) open.push(one, () => {});
      open.push(latin1Bytes("|"), (frame) => assertEquals(frame.length, 9_999));
    }
  });
  // Half a second. Quadratic copying would move 500 GB here; the bound is loose on purpose.
  assert(spent < 10_000, `${spent} ms`);
});
