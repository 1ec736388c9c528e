/**
 * Connect requests: `$ConnectToMe`, `$MultiConnectToMe`, `$RevConnectToMe` and the suffixes of the port field.
 * Which request is relayed is the hub's business; it must compare the claimed IP exactly, since a hub that does
 * not lends its users to denial-of-service attacks.
 *
 * @module
 */
import { formatAddress, parsePort, splitAddress } from "./address.ts";
import { frameOf, NO_BYTES, SPACE } from "./wire.ts";

/** A connect request, as views into its frame. */
export interface ConnectToMe {
  /** Who shall connect. */
  to: Uint8Array;
  /** The address the sender claims. */
  ip: Uint8Array;
  /** The port with its suffix and, sometimes, the sender's nick; {@linkcode parsePortField} reads it. */
  port: Uint8Array;
}

/** A passive user's wish to be sent a connect request, as views into its frame. */
export interface RevConnectToMe {
  /** The sender. */
  nick: Uint8Array;
  /** Who shall send the connect request. */
  to: Uint8Array;
}

/** The port field of a connect request. */
export interface PortField {
  /** 1 to 65535. */
  port: number;
  /** The peers shall speak TLS (`S`). */
  tls: boolean;
  /** NAT traversal: a request (`N`), its reply (`R`), or neither. */
  nat: "" | "N" | "R";
  /** The nick behind the suffix; empty without one. In a NAT request it must be the sender's. */
  nick: Uint8Array;
}

/** What decides how much of a suffix is relayed. */
export interface RelayConditions {
  /** Both users have the NAT flag in their MyINFO. */
  bothNat: boolean;
  /** The two can agree on TLS. */
  tlsCompatible: boolean;
}

/** Splits `$ConnectToMe to ip:port` or `$MultiConnectToMe …`, or `null`. */
export function parseConnectToMe(frame: Uint8Array): ConnectToMe | null {
  const start = frame[1] === 0x4d ? 18 : 13;
  const space = frame.indexOf(SPACE, start);
  const address = space < 0 ? null : splitAddress(frame, space + 1, frame.length);
  return address && { to: frame.subarray(start, space), ip: address.ip, port: address.port };
}

/** Reads the port field: at most five digits, then `S`, `N`, `NS`, `R` or `RS`, then maybe a nick. Or `null`. */
export function parsePortField(field: Uint8Array): PortField | null {
  let end = 0;
  while (end < field.length && field[end]! >= 0x30 && field[end]! <= 0x39) end++;
  const port = parsePort(field, 0, end);
  if (port === 0) return null;
  const space = field.indexOf(SPACE, end);
  const stop = space < 0 ? field.length : space;
  const first = field[end];
  const nat = stop > end ? first === 0x4e ? "N" : first === 0x52 ? "R" : "" : "";
  const secure = nat === "" ? end : end + 1;
  return {
    port,
    tls: stop === secure + 1 && field[secure] === 0x53,
    nat,
    nick: space < 0 ? NO_BYTES : field.subarray(space + 1),
  };
}

/**
 * The port field as it is relayed, or `null` when the request must be dropped because TLS is asked for and the
 * two cannot agree on it. The number is written canonically and an unknown suffix is dropped; a NAT suffix
 * stays only between two users with the NAT flag, a TLS suffix always.
 */
export function relayPortField(
  field: PortField,
  { bothNat, tlsCompatible }: RelayConditions,
): Uint8Array | null {
  if (field.tls && !tlsCompatible) return null;
  const nat = bothNat ? field.nat : "";
  const port = `${field.port}${nat}${field.tls ? "S" : ""}`;
  return nat === "N" && field.nick.length > 0 ? frameOf(port, " ", field.nick) : frameOf(port);
}

/** Builds `$ConnectToMe to ip:port`. `port` is a field from {@linkcode relayPortField}. */
export function formatConnectToMe(to: Uint8Array, ip: string, port: Uint8Array): Uint8Array {
  return frameOf("$ConnectToMe ", to, " ", formatAddress(ip, ""), port);
}

/** Splits `$RevConnectToMe nick to`, or `null`. */
export function parseRevConnectToMe(frame: Uint8Array): RevConnectToMe | null {
  const start = 16;
  const space = frame.indexOf(SPACE, start);
  return space < 0 ? null : { nick: frame.subarray(start, space), to: frame.subarray(space + 1) };
}

/** Builds `$RevConnectToMe nick to`. */
export function formatRevConnectToMe(nick: Uint8Array, to: Uint8Array): Uint8Array {
  return frameOf("$RevConnectToMe ", nick, " ", to);
}
