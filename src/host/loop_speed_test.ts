/**
 * The meter of the event loop.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { systemClock } from "../core/clock.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { until } from "../../tests/support/until.ts";
import { createLoopSpeed } from "./loop_speed.ts";

Deno.test("loop speed: turns per second follow the time a turn takes", () => {
  const clock = fakeClock();
  let turnMs = 1;
  let pending: (() => void)[] = [];
  const meter = createLoopSpeed(clock, (fn) => void pending.push(fn));
  const turns = () => {
    while (pending.length > 0) {
      const [fn] = pending.splice(0, 1);
      clock.tick(turnMs);
      fn!();
    }
  };
  assertEquals(meter.turnsPerSecond(), 0);
  turns();
  assertEquals(meter.turnsPerSecond(), 1000);
  turnMs = 10;
  for (let second = 0; second < 40; second++) {
    clock.tick(1000 - clock.mono() % 1000);
    turns();
  }
  assert(meter.turnsPerSecond() > 99 && meter.turnsPerSecond() < 102, String(meter.turnsPerSecond()));
  meter.stop();
  pending = [];
  clock.tick(5000);
  assertEquals(pending.length, 0);
});

Deno.test("loop speed: a measurement that takes too long is not joined by a second one", () => {
  const clock = fakeClock();
  const pending: (() => void)[] = [];
  const meter = createLoopSpeed(clock, (fn) => void pending.push(fn));
  clock.tick(10_000);
  assertEquals(pending.length, 1);
  meter.stop();
});

Deno.test("loop speed: the real loop turns", async () => {
  const meter = createLoopSpeed(systemClock());
  await until(() => meter.turnsPerSecond() > 0, "a measurement");
  meter.stop();
});
