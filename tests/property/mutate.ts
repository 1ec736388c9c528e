/**
 * Frames that no grammar makes: broken copies of valid ones, and the recorded corpus. Owns the ways to break a
 * frame. What comes out holds neither a pipe nor a NUL: the framing keeps both away from the hub.
 *
 * @module
 */
import { latin1Bytes } from "../../src/core/bytes.ts";
import type { Random } from "./random.ts";

const SPECIAL = [0x20, 0x24, 0x3c, 0x3e, 0x3a, 0x05, 0x0d, 0x0a, 0xff, 0x80, 0x7f, 0x01, 0x26, 0x23];
/** Longest frame; beyond it the framing ends a connection. */
const LONGEST = 10_240;

type Break = (frame: Uint8Array, random: Random, mate: Uint8Array) => Uint8Array;

const joined = (...parts: Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

const BREAKS: readonly Break[] = [
  (frame, random) => {
    if (frame.length > 0) frame[random.int(frame.length)] = random.int(256);
    return frame;
  },
  (frame, random) => {
    if (frame.length > 0) frame[random.int(frame.length)] = random.pick(SPECIAL);
    return frame;
  },
  (frame, random) => {
    const at = random.int(frame.length + 1);
    return joined(frame.subarray(0, at), frame.subarray(at + 1 + random.int(4)));
  },
  (frame, random) => {
    const at = random.int(frame.length + 1);
    return joined(frame.subarray(0, at), new Uint8Array([random.pick(SPECIAL)]), frame.subarray(at));
  },
  (frame, random) => frame.subarray(0, random.int(frame.length + 1)),
  (frame, random, mate) =>
    joined(frame.subarray(0, random.int(frame.length + 1)), mate.subarray(random.int(mate.length + 1))),
  (frame, random) => {
    const from = random.int(frame.length + 1);
    const piece = frame.subarray(from, from + random.int(20));
    const times = random.chance(0.02) ? 200 : 1 + random.int(3);
    return joined(frame.subarray(0, from), ...Array<Uint8Array>(times).fill(piece), frame.subarray(from));
  },
  (frame, random) => {
    const digit = frame.findIndex((byte) => byte >= 48 && byte <= 57);
    if (digit < 0) return frame;
    const number = latin1Bytes(
      random.pick(["99999999999999999999", "-1", "0", "4294967296", "1e9", "65536"]),
    );
    return joined(frame.subarray(0, digit), number, frame.subarray(digit + 1));
  },
];

/** A broken copy of `frame`; `mate` lends its end now and then. */
export function mutate(frame: Uint8Array, random: Random, mate: Uint8Array): Uint8Array {
  let out: Uint8Array = frame.slice();
  for (let times = 1 + random.int(3); times > 0; times--) out = random.pick(BREAKS)(out, random, mate);
  out = out.slice(0, LONGEST);
  return harmless(out);
}

/** Replaces, in place, what the framing would cut at. */
export function harmless(frame: Uint8Array): Uint8Array {
  for (let i = 0; i < frame.length; i++) if (frame[i] === 0x7c || frame[i] === 0) frame[i] = 0x21;
  return frame;
}

/** Random bytes. */
export function noise(random: Random): Uint8Array {
  const bytes = new Uint8Array(random.int(80));
  for (let i = 0; i < bytes.length; i++) bytes[i] = random.int(256);
  return harmless(bytes);
}

/** Every recorded frame of the corpus. */
export async function corpus(): Promise<Uint8Array[]> {
  const folder = new URL("../corpus/nmdc/", import.meta.url);
  const frames: Uint8Array[] = [];
  for (const name of ["behaviour", "dispatch", "parse"]) {
    const rows = JSON.parse(await Deno.readTextFile(new URL(`${name}.json`, folder))) as { raw: string }[];
    for (const { raw } of rows) {
      for (const frame of raw.split("|")) frames.push(harmless(latin1Bytes(frame).slice(0, LONGEST)));
    }
  }
  return frames;
}
