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

/** Creates an empty queue. */
export function createWriteQueue(): WriteQueue {
  return new ByteQueue();
}

class ByteQueue implements WriteQueue {
  size = 0;
  #parts: Uint8Array[] = [];
  /** Index of the first part not yet taken: cheaper than shifting. */
  #first = 0;

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
    const taken = end === first + 1 ? parts[first]! : join(parts, first, end, length);
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

function join(parts: readonly Uint8Array[], first: number, end: number, length: number): Uint8Array {
  const joined = new Uint8Array(length);
  for (let i = first, at = 0; i < end; i++) {
    joined.set(parts[i]!, at);
    at += parts[i]!.length;
  }
  return joined;
}
