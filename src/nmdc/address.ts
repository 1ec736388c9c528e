/**
 * The `ip:port` form that searches and connect requests share. Owns the bracket rule of IPv6 and the port range.
 * Comparing an address with the real one is the hub's business; it must be exact (`equalsAscii`).
 *
 * @module
 */
import { COLON, decimal } from "./wire.ts";

/** An address and what stands behind its colon, as views. */
export interface Address {
  /** The IP as written, without the brackets of an IPv6 literal. */
  ip: Uint8Array;
  /** Behind the colon; not checked. */
  port: Uint8Array;
}

const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Splits `ip:port` or `[ip]:port` in `frame[start, end)`, or `null` without a colon where it belongs. */
export function splitAddress(frame: Uint8Array, start: number, end: number): Address | null {
  const bracket = frame[start] === OPEN;
  const stop = frame.indexOf(bracket ? CLOSE : COLON, start);
  const colon = bracket && stop >= 0 ? stop + 1 : stop;
  if (stop < 0 || colon >= end || frame[colon] !== COLON) return null;
  return { ip: frame.subarray(bracket ? start + 1 : start, stop), port: frame.subarray(colon + 1, end) };
}

/** Builds `ip:port`, with brackets around an IPv6 literal. */
export function formatAddress(ip: string, port: number | string): string {
  return ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** The port 1 to 65535 in at most five digits, or 0 when it is not one. */
export function parsePort(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const port = decimal(bytes, start, end, 5);
  return port >= 1 && port <= 65_535 ? port : 0;
}
