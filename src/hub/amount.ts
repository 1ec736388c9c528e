/**
 * Amounts of data and points in time as people read them. Pure.
 *
 * @module
 */
import { utcMinute } from "../core/utc.ts";

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** An amount of data: `1.50 GiB`. */
export function describeBytes(amount: number): string {
  let unit = 0;
  let value = amount;
  for (; value >= 1024 && unit < UNITS.length - 1; unit++) value /= 1024;
  return `${unit === 0 ? value : value.toFixed(2)} ${UNITS[unit]}`;
}

/** A point in time (Unix seconds, 0 = never) to the minute, UTC: `2026-01-31 17:05 UTC`. */
export function describeTime(seconds: number): string {
  return seconds === 0 ? "never" : `${utcMinute(seconds)} UTC`;
}
