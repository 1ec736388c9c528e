/**
 * Private memory that grows: records are encoded into it before they enter a ring and copied into it before they
 * are decoded, so nothing is ever parsed in memory that the other side can change meanwhile.
 * Knows nothing of records or rings; the limit is its user's.
 *
 * @module
 */
import { ArrayBufferCtor, Int32ArrayCtor, setBytes, Uint8ArrayCtor } from "./primordials.ts";

const INITIAL_BYTES = 1024;
/** What a scratch may keep between records; a rare large one does not stay for ever. */
const KEEP_BYTES = 256 * 1024;

/** Growable bytes with a view in 32-bit words over the same memory. */
export class Scratch {
  /** Bytes available now, a multiple of four. */
  capacity: number;
  /** The memory under both views. */
  buffer: ArrayBuffer;
  /** The memory as bytes. */
  bytes: Uint8Array;
  /** The memory as words. */
  words: Int32Array;

  /** A scratch of `capacity` bytes, a multiple of four. */
  constructor(capacity: number = INITIAL_BYTES) {
    this.capacity = capacity;
    this.buffer = new ArrayBufferCtor(capacity);
    this.bytes = new Uint8ArrayCtor(this.buffer);
    this.words = new Int32ArrayCtor(this.buffer);
  }

  /** Makes room for `need` bytes, keeping the first `used`. */
  reserve(need: number, used: number): void {
    if (need <= this.capacity) return;
    const old = this.bytes;
    const doubled = this.capacity * 2;
    this.#allocate(need > doubled ? (need + 3) & ~3 : doubled);
    if (used > 0) setBytes(this.bytes, old, 0);
  }

  /** Gives back the memory of an unusually large record. Its content is lost. */
  trim(): void {
    if (this.capacity > KEEP_BYTES) this.#allocate(INITIAL_BYTES);
  }

  #allocate(capacity: number): void {
    this.capacity = capacity;
    this.buffer = new ArrayBufferCtor(capacity);
    this.bytes = new Uint8ArrayCtor(this.buffer);
    this.words = new Int32ArrayCtor(this.buffer);
  }
}
