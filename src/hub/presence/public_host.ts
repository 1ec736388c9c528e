/**
 * The address under which people find this hub, as hub lists and pingers are told. Owns how `hub_host` is read.
 *
 * @module
 */
import type { HubContext } from "../context.ts";

/** NMDC: the port a client uses when an address names none. */
const DEFAULT_PORT = 411;

/**
 * `hub_host` without a scheme or path, with the port the hub listens on unless it names one or that is 411; `null`
 * while the setting is empty.
 */
export function publicHost({ vars, address }: Pick<HubContext, "vars" | "address">): string | null {
  const host = vars.hub_host.trim().replace(/^[a-z]*:\/\//i, "").split(/[/?\s]/, 1)[0]!;
  if (host === "") return null;
  const port = /:(\d+)$/.exec(host)?.[1];
  if (port !== undefined && !isBareIpv6(host)) {
    return Number(port) === DEFAULT_PORT ? host.slice(0, -4) : host;
  }
  const own = Number(/:(\d+)$/.exec(address)?.[1] ?? DEFAULT_PORT);
  const name = isBareIpv6(host) ? `[${host}]` : host;
  return own === DEFAULT_PORT || own === 0 ? name : `${name}:${own}`;
}

/** An IPv6 address without brackets: more than one colon, no bracket. */
const isBareIpv6 = (host: string): boolean =>
  !host.startsWith("[") && host.indexOf(":") !== host.lastIndexOf(":");
