/**
 * Time as a dependency. Owns the `Clock` interface and the real one; tests bring a fake.
 * Knows nothing of who waits for what.
 *
 * @module
 */

/** Cancels what a clock was asked to do later. Calling it twice is harmless. */
export type Cancel = () => void;

/** Where code gets time and timers from. */
export interface Clock {
  /** Unix time in milliseconds. */
  now(): number;
  /** Milliseconds from an arbitrary start that never run backwards. */
  mono(): number;
  /** Runs `fn` once after `ms` milliseconds. */
  after(ms: number, fn: () => void): Cancel;
  /** Runs `fn` every `ms` milliseconds until cancelled. */
  every(ms: number, fn: () => void): Cancel;
}

/** Longest wait a timer takes, milliseconds: one more and it would run at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Unix time in whole seconds: the unit of everything that is stored. */
export function unixSeconds(clock: Pick<Clock, "now">): number {
  return Math.floor(clock.now() / 1000);
}

/** Resolves after `ms` milliseconds. */
export function pause(clock: Pick<Clock, "after">, ms: number): Promise<void> {
  return new Promise((done) => void clock.after(ms, done));
}

/** The machine's own clock. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    mono: () => performance.now(),
    after(ms, fn) {
      const id = setTimeout(fn, ms);
      return () => clearTimeout(id);
    },
    every(ms, fn) {
      const id = setInterval(fn, ms);
      return () => clearInterval(id);
    },
  };
}
