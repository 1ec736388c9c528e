/**
 * Addresses of hubs as people write them: `host`, `host:port`, `dchub://host:port`, `nmdcs://…`, IPv6 in brackets.
 * Pure.
 *
 * @module
 */
import { isAddress } from "../core/ip.ts";

/** A hub's address, taken apart. */
export interface HubAddress {
  /** Lower case, without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** Reached with TLS. */
  readonly tls: boolean;
}

/** NMDC: the port of an address that names none. */
const DEFAULT_PORT = 411;

const SHAPE = /^(?:(dchub|nmdc|nmdcs):\/\/)?(?:\[([0-9a-f:.]+)\]|([^:/[\]]+))(?::(\d{1,5}))?\/?$/;
const LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?$/u;

/** Takes an address apart; `defaultPort` is for one that names none. `null` for what is no address. */
export function parseHubAddress(text: string, defaultPort = DEFAULT_PORT): HubAddress | null {
  const found = text.length <= 300 ? SHAPE.exec(text.trim().toLowerCase()) : null;
  if (!found) return null;
  const [, scheme, ipv6, name, digits] = found;
  const port = digits === undefined ? defaultPort : Number(digits);
  const host = ipv6 ?? name!.replace(/\.$/, "");
  const isHost = ipv6 !== undefined ? isAddress(ipv6) && ipv6.includes(":") : isHostName(host);
  if (!isHost || port < 1 || port > 65_535) return null;
  return { host, port, tls: scheme === "nmdcs" };
}

function isHostName(host: string): boolean {
  if (/^[\d.]+$/.test(host)) return isAddress(host);
  return host.length <= 253 && host.split(".").every((label) => LABEL.test(label));
}

/** True when both lead to the same port of the same machine. */
export function sameHub(a: HubAddress, b: HubAddress): boolean {
  return a.port === b.port && a.host === b.host;
}
