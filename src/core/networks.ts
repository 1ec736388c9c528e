/**
 * Networks as people write them in lists: `10.0.0.0/8`, `2001:db8::/32`, a single address. Pure; which list means
 * what is the business of whoever keeps it.
 *
 * @module
 */
import { parseIp } from "./ip_address.ts";

/** A network, IPv4 (4 bytes) or IPv6 (16). */
export interface Network {
  /** An address in it. */
  readonly bytes: Uint8Array;
  /** Leading bits that all its addresses share. */
  readonly prefix: number;
}

/** Reads `address` or `address/bits`; `null` when it is neither. */
export function parseNetwork(text: string): Network | null {
  const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const ip = parseIp(address);
  if (!ip) return null;
  const most = ip.bytes.length * 8;
  const prefix = bits === undefined ? most : Number(bits);
  return prefix > most ? null : { bytes: ip.bytes, prefix };
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
