/**
 * Spans of time as operators and scripts write them and as people read them. Pure.
 *
 * @module
 */

const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  M: 28 * 86_400,
  y: 336 * 86_400,
};

/** Longest span in seconds that is understood; longer ones are cut to it. */
export const MAX_PERIOD = 2 ** 31 - 1;

/**
 * Seconds of a text such as `30s`, `5m`, `2h`, `7` (days), `1w`, `1M` (28 days), `1y` (12 such months), or `null`.
 * Verlihub: only one number and one unit; unit letters may have either case, but `M` is months and `m` minutes.
 */
export function parsePeriod(text: string): number | null {
  const found = /^(\d{1,12})\s*([smhdwMySHDWY]?)$/.exec(text.trim());
  if (!found) return null;
  const [, number, unit] = found;
  const seconds = UNITS[unit === "M" ? "M" : unit!.toLowerCase() || "d"]!;
  return Math.min(Number(number) * seconds, MAX_PERIOD);
}

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
