/**
 * Spans of time as people read them. Pure; how they are written stands in `core/period.ts`.
 *
 * @module
 */

export { MAX_PERIOD, parsePeriod } from "../core/period.ts";

/** A span for people: the two largest units that say something, for example `2 h 5 min`. */
export function describeWait(seconds: number): string {
  const parts: string[] = [];
  let left = Math.max(0, Math.floor(seconds));
  for (const [size, name] of [[86_400, "d"], [3600, "h"], [60, "min"], [1, "s"]] as const) {
    const count = Math.floor(left / size);
    if (count > 0) parts.push(`${count} ${name}`);
    left -= count * size;
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}
