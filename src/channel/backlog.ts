/**
 * Records that wait for room in a ring, oldest first, packed into chunks so that many small ones cost little more than
 * their bytes. Owns their order and the progress within a half-written one; the bound is its user's.
 *
 * @module
 */
import type { RingWriter } from "./ring.ts";
import { Scratch } from "./scratch.ts";

const CHUNK_BYTES = 64 * 1024;

/** Entries of one word (payload bytes) and the padded payload each. */
interface Chunk {
  readonly scratch: Scratch;
  used: number;
  next: Chunk | undefined;
}

/** A queue of encoded records. */
export class Backlog {
  /** Payload bytes that wait. */
  bytes = 0;
  #first: Chunk | undefined;
  #last: Chunk | undefined;
  /** Where the oldest entry begins in the first chunk, and how much of its payload is written. */
  #entry = 0;
  #written = 0;

  /** Nothing waits. */
  get empty(): boolean {
    return this.#first === undefined;
  }

  /** Appends `source[at..end)` as one record or the rest of one; `at` is a multiple of four. */
  push(source: Scratch, at: number, end: number): void {
    const bytes = end - at, words = (bytes + 3) >> 2, need = 4 + words * 4;
    let chunk = this.#last;
    if (chunk === undefined || chunk.used + need > chunk.scratch.capacity) chunk = this.#append(need);
    const target = chunk.scratch.words, to = chunk.used >> 2;
    target[to] = bytes;
    target.set(new Int32Array(source.buffer, at, words), to + 1);
    chunk.used += need;
    this.bytes += bytes;
  }

  /**
   * Writes as much as fits.
   *
   * @returns Entries that went on; 0 when the ring is still full.
   * @throws {HubError} As {@linkcode RingWriter.write} does.
   */
  flush(ring: RingWriter): number {
    let work = 0;
    for (let chunk = this.#first; chunk !== undefined; chunk = this.#first) {
      while (this.#entry < chunk.used) {
        const start = this.#entry + 4, bytes = chunk.scratch.words[this.#entry >> 2]!;
        const at = start + this.#written;
        const reached = ring.write(chunk.scratch, at, start + bytes);
        if (reached > at) work++;
        this.bytes -= reached - at;
        this.#written = reached - start;
        if (this.#written < bytes) return work;
        this.#entry = start + ((bytes + 3) & ~3);
        this.#written = 0;
      }
      this.#first = chunk.next;
      this.#entry = 0;
    }
    this.#last = undefined;
    return work;
  }

  /** Drops everything. */
  clear(): void {
    this.#first = this.#last = undefined;
    this.bytes = this.#entry = this.#written = 0;
  }

  #append(need: number): Chunk {
    const scratch = new Scratch(need > CHUNK_BYTES ? need : CHUNK_BYTES);
    const chunk: Chunk = { scratch, used: 0, next: undefined };
    if (this.#last === undefined) this.#first = chunk;
    else this.#last.next = chunk;
    this.#last = chunk;
    return chunk;
  }
}
