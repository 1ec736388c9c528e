/**
 * The lock a hub opens with and the key that answers it. Owns the arithmetic and its escaping.
 * Whether a wrong key matters is the hub's policy. A key is raw binary: no text decoder may touch it.
 *
 * @module
 */
import { equalBytes, latin1Bytes, latin1Text } from "../core/bytes.ts";
import { escapeDcn, unescapeDcn } from "./escape.ts";
import { ascii, indexOfBytes } from "./wire.ts";

/** How a hub's lock says what it offers: nothing, TLS too, or TLS only. */
export type LockKind = "" | "TLS_" | "TLSONLY_";

// NMDC: hub and clients use 5; it stands in for the byte the lock does not have before its first.
const MAGIC = 5;
const PK = ascii(" Pk=");
const REF = ascii("Ref=");

/**
 * Draws a lock. NMDC: the prefix `EXTENDEDPROTOCOL` tells a client that `$Supports` is understood.
 *
 * @param random a number from 0 up to, not including, 1
 */
export function makeLock(random: () => number, kind: LockKind = ""): string {
  return `EXTENDEDPROTOCOL_NMDC_${kind}${String(Math.floor(random() * 10_000)).padStart(4, "0")}`;
}

/**
 * The key of a lock: each byte XOR its predecessor, the first one XOR the last two and 5, nibbles swapped,
 * six bytes escaped. A ` Pk=` and what follows is ignored; `/%DCN%/` codes in the lock are read first.
 */
export function lockToKey(lock: Uint8Array): Uint8Array {
  const pk = indexOfBytes(lock, PK);
  const bytes = latin1Bytes(unescapeDcn(latin1Text(lock, 0, pk < 0 ? lock.length : pk)));
  const { length } = bytes;
  const key = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const other = i > 0 ? bytes[i - 1]! : bytes[length - 1]! ^ (bytes[length - 2] ?? 0) ^ MAGIC;
    const mixed = bytes[i]! ^ other;
    key[i] = mixed << 4 | mixed >> 4;
  }
  return latin1Bytes(escapeDcn(latin1Text(key)));
}

/** True when `key` is the whole key of `lock`; a part of it is not enough. */
export function keyMatches(lock: Uint8Array, key: Uint8Array): boolean {
  return equalBytes(lockToKey(lock), key);
}

/** What stands in a `$Lock`, as views. */
export interface Lock {
  /** The text before ` Pk=`, or before the first space where there is no ` Pk=`. */
  lock: Uint8Array;
  /** The text behind `Pk=`, or empty. */
  pk: Uint8Array;
  /**
   * The hub that sent the client here, behind `Ref=`, or empty. NMDC: DC++ clients add it on client-to-client
   * connections, which is how a hub that is being flooded learns where the flood comes from.
   */
  ref: Uint8Array;
}

/** Splits `$Lock lock Pk=pk[Ref=hub]`. `frame` begins with `$Lock `. */
export function parseLock(frame: Uint8Array): Lock | null {
  const start = 6;
  const pk = indexOfBytes(frame, PK, start);
  const space = frame.indexOf(0x20, start);
  const end = pk >= 0 ? pk : space >= 0 ? space : frame.length;
  if (end <= start) return null;
  const tail = pk < 0 ? frame.length : pk + PK.length;
  const ref = indexOfBytes(frame, REF, tail);
  return {
    lock: frame.subarray(start, end),
    pk: frame.subarray(tail, ref < 0 ? frame.length : ref),
    ref: frame.subarray(ref < 0 ? frame.length : ref + REF.length),
  };
}
