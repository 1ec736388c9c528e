/**
 * Waiting for something that happens elsewhere, with a bound. For tests; nothing else sleeps.
 *
 * @module
 */

/** Resolves once `condition` holds; throws after `withinMs` (default 5000) naming `what` was awaited. */
export async function until(condition: () => boolean, what: string, withinMs = 5000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 1));
  }
}
