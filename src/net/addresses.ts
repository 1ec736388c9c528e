/**
 * How addresses are written: the one form in which an IP is compared, stored and shown, and a host with its port.
 * Pure text; opens nothing.
 *
 * @module
 */

/** `::ffff:` before a dotted quad: how a dual-stack socket reports an IPv4 peer. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The plain form of a peer address: IPv4-mapped IPv6 as IPv4, no zone id (`%eth0`), lower case. One client has one
 * text, so exact comparison is enough for bans, limits and the address check of connect requests.
 */
export function plainIp(address: string): string {
  const zone = address.indexOf("%");
  const bare = (zone < 0 ? address : address.slice(0, zone)).toLowerCase();
  return MAPPED.exec(bare)?.[1] ?? bare;
}

/** True for this machine. Local tools and all users of an onion service come from here. */
export function isLoopback(ip: string): boolean {
  return ip.startsWith("127.") || ip === "::1";
}

/** `host:port`, with brackets where the host is an IPv6 address. */
export function hostPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
