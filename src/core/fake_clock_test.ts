/**
 * Tests of fake_clock.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fakeClock } from "./fake_clock.ts";

Deno.test("fake clock: stands still until it is told to move", () => {
  const clock = fakeClock(1000);
  assertEquals([clock.now(), clock.mono()], [1000, 0]);
  clock.tick(250);
  assertEquals([clock.now(), clock.mono()], [1250, 250]);
});

Deno.test("fake clock: timers run in the order they fall due, at their own time", () => {
  const clock = fakeClock();
  const seen: [string, number][] = [];
  clock.after(30, () => seen.push(["b", clock.mono()]));
  clock.after(10, () => {
    seen.push(["a", clock.mono()]);
    clock.after(5, () => seen.push(["from a", clock.mono()]));
  });
  const cancel = clock.every(20, () => seen.push(["every", clock.mono()]));
  clock.tick(45);
  cancel();
  clock.tick(100);
  assertEquals(seen, [["a", 10], ["from a", 15], ["every", 20], ["b", 30], ["every", 40]]);
});

Deno.test("fake clock: a timer can be taken back, and every 0 ms does not hang", () => {
  const clock = fakeClock();
  let count = 0;
  clock.after(1, () => count++)();
  clock.tick(5);
  assertEquals(count, 0);
  clock.every(0, () => count++);
  clock.tick(3);
  assertEquals(count, 4);
});
