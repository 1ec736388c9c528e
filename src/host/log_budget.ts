/**
 * Bounds how many lines a script may put into the hub's log. The worker bounds console lines itself; this counts
 * everything that gets here, errors of hooks included, and believes no worker. Owns counting only.
 *
 * @module
 */

/** Says whether one more line may be written; `lost` lines were refused since the last one that might. */
export type LogBudget = () => { readonly ok: boolean; readonly lost: number };

/** Creates a budget of `perSecond` lines over a monotonic time in milliseconds. */
export function createLogBudget(perSecond: number, mono: () => number): LogBudget {
  let start = -Infinity;
  let used = 0;
  let lost = 0;
  return () => {
    const now = mono();
    if (now - start >= 1000) {
      start = now;
      used = 0;
    }
    if (used >= perSecond) return { ok: false, lost: ++lost };
    used++;
    const before = lost;
    lost = 0;
    return { ok: true, lost: before };
  };
}
