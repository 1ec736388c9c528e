/**
 * Addresses and ranges of addresses as people write them. Ranges are IPv4 only; single addresses may be IPv6.
 * Pure; knows nothing of sockets or bans.
 *
 * @module
 */
import { isIP } from "node:net";

/** A range of IPv4 addresses as numbers, both ends included. */
export interface Ipv4Range {
  /** First address. */
  readonly from: number;
  /** Last address. */
  readonly to: number;
}

const HIGHEST = 2 ** 32 - 1;

/** True for an IPv4 or IPv6 address in its usual form. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** `a.b.c.d` as a number, or `null` when it is no IPv4 address. */
export function ipv4Number(text: string): number | null {
  if (isIP(text) !== 4) return null;
  return text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** A number as `a.b.c.d`. */
export function ipv4Text(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** The range that `a.b.c.d`, `a.b.c.d/n`, `a.b.c.d-e.f.g.h` or `a.b.c.d..e.f.g.h` means, or `null`. */
export function parseRange(text: string): Ipv4Range | null {
  const [, first = "", bits, last] =
    /^([\d.]{7,15}?)\s*(?:\/(\d{1,2})|(?:-|\.\.)\s*([\d.]{7,15}))?$/.exec(text.trim()) ?? [];
  const from = ipv4Number(first);
  if (from === null) return null;
  if (bits !== undefined) {
    if (Number(bits) > 32) return null;
    const size = 2 ** (32 - Number(bits));
    const start = Math.floor(from / size) * size;
    return { from: start, to: Math.min(start + size - 1, HIGHEST) };
  }
  const to = last === undefined ? from : ipv4Number(last);
  return to === null || to < from ? null : { from, to };
}

/** A range as `a.b.c.d-e.f.g.h`. */
export function rangeText({ from, to }: Ipv4Range): string {
  return `${ipv4Text(from)}-${ipv4Text(to)}`;
}
