/**
 * Real time in which deadlines come thirty times later. For tests with real threads and processes: what they wait for
 * comes in milliseconds where the machine is ours, and in seconds where it does other things too. Pauses below a second
 * are as long as ever.
 *
 * @module
 */
import { type Clock, systemClock } from "../../src/core/clock.ts";

const TIMES = 30;

/** Creates such a clock. */
export function patientClock(): Clock {
  const system = systemClock();
  const stretched = (ms: number) => ms < 1000 ? ms : ms * TIMES;
  return {
    now: () => system.now(),
    mono: () => system.mono() / TIMES,
    after: (ms, fn) => system.after(stretched(ms), fn),
    every: (ms, fn) => system.every(stretched(ms), fn),
  };
}
