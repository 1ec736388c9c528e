/**
 * Waiting for something that happens elsewhere, with a bound. For tests; nothing else sleeps.
 *
 * @module
 */

/** How long tests wait for what comes in milliseconds on a machine with nothing else to do. No limit to measure with. */
export const PATIENCE_MS = 60_000;

/** Resolves once `condition` holds; throws after `withinMs` naming `what` was awaited. */
export async function until(
  condition: () => boolean,
  what: string,
  withinMs: number = PATIENCE_MS,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 1));
  }
}
