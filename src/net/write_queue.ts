/**
 * The bytes one connection still has to send. Owns order, count and how parts are joined into writes; knows
 * neither sockets nor limits. Arrays are kept by reference: thousands of queues share one broadcast.
 *
 * @module
 */

/** Parts are joined up to this many bytes per write; a longer part is written as it is. */
const WRITE_BYTES = 64 * 1024;

/** An ordered queue of byte arrays. */
export interface WriteQueue {
  /** Bytes queued. */
  readonly size: number;
  /** Appends without copying. */
  push(bytes: Uint8Array): void;
  /** Takes the bytes of the next write, or `null`. A part that stands alone comes back as the very array queued. */
  take(): Uint8Array | null;
  /** Forgets everything. */
  clear(): void;
}

/** Joins `parts[first, end)`, which hold `length` bytes. The result is shared and never changed. */
export type Joiner = (parts: readonly Uint8Array[], first: number, end: number, length: number) => Uint8Array;

/**
 * Creates a joiner for all the connections of a hub. It remembers its last result: on a busy hub most users of one
 * turn get the same broadcasts in the same order, and so the same buffer.
 */
export function createJoiner(): Joiner {
  let last: readonly Uint8Array[] = [];
  let joined = new Uint8Array(0);
  return (parts, first, end, length) => {
    if (isSame(last, parts, first, end)) return joined;
    last = parts.slice(first, end);
    joined = new Uint8Array(length);
    let at = 0;
    for (const part of last) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  };
}

function isSame(
  last: readonly Uint8Array[],
  parts: readonly Uint8Array[],
  first: number,
  end: number,
): boolean {
  if (last.length !== end - first) return false;
  for (let i = 0; i < last.length; i++) if (last[i] !== parts[first + i]) return false;
  return true;
}

/** Creates an empty queue. */
export function createWriteQueue(join: Joiner): WriteQueue {
  return new ByteQueue(join);
}

class ByteQueue implements WriteQueue {
  size = 0;
  readonly #join: Joiner;
  #parts: Uint8Array[] = [];
  /** Index of the first part not yet taken: cheaper than shifting. */
  #first = 0;

  constructor(join: Joiner) {
    this.#join = join;
  }

  push(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.size += bytes.length;
  }

  take(): Uint8Array | null {
    const parts = this.#parts;
    const first = this.#first;
    if (first === parts.length) return null;
    let length = parts[first]!.length;
    let end = first + 1;
    while (end < parts.length && length + parts[end]!.length <= WRITE_BYTES) length += parts[end++]!.length;
    const taken = end === first + 1 ? parts[first]! : this.#join(parts, first, end, length);
    this.size -= length;
    this.#first = end;
    if (end === parts.length) {
      parts.length = 0;
      this.#first = 0;
    } else if (end > 1024) {
      parts.splice(0, end);
      this.#first = 0;
    }
    return taken;
  }

  clear(): void {
    this.#parts = [];
    this.#first = 0;
    this.size = 0;
  }
}
