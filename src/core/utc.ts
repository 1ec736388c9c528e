/**
 * Points in time as people read them: UTC, the same form everywhere. Pure. What stands in a database may have come
 * from anywhere, so every number has a text.
 *
 * @module
 */

/** The last second with a year of four digits. */
const LAST = 253_402_300_799;

const isoOf = (seconds: number): string =>
  new Date(Math.min(Math.max(seconds, 0) || 0, LAST) * 1000).toISOString();

/** A point in time (Unix seconds) to the day: `2026-01-31`. */
export function utcDay(seconds: number): string {
  return isoOf(seconds).slice(0, 10);
}

/** A point in time (Unix seconds) to the minute: `2026-01-31 17:05`. */
export function utcMinute(seconds: number): string {
  return isoOf(seconds).slice(0, 16).replace("T", " ");
}

/** A point in time (Unix seconds) to the second: `2026-01-31 17:05:09`. */
export function utcSecond(seconds: number): string {
  return isoOf(seconds).slice(0, 19).replace("T", " ");
}
