/**
 * Frames from one encoding into another. Owns what of a frame is text and the memory that lets one copy serve all
 * connections a frame goes to. No separator can come into being here: a codec makes of a character outside ASCII
 * only bytes outside ASCII, or a number, and reads no number below 128.
 *
 * @module
 */
import { concatBytes } from "../core/bytes.ts";
import type { Codec } from "./encoding.ts";
import { classify, Kind } from "./message.ts";
import { parseMyInfo } from "./myinfo.ts";
import { PIPE } from "./wire.ts";

const AMPERSAND = 0x26;
const HASH = 0x23;

/** Arrays from this length on are worth remembering for as long as they live: pieces of user lists are. */
const LARGE = 2048;
/** How many of the last smaller ones are remembered: a broadcast sends two or three kinds of frame in turn. */
const RECENT = 4;

/** True when bytes are the same in both encodings: ASCII without a number that a page's codec would read. */
export function isSameIn(bytes: Uint8Array, fromPage: boolean): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte > 127 || (fromPage && byte === AMPERSAND && bytes[i + 1] === HASH)) return false;
  }
  return true;
}

/**
 * Does `convert` with the text of a frame. NMDC: the status byte of a `$MyINFO` is a number and may be above 127, so
 * it stays as it is.
 */
export function convertText(frame: Uint8Array, convert: (text: Uint8Array) => Uint8Array): Uint8Array {
  const info = classify(frame) === Kind.MyINFO ? parseMyInfo(frame) : null;
  if (!info || info.flag < 128) return convert(frame);
  const at = info.email.byteOffset - frame.byteOffset - 2;
  return concatBytes([
    convert(frame.subarray(0, at)),
    frame.subarray(at, at + 1),
    convert(frame.subarray(at + 1)),
  ]);
}

/** Writes frames in another encoding. */
export interface Transcoder {
  /**
   * Frames, each with its `|`, in the other encoding: the same array when nothing changes, and the same copy for the
   * same array. Arrays must not change once they were given here.
   */
  write(frames: Uint8Array): Uint8Array;
}

/** Creates what turns frames in `from` into frames in `to`. One serves every connection that writes `to`. */
export function createTranscoder(from: Codec, to: Codec): Transcoder {
  const fromPage = from.name !== "utf-8";
  const large = new WeakMap<Uint8Array, Uint8Array>();
  const recent: (readonly [Uint8Array, Uint8Array] | null)[] = new Array(RECENT).fill(null);
  let next = 0;

  const text = (bytes: Uint8Array): Uint8Array => to.encode(from.decode(bytes));
  const convert = (frames: Uint8Array): Uint8Array => {
    if (isSameIn(frames, fromPage)) return frames;
    const parts: Uint8Array[] = [];
    for (let at = 0; at < frames.length;) {
      const pipe = frames.indexOf(PIPE, at);
      const end = pipe < 0 ? frames.length : pipe + 1;
      const frame = frames.subarray(at, pipe < 0 ? end : pipe);
      if (isSameIn(frame, fromPage)) parts.push(frames.subarray(at, end));
      else parts.push(convertText(frame, text), frames.subarray(at + frame.length, end));
      at = end;
    }
    return concatBytes(parts);
  };

  return {
    write(frames) {
      if (frames.length >= LARGE) {
        let copy = large.get(frames);
        if (!copy) large.set(frames, copy = convert(frames));
        return copy;
      }
      for (let i = 0; i < RECENT; i++) {
        const entry = recent[i];
        if (entry && entry[0] === frames) return entry[1];
      }
      const copy = convert(frames);
      recent[next] = [frames, copy];
      next = (next + 1) % RECENT;
      return copy;
    },
  };
}
