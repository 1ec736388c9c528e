/**
 * A clock that moves only when told. For tests and for the test kit; never used by a running hub.
 *
 * @module
 */
import type { Clock } from "./clock.ts";

/** A {@linkcode Clock} whose time the caller advances. */
export interface FakeClock extends Clock {
  /** Moves time forward by `ms`, running every timer that falls due, in order. */
  tick(ms: number): void;
}

interface Entry {
  at: number;
  every: number;
  fn: () => void;
}

/** Creates a clock that starts at `start` (Unix milliseconds) and stands still. */
export function fakeClock(start = 1_700_000_000_000): FakeClock {
  let elapsed = 0;
  const entries = new Set<Entry>();
  const add = (ms: number, every: number, fn: () => void) => {
    const entry: Entry = { at: elapsed + ms, every, fn };
    entries.add(entry);
    return () => void entries.delete(entry);
  };
  const nextDue = (until: number): Entry | undefined => {
    let best: Entry | undefined;
    for (const entry of entries) {
      if (entry.at <= until && (!best || entry.at < best.at)) best = entry;
    }
    return best;
  };
  return {
    now: () => start + elapsed,
    mono: () => elapsed,
    after: (ms, fn) => add(ms, 0, fn),
    every: (ms, fn) => add(ms, Math.max(1, ms), fn),
    tick(ms) {
      const until = elapsed + ms;
      for (let entry = nextDue(until); entry; entry = nextDue(until)) {
        elapsed = entry.at;
        if (entry.every > 0) entry.at += entry.every;
        else entries.delete(entry);
        entry.fn();
      }
      elapsed = until;
    },
  };
}
