/**
 * Addresses: reading and writing them, their kinds (this machine, a private network, public) and their order. An IPv4
 * address written as IPv6 (`::ffff:1.2.3.4`) is that IPv4 address. Pure; ranges and networks stand in `networks.ts`.
 *
 * @module
 */

/** An address, read. `bytes` are 4 (IPv4, also when written as `::ffff:1.2.3.4`) or 16. */
export interface IpAddress {
  /** Most significant first. */
  readonly bytes: Uint8Array;
  /** `local` 127.x and ::1, `private` networks behind routers, `public` everything else. */
  readonly kind: "local" | "private" | "public";
  /** For `local` and `private`: bits of the network it belongs to. */
  readonly prefix: number;
}

const QUAD = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
/** Longest text of an IPv6 address with an IPv4 tail. */
const MAX_LENGTH = 45;

/** Leading zeros are refused: some programs read them as octal. */
function quad(text: string): number[] | null {
  const parts = QUAD.exec(text)?.slice(1);
  return parts?.every((part) => Number(part) <= 255 && (part.length === 1 || part[0] !== "0"))
    ? parts.map(Number)
    : null;
}

/** Both halves around `::` as bytes; null for anything that is no hexadecimal group. */
function groups(text: string): number[] | null {
  if (text === "") return [];
  const parts = text.split(":");
  const tail = parts.at(-1)!.includes(".") ? quad(parts.pop()!) : [];
  if (!tail || !parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return null;
  return [...parts.flatMap((part) => [parseInt(part, 16) >> 8, parseInt(part, 16) & 255]), ...tail];
}

function six(text: string): Uint8Array | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [front, back] = [groups(halves[0]!), groups(halves[1] ?? "")];
  if (!front || !back) return null;
  const missing = 16 - front.length - back.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return null;
  return Uint8Array.from([...front, ...new Array<number>(missing).fill(0), ...back]);
}

const isMapped = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;

function kindOf(bytes: Uint8Array): Pick<IpAddress, "kind" | "prefix"> {
  const [a = 0, b = 0] = bytes;
  if (bytes.length === 4) {
    if (a === 127) return { kind: "local", prefix: 8 };
    if (a === 10) return { kind: "private", prefix: 8 };
    if (a === 172 && b >= 16 && b < 32) return { kind: "private", prefix: 12 };
    if (a === 192 && b === 168) return { kind: "private", prefix: 16 };
  } else {
    if (bytes.every((byte, at) => byte === (at === 15 ? 1 : 0))) return { kind: "local", prefix: 128 };
    if ((a & 0xfe) === 0xfc) return { kind: "private", prefix: 7 };
    if (a === 0xfe && (b & 0xc0) === 0x80) return { kind: "private", prefix: 10 };
  }
  return { kind: "public", prefix: 0 };
}

/** Reads an address; null when it is none. */
export function parseIp(text: string): IpAddress | null {
  if (text.length > MAX_LENGTH) return null;
  const four = quad(text);
  let bytes = four ? Uint8Array.from(four) : text.includes(":") ? six(text) : null;
  if (!bytes) return null;
  if (bytes.length === 16 && isMapped(bytes)) bytes = bytes.subarray(12);
  return { bytes, ...kindOf(bytes) };
}

/** Text of an address in its usual form; an IPv4-mapped IPv6 address as IPv4, as `parseIp` reads it. */
export function ipText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  if (isMapped(bytes)) return bytes.subarray(12).join(".");
  const words = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
  return new URL(`http://[${words.map((word) => word.toString(16)).join(":")}]`).hostname.slice(1, -1);
}

/** True for an IPv4 or IPv6 address in any of its forms. */
export function isAddress(text: string): boolean {
  return parseIp(text) !== null;
}

/** The usual form of an address, in which addresses are compared and stored; `null` when it is none. */
export function usualAddress(text: string): string | null {
  const ip = parseIp(text);
  return ip && ipText(ip.bytes);
}

/**
 * The key under which limits and bans count an address: IPv4 as it is, of IPv6 the first 64 bits, because whoever has
 * one IPv6 address has all of its /64.
 */
export function limitKey(ip: string): string {
  if (!ip.includes(":")) return ip;
  const bytes = parseIp(ip)?.bytes;
  return bytes?.length === 16 ? bytes.toHex().slice(0, 16) : ip;
}

/** Below 0, 0 or above 0 as the first address comes before, is, or comes after the second; IPv4 before IPv6. */
export function compareIp(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return 0;
}

/** The four bytes of an IPv4 address as a number. */
export function ipv4Number(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A number as the four bytes of an IPv4 address. */
export function ipv4Bytes(value: number): Uint8Array {
  return Uint8Array.from([24, 16, 8, 0], (shift) => Math.floor(value / 2 ** shift) % 256);
}
