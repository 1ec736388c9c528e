/**
 * The PROXY protocol, versions 1 and 2: what a load balancer or TLS front says of the client it forwards, in front
 * of the client's own bytes. Pure parser over the bytes received so far; whom to believe is decided elsewhere.
 *
 * @module
 */
import { isIP } from "node:net";
import { hasBytesAt, latin1Bytes, latin1Text } from "../core/bytes.ts";
import { ipText, usualAddress } from "../core/ip.ts";
import { plainIp } from "./addresses.ts";

/** Most bytes of a header; a longer one is refused. Version 1 never has more than 107. */
export const MAX_PROXY_HEADER = 2048;

const MAX_V1 = 107;
const V2_FIXED = 16;
const V1_START = latin1Bytes("PROXY ");
const V2_START = latin1Bytes("\r\n\r\n\0\r\nQUIT\n");

/** Who the client is, as the proxy tells. */
export interface ProxyHeader {
  /** Bytes of the header. */
  readonly length: number;
  /** The client; `null`: the proxy speaks for itself (a health check) or does not know. */
  readonly source: { readonly ip: string; readonly port: number } | null;
  /** TLS version between client and proxy, `""` for plain or not told. */
  readonly tls: string;
}

/** A header, a wish for more bytes, or `null` for bytes that are no header. */
export type ProxyResult = ProxyHeader | "more" | null;

/** Reads the header at the start of `bytes`. */
export function parseProxyHeader(bytes: Uint8Array): ProxyResult {
  if (bytes.length === 0) return "more";
  if (bytes[0] === V2_START[0]) return startsAs(bytes, V2_START, parseV2);
  return startsAs(bytes, V1_START, parseV1);
}

/** A wrong byte is found as soon as it is there, not when the header would be complete. */
function startsAs(
  bytes: Uint8Array,
  start: Uint8Array,
  parse: (bytes: Uint8Array) => ProxyResult,
): ProxyResult {
  if (bytes.length >= start.length) return hasBytesAt(bytes, start) ? parse(bytes) : null;
  return hasBytesAt(start, bytes) ? "more" : null;
}

function parseV1(bytes: Uint8Array): ProxyResult {
  const end = bytes.indexOf(0x0a);
  if (end < 0) return bytes.length < MAX_V1 ? "more" : null;
  if (end >= MAX_V1 || bytes[end - 1] !== 0x0d) return null;
  const length = end + 1;
  const words = latin1Text(bytes, V1_START.length, end - 1).split(" ");
  const [family, from = "", to = "", fromPort = "", toPort = ""] = words;
  // The standard wants whatever follows UNKNOWN ignored.
  if (family === "UNKNOWN") return { length, source: null, tls: "" };
  const version = family === "TCP4" ? 4 : family === "TCP6" ? 6 : -1;
  if (words.length !== 5 || isIP(from) !== version || isIP(to) !== version) return null;
  const port = portOf(fromPort);
  if (port < 0 || portOf(toPort) < 0) return null;
  // In its usual form: bans are compared with it, and every proxy has another way to write an address.
  const ip = plainIp(from);
  return { length, source: { ip: usualAddress(ip) ?? ip, port }, tls: "" };
}

function portOf(text: string): number {
  const port = /^(0|[1-9]\d{0,4})$/.test(text) ? Number(text) : -1;
  return port <= 65_535 ? port : -1;
}

/** Transport and address family of version 2. */
const Family = { Unspecified: 0x00, Tcp4: 0x11, Tcp6: 0x21, Unix: 0x31 } as const;

function parseV2(bytes: Uint8Array): ProxyResult {
  if (bytes.length < V2_FIXED) return "more";
  const [command, family] = [bytes[12]!, bytes[13]!];
  const rest = bytes[14]! << 8 | bytes[15]!;
  const length = V2_FIXED + rest;
  if ((command !== 0x20 && command !== 0x21) || length > MAX_PROXY_HEADER) return null;
  if (bytes.length < length) return "more";
  const body = bytes.subarray(V2_FIXED, length);
  if (command === 0x20) return { length, source: null, tls: "" };
  switch (family) {
    case Family.Tcp4:
      return rest < 12 ? null : {
        length,
        source: { ip: ipText(body.subarray(0, 4)), port: body[8]! << 8 | body[9]! },
        tls: tlsOf(body.subarray(12)),
      };
    case Family.Tcp6:
      return rest < 36 ? null : {
        length,
        source: { ip: ipText(body.subarray(0, 16)), port: body[32]! << 8 | body[33]! },
        tls: tlsOf(body.subarray(36)),
      };
    case Family.Unspecified:
    case Family.Unix:
      return { length, source: null, tls: "" };
    default:
      return null; // datagrams and what nobody has defined
  }
}

/** Additional field: facts about TLS; inside it, the version as text. */
const TLV_SSL = 0x20;
const TLV_SSL_VERSION = 0x21;
/** Bit of the first byte of {@linkcode TLV_SSL}: the client speaks TLS to the proxy. */
const CLIENT_SSL = 0x01;

/**
 * The TLS version among the additional fields. A proxy that tells of TLS but not which counts as 1.2, the least this
 * hub itself would accept. Fields that do not fit end the search: they are only extras.
 */
function tlsOf(fields: Uint8Array): string {
  const ssl = fieldOf(fields, TLV_SSL);
  if (!ssl || ssl.length < 5 || (ssl[0]! & CLIENT_SSL) === 0) return "";
  const version = fieldOf(ssl.subarray(5), TLV_SSL_VERSION);
  return /^TLSv(1(?:\.[0-3])?)$/.exec(version ? latin1Text(version.subarray(0, 8)) : "")?.[1]
    ?.replace(/^1$/, "1.0") ?? "1.2";
}

function fieldOf(fields: Uint8Array, wanted: number): Uint8Array | null {
  for (let at = 0; at + 3 <= fields.length;) {
    const end = at + 3 + (fields[at + 1]! << 8 | fields[at + 2]!);
    if (end > fields.length) return null;
    if (fields[at] === wanted) return fields.subarray(at + 3, end);
    at = end;
  }
  return null;
}
