/**
 * `$MyIP`: what a TLS front says of the client it forwards, as the first message of the connection. Pure parser over
 * the bytes received so far; whom to believe is decided elsewhere.
 *
 * @module
 */
import { isIP } from "node:net";
import { hasBytesAt, latin1Bytes, latin1Text } from "../core/bytes.ts";
import { usualAddress } from "../core/ip.ts";
import { plainIp } from "./addresses.ts";
import type { ProxyResult } from "./proxy_protocol.ts";

const START = latin1Bytes("$MyIP ");
/** Longest message with its `|`: the longest IPv6 text form, a space and a version. */
const MAX = START.length + 45 + 4 + 1;

/** NMDC: `0.0` is a plain client. COMPAT: old fronts write one letter, `S` for TLS. */
const VERSIONS: ReadonlyMap<string, string> = new Map([
  ["0.0", ""],
  ["1.0", "1.0"],
  ["1.1", "1.1"],
  ["1.2", "1.2"],
  ["1.3", "1.3"],
  ["S", "1.0"],
]);

/** Reads the message at the start of `bytes`: `$MyIP 192.0.2.1 1.3|`. */
export function parseMyIp(bytes: Uint8Array): ProxyResult {
  if (!hasBytesAt(bytes.subarray(0, START.length), START.subarray(0, Math.min(bytes.length, START.length)))) {
    return null;
  }
  const end = bytes.subarray(0, MAX).indexOf(0x7c);
  if (end < 0) return bytes.length < MAX ? "more" : null;
  const words = latin1Text(bytes, START.length, end).split(" ");
  const [ip = "", version = ""] = words;
  const tls = VERSIONS.get(version) ?? (version.length === 1 ? "" : undefined);
  if (words.length !== 2 || isIP(ip) === 0 || tls === undefined) return null;
  return { length: end + 1, source: { ip: plainIp(usualAddress(ip) ?? ip), port: 0 }, tls };
}
