/**
 * Ranges of addresses as people write them: `10.0.0.0/8`, `2001:db8::/32`, `10.0.0.1-10.0.0.9`, a single address.
 * IPv4 and IPv6 never meet. Pure; which list means what is the business of whoever keeps it.
 *
 * @module
 */
import { compareIp, ipText, parseIp } from "./ip.ts";

/** A network, IPv4 (4 bytes) or IPv6 (16). */
export interface Network {
  /** An address in it. */
  readonly bytes: Uint8Array;
  /** Leading bits that all its addresses share. */
  readonly prefix: number;
}

/** A range of addresses of one family, both ends included. */
export interface IpRange {
  /** First address. */
  readonly from: Uint8Array;
  /** Last address. */
  readonly to: Uint8Array;
}

/** Bits that IPv6 puts in front of an IPv4 address. */
const MAPPED_BITS = 96;

/** Reads `address` or `address/bits`; `null` when it is neither. */
export function parseNetwork(text: string): Network | null {
  const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const ip = parseIp(address);
  if (!ip) return null;
  const most = ip.bytes.length * 8;
  if (bits === undefined) return { bytes: ip.bytes, prefix: most };
  const mapped = most === 32 && address.includes(":");
  const prefix = mapped ? Number(bits) - MAPPED_BITS : Number(bits);
  return prefix < 0 || prefix > most ? null : { bytes: ip.bytes, prefix };
}

/** First and last address of a network. */
export function networkRange({ bytes, prefix }: Network): IpRange {
  const mask = (at: number) => 0xff >> Math.min(8, Math.max(0, prefix - at * 8));
  return {
    from: bytes.map((byte, at) => byte & ~mask(at)),
    to: bytes.map((byte, at) => byte | mask(at)),
  };
}

/** The range that `a`, `a/bits`, `a-b` or `a..b` means; `null` for anything else and for ends the wrong way round. */
export function parseRange(text: string): IpRange | null {
  const [, first = "", last = ""] = /^([^-]*?)\s*(?:-|\.\.)\s*([^-]*)$/.exec(text.trim()) ?? [];
  if (first === "") {
    const network = parseNetwork(text);
    return network && networkRange(network);
  }
  const from = parseIp(first)?.bytes, to = parseIp(last)?.bytes;
  return from && to && from.length === to.length && compareIp(from, to) <= 0 ? { from, to } : null;
}

/** A range as `from-to`. */
export function rangeText({ from, to }: IpRange): string {
  return `${ipText(from)}-${ipText(to)}`;
}

/** True when an address stands in a range. */
export function isInRange({ from, to }: IpRange, address: Uint8Array): boolean {
  return address.length === from.length && compareIp(from, address) <= 0 && compareIp(address, to) <= 0;
}

/** True when an address stands in one of the networks; `false` for what is no address. */
export function isInNetworks(address: string, networks: readonly Network[]): boolean {
  if (networks.length === 0) return false;
  const ip = parseIp(address);
  return ip !== null && networks.some((network) => contains(network, ip.bytes));
}

function contains({ bytes, prefix }: Network, address: Uint8Array): boolean {
  if (bytes.length !== address.length) return false;
  const whole = prefix >> 3;
  for (let at = 0; at < whole; at++) if (bytes[at] !== address[at]) return false;
  const rest = prefix & 7;
  return rest === 0 || ((bytes[whole]! ^ address[whole]!) >> (8 - rest)) === 0;
}
