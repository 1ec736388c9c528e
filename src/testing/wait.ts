/**
 * Waiting in tests without sleeping: until every script is done, or until something has come. Owns the bounds.
 * Uses the machine's clock, since workers run on it.
 *
 * @module
 */
import { setImmediate } from "node:timers";

/** Milliseconds scripts may be busy before a test gives up. A hook that hangs is ended by its own limit earlier. */
const SETTLE_MS = 30_000;

/** A turn of the event loop: promises and the channel get theirs. */
function turn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/**
 * Resolves when no script has an unanswered hook, and none gets one in the turns after that.
 *
 * @throws {Error} When that does not happen within {@linkcode SETTLE_MS}.
 */
export async function untilQuiet(hub: { readonly openHooks: number }, withinMs = SETTLE_MS): Promise<void> {
  const end = performance.now() + withinMs;
  for (let quiet = 0; quiet < 2; await turn()) {
    quiet = hub.openHooks === 0 ? quiet + 1 : 0;
    if (performance.now() > end) {
      throw new Error(
        `The scripts are still busy after ${withinMs} ms: ${hub.openHooks} hooks are unanswered`,
      );
    }
  }
}

/** Resolves with the first value `find` gives, or `undefined` after `withinMs`. */
export async function found<T>(find: () => T | undefined, withinMs: number): Promise<T | undefined> {
  const end = performance.now() + withinMs;
  for (;;) {
    const value = find();
    if (value !== undefined || performance.now() > end) return value;
    await turn();
  }
}
