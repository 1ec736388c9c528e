/**
 * Cuts a byte stream into NMDC frames. Owns the line limit, the NUL rules and what is kept between two chunks.
 * Knows no message but `$Lock`, and no socket: the connection pushes what it read and closes on a bad status.
 *
 * @module
 */
import { hasBytesAt } from "../core/bytes.ts";
import { ascii, NO_BYTES, PIPE } from "./wire.ts";

/** What a framer is created with. */
export interface FramerOptions {
  /** Longest line in bytes, complete or not, without the `|`. Default 10240. */
  maxLine?: number;
  /** Most bytes kept while paused. Default 262144. */
  maxPending?: number;
}

/**
 * How a push ended. `too_long`: a line over the limit, or more than `maxPending` bytes pushed while paused;
 * `nul`: a NUL inside a message. Both are final: close the connection.
 */
export type FrameStatus = "ok" | "too_long" | "nul";

/** Takes one frame, without its `|`. Returning `false` pauses the framer behind this frame. */
export type OnFrame = (frame: Uint8Array) => boolean | void;

/** Cuts one connection's bytes into frames. */
export interface Framer {
  /**
   * Takes a chunk and hands out every frame it completes, in order. A frame is a view into the chunk, or memory
   * of its own when the line spans chunks, so it stays valid as long as the chunk is not overwritten. While
   * paused the chunk is kept and nothing is handed out.
   */
  push(chunk: Uint8Array, onFrame: OnFrame): FrameStatus;
  /** Goes on behind the frame that paused. Without a pause it does nothing. */
  resume(onFrame: OnFrame): FrameStatus;
  /** True from a frame whose handler returned `false` until {@linkcode Framer.resume}. */
  readonly paused: boolean;
  /** Bytes kept: an incomplete line, and what waits behind a pause. */
  readonly pending: number;
}

const LOCK = ascii("$Lock");

/** A buffer that doubles; kept bytes are `bytes[start, end)`. */
interface Store {
  bytes: Uint8Array;
  start: number;
  end: number;
}

function append(store: Store, more: Uint8Array): void {
  const kept = store.end - store.start;
  const needed = kept + more.length;
  if (store.start > 0 || store.bytes.length < needed) {
    const bytes = new Uint8Array(kept === 0 ? needed : Math.max(needed, kept * 2));
    bytes.set(store.bytes.subarray(store.start, store.end));
    store.bytes = bytes;
    store.start = 0;
    store.end = kept;
  }
  store.bytes.set(more, store.end);
  store.end += more.length;
}

function clear(store: Store): void {
  store.bytes = NO_BYTES;
  store.start = store.end = 0;
}

/**
 * Applies the NUL rules. NMDC: a NUL is forbidden; trailing ones are dropped because old clients send them,
 * and a stray client-to-client `$Lock` is cut so that it can still be recognised.
 */
function withoutNul(frame: Uint8Array): Uint8Array | undefined {
  const nul = Uint8Array.prototype.indexOf.call(frame, 0);
  if (nul < 0) return frame;
  if (hasBytesAt(frame, LOCK)) return frame.subarray(0, nul);
  for (let i = nul + 1; i < frame.length; i++) if (frame[i] !== 0) return undefined;
  return frame.subarray(0, nul);
}

/** Creates a framer for one connection. */
export function createFramer(options: FramerOptions = {}): Framer {
  const { maxLine = 10_240, maxPending = 262_144 } = options;
  const line: Store = { bytes: NO_BYTES, start: 0, end: 0 };
  const rest: Store = { bytes: NO_BYTES, start: 0, end: 0 };
  let paused = false;
  let failed: FrameStatus = "ok";

  const fail = (status: FrameStatus): FrameStatus => {
    clear(line);
    clear(rest);
    return failed = status;
  };

  /** The line that ends at `end`, joined with what earlier chunks left of it. */
  const take = (chunk: Uint8Array, start: number, end: number): Uint8Array => {
    if (line.end === 0) return new Uint8Array(chunk.buffer, chunk.byteOffset + start, end - start);
    const whole = new Uint8Array(line.end + end - start);
    whole.set(line.bytes.subarray(0, line.end));
    whole.set(chunk.subarray(start, end), line.end);
    clear(line);
    return whole;
  };

  /** Cuts `chunk[start, stop)`; returns the position reached, which is `stop` unless a handler paused. */
  const cut = (chunk: Uint8Array, start: number, stop: number, onFrame: OnFrame): number => {
    let at = start;
    while (at < stop) {
      const pipe = Uint8Array.prototype.indexOf.call(chunk, PIPE, at);
      const end = pipe < 0 || pipe >= stop ? stop : pipe;
      if (line.end + end - at > maxLine) {
        fail("too_long");
        return stop;
      }
      if (end === stop) {
        append(line, chunk.subarray(at, stop));
        return stop;
      }
      const frame = withoutNul(take(chunk, at, end));
      if (!frame) {
        fail("nul");
        return stop;
      }
      at = end + 1;
      if (onFrame(frame) === false) {
        paused = true;
        return at;
      }
    }
    return stop;
  };

  return {
    push(chunk, onFrame) {
      if (failed !== "ok") return failed;
      if (paused) {
        if (rest.end - rest.start + chunk.length > maxPending) return fail("too_long");
        append(rest, chunk);
        return failed;
      }
      const at = cut(chunk, 0, chunk.length, onFrame);
      if (at < chunk.length && failed === "ok") {
        rest.bytes = chunk;
        rest.start = at;
        rest.end = chunk.length;
      }
      return failed;
    },
    resume(onFrame) {
      if (failed !== "ok" || !paused) return failed;
      paused = false;
      const { bytes, start, end } = rest;
      clear(rest);
      const at = cut(bytes, start, end, onFrame);
      if (at < end && failed === "ok") {
        rest.bytes = bytes;
        rest.start = at;
        rest.end = end;
      }
      return failed;
    },
    get paused() {
      return paused;
    },
    get pending() {
      return line.end + rest.end - rest.start;
    },
  };
}
