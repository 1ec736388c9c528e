/**
 * How fast the hub's event loop turns, for `vh.GetServFreq`. An idle loop sleeps, so turns cannot simply be counted:
 * once a second a handful of turns is timed instead. Knows neither hub nor scripts.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";

/** Turns per measurement: enough to mean something, little enough to cost nothing. */
const TURNS = 16;
/** Milliseconds between measurements. */
const EVERY = 1000;
/** Weight of a new measurement in the running mean. */
const WEIGHT = 0.2;

/** The meter of one event loop. */
export interface LoopSpeed {
  /** Turns per second, a running mean over some seconds; 0 before the first measurement. */
  turnsPerSecond(): number;
  /** Stops measuring. */
  stop(): void;
}

/** Starts to measure. `nextTurn` runs a function in the next turn of the loop. */
export function createLoopSpeed(
  clock: Clock,
  nextTurn: (fn: () => void) => void = (fn) => void setImmediate(fn),
): LoopSpeed {
  let mean = 0;
  let stopped = false;
  let measuring = false;
  const measure = () => {
    // A loop so slow that a measurement takes longer than the pause is measured as it is.
    if (measuring) return;
    measuring = true;
    const began = clock.mono();
    let left = TURNS;
    const turn = () => {
      if (stopped) return;
      if (--left > 0) return nextTurn(turn);
      measuring = false;
      const speed = TURNS * 1000 / Math.max(clock.mono() - began, 0.01);
      mean = mean === 0 ? speed : mean + (speed - mean) * WEIGHT;
    };
    nextTurn(turn);
  };
  measure();
  const cancel = clock.every(EVERY, measure);
  return {
    turnsPerSecond: () => Math.round(mean * 100) / 100,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
