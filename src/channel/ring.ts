/**
 * One direction of a channel: a single-producer, single-consumer ring of frames in shared memory, and the wake-up
 * between the two threads. Owns the memory layout; knows nothing of what the frames mean.
 *
 * Memory per ring: five control words, each on a cache line of its own, then the data.
 * `HEAD` bytes ever written, `TAIL` bytes ever read (both mod 2^32), `SLEEPS` the reader (nearly) sleeps, `FULL` the
 * writer wants to know about room, `BELL` counts wake-ups, `CLOSED` nothing more is read or written by the host.
 * A frame is one word (payload bytes, plus {@linkcode MORE} when the record goes on) and the padded payload;
 * the word {@linkcode SKIP} sends the reader to the start of the ring.
 *
 * @module
 */
import { HubError } from "../core/errors.ts";
import { atomics, Int32ArrayCtor, RangeErrorCtor, setBytes } from "./primordials.ts";
import type { Scratch } from "./scratch.ts";

const HEAD = 0, TAIL = 16, SLEEPS = 32, FULL = 48, BELL = 64, CLOSED = 72, CONTROL_WORDS = 80;
const SKIP = -1, MORE = 1 << 30;
/** Below this a loop over words beats making a view for `set`. */
const SHORT_WORDS = 48;

/** Which of the two rings of a channel. */
export type Direction = "down" | "up";

/** Data bytes per ring unless told otherwise. */
export const DEFAULT_RING_BYTES: number = 256 * 1024;

/**
 * The shared memory of one channel: the ring down to the script and the ring up to the host.
 *
 * @param ringBytes Data bytes per ring, a power of two from 1024 on.
 * @throws {RangeError} When `ringBytes` is not such a number.
 */
export function channelMemory(ringBytes: number = DEFAULT_RING_BYTES): SharedArrayBuffer {
  if (!(ringBytes >= 1024 && ringBytes <= 1 << 28) || (ringBytes & (ringBytes - 1)) !== 0) {
    throw new RangeErrorCtor(
      `Cannot make a ring of ${ringBytes} bytes: the size must be a power of two from 1024 on`,
    );
  }
  return new SharedArrayBuffer(2 * (CONTROL_WORDS * 4 + ringBytes));
}

interface RingViews {
  readonly control: Int32Array;
  readonly data: Int32Array;
  /** Data bytes. */
  readonly size: number;
  /** Where the data begins in the memory, in bytes. */
  readonly origin: number;
}

function viewsOf(memory: SharedArrayBuffer, direction: Direction): RingViews {
  const half = memory.byteLength / 2, size = half - CONTROL_WORDS * 4;
  const start = direction === "down" ? 0 : half, origin = start + CONTROL_WORDS * 4;
  return {
    control: new Int32ArrayCtor(memory, start, CONTROL_WORDS),
    data: new Int32ArrayCtor(memory, origin, size / 4),
    size,
    origin,
  };
}

/** Wakes whoever sleeps on this ring's bell. Costs one atomic exchange when nobody does. */
function ringBell(control: Int32Array): void {
  if (atomics.exchange(control, SLEEPS, 0) === 0) return;
  atomics.add(control, BELL, 1);
  atomics.notify(control, BELL);
}

/** The writing side. Exactly one per ring, on one thread. */
export class RingWriter {
  /** Most bytes that were ever unread at once. */
  highWater = 0;
  readonly #control: Int32Array;
  readonly #data: Int32Array;
  readonly #size: number;
  readonly #fragment: number;
  #head: number;
  #tail: number;

  /** A writer that goes on where the memory's positions are. */
  constructor(memory: SharedArrayBuffer, direction: Direction) {
    const { control, data, size } = viewsOf(memory, direction);
    this.#control = control;
    this.#data = data;
    this.#size = size;
    this.#fragment = size >> 2;
    this.#head = atomics.load(control, HEAD);
    this.#tail = atomics.load(control, TAIL);
  }

