/**
 * Tests of clock.ts: the real clock, with the shortest waits that prove something.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { systemClock } from "./clock.ts";

Deno.test("clock: now is Unix time, mono never runs backwards", () => {
  const clock = systemClock();
  assert(Math.abs(clock.now() - Date.now()) < 60_000);
  let last = clock.mono();
  for (let i = 0; i < 1000; i++) {
    const next = clock.mono();
    assert(next >= last);
    last = next;
  }
});

Deno.test("clock: after runs once, every runs until it is cancelled", async () => {
  const clock = systemClock();
  const seen: string[] = [];
  await new Promise<void>((done) => {
    const cancelOnce = clock.after(1, () => seen.push("never"));
    cancelOnce();
    cancelOnce();
    clock.after(1, () => seen.push("once"));
    const cancel = clock.every(2, () => {
      if (seen.push("again") < 3) return;
      cancel();
      done();
    });
  });
  await new Promise<void>((done) => clock.after(10, done));
  assertEquals(seen, ["once", "again", "again"]);
});
