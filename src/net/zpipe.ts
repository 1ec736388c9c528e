/**
 * ZPipe: a write of whole messages as one compressed block (`$ZOn|`, then one zlib stream, then plain again).
 * Owns when that pays. Users share one buffer for a broadcast, so each buffer is compressed once, whoever gets it.
 *
 * @module
 */
import { deflateSync } from "node:zlib";
import { latin1Bytes } from "../core/bytes.ts";
import type { NetMetrics } from "./net_metrics.ts";

/** When to compress. Read at every write, so getters over live settings work. */
export interface ZpipeLimits {
  /** False: nothing is compressed. */
  readonly enabled: boolean;
  /** Smallest write worth the work, in bytes. */
  readonly minBytes: number;
  /** zlib level, −1…9; −1 is zlib's own choice (6). */
  readonly level: number;
}

/** The bytes to send in place of `bytes`: a block, or the very same array where that is shorter. */
export type Zipper = (bytes: Uint8Array) => Uint8Array;

const START = latin1Bytes("$ZOn|");
const PIPE = 0x7c;

/** Creates the compressor that all connections of a hub share. */
export function createZipper(
  limits: ZpipeLimits,
  metrics: Pick<NetMetrics, "zippedIn" | "zippedOut">,
): Zipper {
  // Keyed by the shared buffers themselves: a result lives exactly as long as what it was made from.
  let known = new WeakMap<Uint8Array, Uint8Array>();
  let level = limits.level;
  return (bytes) => {
    if (!limits.enabled || bytes.length < limits.minBytes || bytes[bytes.length - 1] !== PIPE) return bytes;
    if (limits.level !== level) {
      known = new WeakMap();
      level = limits.level;
    }
    let block = known.get(bytes);
    if (block === undefined) known.set(bytes, block = compress(bytes, level));
    if (block !== bytes) {
      metrics.zippedIn.value += bytes.length;
      metrics.zippedOut.value += block.length;
    }
    return block;
  };
}

function compress(bytes: Uint8Array, level: number): Uint8Array {
  const stream = deflateSync(bytes, { level });
  if (START.length + stream.length >= bytes.length) return bytes;
  const block = new Uint8Array(START.length + stream.length);
  block.set(START);
  block.set(stream, START.length);
  return block;
}
