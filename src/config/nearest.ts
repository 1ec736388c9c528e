/**
 * "Did you mean": the known name closest to what somebody typed. Pure; knows no list of names.
 *
 * @module
 */

/** Longer input is cut before it is compared, which bounds the work. */
const LONGEST = 64;

/** Single-character edits (insert, delete, replace, swap of neighbours) between two names. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, before[j - 2]! + 1);
      }
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}

/** The closest of `names`, ignoring case, or `null` when none is near enough to be meant (a third of its length). */
export function nearest<T extends string>(name: string, names: Iterable<T>): T | null {
  const typed = name.slice(0, LONGEST).toLowerCase();
  let best: T | null = null;
  let bestDistance = Infinity;
  for (const candidate of names) {
    const found = distance(typed, candidate.slice(0, LONGEST).toLowerCase());
    if (found >= bestDistance || found > Math.max(1, Math.floor(candidate.length / 3))) continue;
    best = candidate;
    bestDistance = found;
  }
  return best;
}