  /**
   * Writes `source[at..end)` as one record, in as many frames as it needs and as many as fit now.
   *
   * @param at Where to go on; a multiple of four, as returned by the call before.
   * @returns How far it came; less than `end` means the ring is full.
   * @throws {HubError} `channel.corrupt` when the reader's position is impossible.
   */
  write(source: Scratch, at: number, end: number): number {
    while (at < end) {
      const left = end - at;
      const n = left > this.#fragment ? this.#fragment : left;
      const words = (n + 3) >> 2;
      if (!this.#makeRoom(4 + words * 4)) break;
      const data = this.#data, to = (this.#head & (this.#size - 1)) >> 2, from = at >> 2;
      if (words <= SHORT_WORDS) {
        const { words: memory } = source;
        for (let i = 0; i < words; i++) data[to + 1 + i] = memory[from + i]!;
      } else setBytes(data, new Int32ArrayCtor(source.buffer, at, words), to + 1);
      data[to] = n < left ? n | MORE : n;
      this.#publish(4 + words * 4);
      at += n;
    }
    return at;
  }

  /** Asks the reader to tell about room from now on. Try again afterwards: it may have made some just before. */
  wantRoom(): void {
    atomics.store(this.#control, FULL, 1);
  }

  /** Room is of no interest any more. */
  enoughRoom(): void {
    atomics.store(this.#control, FULL, 0);
  }

  /** Says that nothing more comes, and wakes whoever waits for it. */
  close(): void {
    atomics.store(this.#control, CLOSED, 1);
    atomics.add(this.#control, BELL, 1);
    atomics.notify(this.#control, BELL);
  }

  /** Has the reader said that it reads no more? */
  closed(): boolean {
    return atomics.load(this.#control, CLOSED) !== 0;
  }

  /** Blocks this thread until the reader has read something, at most `ms` milliseconds. */
  waitRoom(ms: number): void {
    const seen = this.#tail;
    atomics.store(this.#control, FULL, 1);
    if (this.closed()) return;
    atomics.wait(this.#control, TAIL, seen, ms);
    atomics.store(this.#control, FULL, 0);
  }

  /** Wakes the reader if it sleeps, without writing. */
  wakeReader(): void {
    ringBell(this.#control);
  }

  /** Bytes written and not yet read. */
  #used(): number {
    const used = (this.#head - this.#tail) >>> 0;
    if (used > this.#size) {
      throw new HubError("channel.corrupt", "The reader claims to be ahead of the writer");
    }
    return used;
  }

  #makeRoom(need: number): boolean {
    const at = this.#head & (this.#size - 1);
    const skip = at + need > this.#size ? this.#size - at : 0;
    if (this.#used() + skip + need > this.#size) {
      if (this.closed()) return false;
      this.#tail = atomics.load(this.#control, TAIL);
      if (this.#used() + skip + need > this.#size) return false;
    }
    if (skip > 0) {
      this.#data[at >> 2] = SKIP;
      this.#head = (this.#head + skip) | 0;
    }
    return true;
  }

  #publish(bytes: number): void {
    this.#head = (this.#head + bytes) | 0;
    atomics.store(this.#control, HEAD, this.#head);
    if (atomics.load(this.#control, SLEEPS) !== 0) ringBell(this.#control);
    if (((this.#head - this.#tail) >>> 0) <= this.highWater || this.closed()) return;
    this.#tail = atomics.load(this.#control, TAIL);
    const used = this.#used();
    if (used > this.highWater) this.highWater = used;
  }
}

/**
 * The reading side. Exactly one per ring, on one thread. The writer may be hostile and change any word at any
 * moment: every word is read once, checked and only then used.
 */
export class RingReader {
  /** Did the frame read last belong to a record that goes on? */
  more = false;
  readonly #control: Int32Array;
  readonly #data: Int32Array;
  readonly #size: number;
  readonly #memory: SharedArrayBuffer;
  readonly #origin: number;
  #tail: number;
  #acked: number;
  #head: number;
  #bell = 0;

  /** A reader that goes on where the memory's positions are. */
  constructor(memory: SharedArrayBuffer, direction: Direction) {
    const { control, data, size, origin } = viewsOf(memory, direction);
    this.#memory = memory;
    this.#origin = origin;
    this.#control = control;
    this.#data = data;
    this.#size = size;
    this.#tail = this.#acked = this.#head = atomics.load(control, TAIL);
  }

  /**
   * Copies the next frame to `into` at byte `at` and frees it.
   *
   * @param limit Bytes that `into` may hold at most.
   * @returns Payload bytes; -1 when there is no frame.
   * @throws {HubError} `channel.corrupt` when the memory holds no possible frame.
   */
  read(into: Scratch, at: number, limit: number): number {
    if (this.#tail === this.#head) {
      this.#head = atomics.load(this.#control, HEAD);
      if (this.#tail === this.#head) return -1;
    }
    const available = (this.#head - this.#tail) >>> 0;
    if (available > this.#size) throw new HubError("channel.corrupt", "More is unread than the ring holds");
    const start = this.#tail & (this.#size - 1);
    const word = this.#data[start >> 2]!;
    if (word === SKIP) return this.#skip(start, available, into, at, limit);
    const n = word & ~MORE, words = (n + 3) >> 2, step = 4 + words * 4;
    if (word < 0 || n === 0 || n > this.#size >> 2 || step > this.#size - start || step > available) {
      throw new HubError("channel.corrupt", `A frame claims ${n} bytes`);
    }
    this.more = word !== n;
    if (this.more && (n & 3) !== 0) throw new HubError("channel.corrupt", "A fragment has an uneven length");
    if (at + n > limit) throw new HubError("channel.corrupt", `A record is larger than ${limit} bytes`);
    this.#copy((start >> 2) + 1, words, into, at);
    this.#tail = (this.#tail + step) | 0;
    return n;
  }

  /** Bytes read since the last {@linkcode RingReader.ack}. */
  unacknowledged(): number {
    return (this.#tail - this.#acked) >>> 0;
  }

  /**
   * Gives the space read so far back; once per batch is enough.
   *
   * @returns True when the writer had asked to hear about room. One that blocks is awake now; one that sleeps
   *   elsewhere must be woken there.
   */
  ack(): boolean {
    this.#acked = this.#tail;
    atomics.store(this.#control, TAIL, this.#tail);
    if (atomics.load(this.#control, FULL) === 0) return false;
    atomics.notify(this.#control, TAIL);
    return true;
  }

  /** Says that nothing more is read, and wakes a writer that waits for room. */
  close(): void {
    atomics.store(this.#control, CLOSED, 1);
    // A waiter compares the tail, so it must change; nobody reads it any more.
    atomics.add(this.#control, TAIL, 4);
    atomics.notify(this.#control, TAIL);
  }

  /** Has the writer said that nothing more comes? */
  closed(): boolean {
    return atomics.load(this.#control, CLOSED) !== 0;
  }

  /** Has the writer published anything that was not read? */
  pending(): boolean {
    return this.#tail !== atomics.load(this.#control, HEAD);
  }

  /**
   * Announces sleep, so that the writer rings. {@linkcode RingReader.pending} must be asked again before sleeping.
   *
   * The bell is a counter because "clear the announcement, then notify" is not atomic: a writer interrupted in
   * between would clear the *next* announcement, and a reader waiting on the data itself would sleep for ever.
   */
  announceSleep(): void {
    this.#bell = atomics.load(this.#control, BELL);
    atomics.store(this.#control, SLEEPS, 1);
  }

  /** Takes the announcement back. */
  stayAwake(): void {
    atomics.store(this.#control, SLEEPS, 0);
  }

  /** Sleeps until the bell rings, at most `ms`; blocks this thread. */
  sleep(ms: number): void {
    atomics.wait(this.#control, BELL, this.#bell, ms);
  }

  /**
   * A promise for the bell, `undefined` when it has rung since the announcement. It cannot be cancelled and does not
   * keep a process or worker alive.
   */
  bell(): Promise<unknown> | undefined {
    const result = atomics.waitAsync(this.#control, BELL, this.#bell);
    return result.async ? result.value : undefined;
  }

  /** Rings the own bell, which settles every promise of {@linkcode RingReader.bell}. */
  wakeSelf(): void {
    atomics.store(this.#control, SLEEPS, 0);
    atomics.add(this.#control, BELL, 1);
    atomics.notify(this.#control, BELL);
  }

  /** A writer skips at most once per record, and never from the start: no loop, whatever the memory says. */
  #skip(start: number, available: number, into: Scratch, at: number, limit: number): number {
    const step = this.#size - start;
    if (start === 0 || step > available) throw new HubError("channel.corrupt", "A frame skips too far");
    this.#tail = (this.#tail + step) | 0;
    return this.read(into, at, limit);
  }

  #copy(from: number, words: number, into: Scratch, at: number): void {
    into.reserve(at + words * 4, at);
    if (words <= SHORT_WORDS) {
      const data = this.#data, { words: target } = into, to = at >> 2;
      for (let i = 0; i < words; i++) target[to + i] = data[from + i]!;
    } else {
      setBytes(into.words, new Int32ArrayCtor(this.#memory, this.#origin + from * 4, words), at >> 2);
    }
  }
}
