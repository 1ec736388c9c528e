/**
 * Tests of paced_end.ts with casts whose handling takes as long as a test says.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { ScriptEnd } from "../channel/script_end.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { PacedEnd, SLICE_MS } from "./paced_end.ts";

/** An end that has `count` casts to read, each of which takes the hub `costMs`. */
function flooded(count: number, costMs: number) {
  const clock = fakeClock();
  const seen: number[] = [];
  const ignore = () => {};
  const end = new PacedEnd({
    decision: ignore,
    pending: ignore,
    cast: (_fn, [number]) => {
      seen.push(number as number);
      clock.tick(costMs);
    },
    call: ignore,
    notice: ignore,
    corrupt: ignore,
    overflow: ignore,
  }, { now: () => clock.mono() });
  const script = new ScriptEnd(end.memory, {
    event: () => null,
    delta: ignore,
    control: ignore,
    failed: ignore,
  });
  for (let i = 0; i < count; i++) script.cast(1, [i]);
  return { clock, end, seen };
}

Deno.test("paced end: casts that cost little are read at once", () => {
  const { end, seen } = flooded(900, SLICE_MS / 2000);
  assertEquals(end.poll(), 900);
  assertEquals(end.poll(), 0);
  assertEquals(seen, Array.from({ length: 900 }, (_, i) => i));
});

Deno.test("paced end: a flood is read in slices, with a rest after each, in order", () => {
  const cost = SLICE_MS / 10;
  const { clock, end, seen } = flooded(900, cost);
  let polls = 0;
  while (seen.length < 900) {
    const before = seen.length;
    const start = clock.mono();
    assert(end.poll() > 0);
    const slice = clock.mono() - start;
    assert(slice < SLICE_MS + 64 * cost, `${slice} ms`);
    polls++;
    if (seen.length === 900) break;
    const after = seen.length;
    clock.tick(SLICE_MS * 0.9);
    assertEquals(end.poll(), 0, "it rests");
    assertEquals(seen.length, after);
    clock.tick(slice);
    assert(after > before);
  }
  assert(polls > 10, `${polls}`);
  assertEquals(seen, Array.from({ length: 900 }, (_, i) => i));
});

Deno.test("paced end: the caller's limit counts", () => {
  const { end, seen } = flooded(900, 0);
  assertEquals(end.poll(100), 100);
  assertEquals(seen.length, 100);
});

Deno.test("paced end: catching up asks for no rest, and ends", () => {
  const { clock, end, seen } = flooded(3000, SLICE_MS);
  end.poll();
  assert(seen.length < 100);
  end.catchUp(1);
  assert(seen.length > 900 && seen.length < 1100, `${seen.length}`);
  end.catchUp(1000);
  assertEquals(seen.length, 3000);
  assert(clock.mono() >= 3000 * SLICE_MS);
});
