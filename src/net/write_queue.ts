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

/** One result of a joiner, and what it was made of. */
interface Joined {
  readonly parts: readonly Uint8Array[];
  readonly bytes: Uint8Array;
  /** Greater than that of every result used earlier. */
  usedAt: number;
}

/** Results kept: as many writes as one flush may take. At most {@linkcode WRITE_BYTES} each. */
const KEPT = 8;
/** How far ahead the next common part is looked for. */
const AHEAD = 8;
/** Parts from which on looking for common ones is cheaper than copying each. */
const MANY = 32;

/**
 * Creates a joiner for all the connections of a hub. It keeps its last results: on a busy hub most users of one turn
 * get the same broadcasts in the same order, and so the same buffers, one after the other. Who gets other parts among
 * them, or lacks some (nobody gets the own search), has all that is common copied in a few pieces.
 */
export function createJoiner(): Joiner {
  const kept: Joined[] = [];
  let uses = 0;
  /** Place of the last result used: whoever comes next in the same order needs the one behind it. */
  let at = 0;
  return (parts, first, end, length) => {
    for (let tries = 0; tries < kept.length; tries++) {
      at = at + 1 < kept.length ? at + 1 : 0;
      const known = kept[at]!;
      if (known.bytes.length !== length || !isSame(known.parts, parts, first, end)) continue;
      known.usedAt = ++uses;
      return known.bytes;
    }
    const part = parts[first]!;
    const like = end - first < MANY ? undefined : kept.find((known) => known.parts.includes(part));
    const made = { parts: parts.slice(first, end), bytes: new Uint8Array(length), usedAt: ++uses };
    copyParts(made.parts, made.bytes, like ?? null);
    if (kept.length < KEPT) at = kept.push(made) - 1;
    else {
      at = 0;
      for (let i = 1; i < KEPT; i++) if (kept[i]!.usedAt < kept[at]!.usedAt) at = i;
      kept[at] = made;
    }
    return made.bytes;
  };
}

/** Puts the parts into `to`; runs of parts that `like` has too come out of its bytes, each in one piece. */
function copyParts(parts: readonly Uint8Array[], to: Uint8Array, like: Joined | null): void {
  const other = like?.parts ?? [];
  let at = 0;
  let next = like === null ? 0 : other.indexOf(parts[0]!);
  let from = 0;
  for (let i = 0; i < next; i++) from += other[i]!.length;
  for (let i = 0; i < parts.length;) {
    const limit = Math.min(other.length, next + AHEAD);
    let found = next;
    let skipped = 0;
    while (found < limit && other[found] !== parts[i]) skipped += other[found++]!.length;
    if (found >= limit) {
      const part = parts[i++]!;
      to.set(part, at);
      at += part.length;
      continue;
    }
    next = found;
    from += skipped;
    const start = from;
    while (i < parts.length && next < other.length && other[next] === parts[i]) {
      from += parts[i++]!.length;
      next++;
    }
    to.set(like!.bytes.subarray(start, from), at);
    at += from - start;
  }
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
