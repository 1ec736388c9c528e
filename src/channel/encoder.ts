/**
 * Values to bytes. Refuses what is not plain data and names where it is; calls nothing a script can replace, except
 * the getters and proxies in the value itself. Knows no records, rings or threads.
 *
 * @module
 */
import { MAX_DEPTH, MAX_ITEMS, TAG } from "./codec.ts";
import {
  bigIntText,
  charCodeAt,
  datePrototype,
  dateTime,
  Float64ArrayCtor,
  isArray,
  mapForEach,
  mapPrototype,
  mapSize,
  objectPrototype,
  objects,
  RangeErrorCtor,
  setBytes,
  setForEach,
  setPrototype,
  setSize,
  typedArrayLength,
  typedArrayName,
  TypeErrorCtor,
  Uint8ArrayCtor,
} from "./primordials.ts";
import { Scratch } from "./scratch.ts";

/** Writes values one after the other into its scratch. */
export class Encoder {
  /** Where the bytes are; the content ends at {@linkcode Encoder.length}. */
  readonly scratch: Scratch = new Scratch();
  /** Bytes written since {@linkcode Encoder.reset}. */
  length = 0;
  readonly #maxBytes: number;
  readonly #maxDepth: number;
  readonly #double = new Float64ArrayCtor(1);
  readonly #doubleBytes = new Uint8ArrayCtor(this.#double.buffer);
  /** Keys and indexes on the way to the value in work, for messages. Filled up front: no setter is ever asked. */
  readonly #path: (string | number)[];
  /** The list open at each level, to find one that contains itself. */
  readonly #lists: (object | null)[];
  #root = "";
  #items = 0;

  /** An encoder for records up to `maxBytes`, with at most `maxDepth` levels. */
  constructor(maxBytes: number, maxDepth: number = MAX_DEPTH) {
    this.#maxBytes = maxBytes;
    this.#maxDepth = maxDepth;
    this.#path = new Array<string | number>(maxDepth + 1).fill("");
    this.#lists = new Array<object | null>(maxDepth + 1).fill(null);
  }

  /** Starts a new record. */
  reset(): void {
    this.scratch.trim();
    this.length = 0;
    this.#items = 0;
  }

  /** Appends one 32-bit word. */
  word(word: number): void {
    this.#reserve(4);
    this.#putWord(this.length, word);
    this.length += 4;
  }

  /**
   * Appends a value.
   *
   * @param root What messages call it, such as `args`.
   * @throws {TypeError} When it holds anything but plain data, or is nested too deeply; names the path.
   * @throws {RangeError} When the record gets larger than it may; names the limit.
   */
  value(value: unknown, root: string): void {
    this.#root = root;
    this.#value(value, 0);
  }

  #value(value: unknown, depth: number): void {
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "number":
        return this.#number(value);
      case "boolean":
        return this.#tag(value ? TAG.true : TAG.false);
      case "undefined":
        return this.#tag(TAG.null);
      case "object":
        return value === null ? this.#tag(TAG.null) : this.#object(value, depth);
      case "bigint":
        this.#tag(value < 0n ? TAG.negativeBig : TAG.big);
        return this.#text(bigIntText(value < 0n ? -value : value, 16));
      default:
        throw this.#refuse(depth, `a ${typeof value} is not data`);
    }
  }

  #object(value: object, depth: number): void {
    if (isArray(value)) return this.#array(value, depth);
    const name = typedArrayName(value);
    if (name === "Uint8Array") return this.#bytes(value as Uint8Array);
    const prototype = objects.getPrototypeOf(value);
    if (name !== undefined || (prototype !== null && prototype !== objectPrototype)) {
      if (prototype === mapPrototype) return this.#map(value, depth);
      if (prototype === setPrototype) return this.#set(value, depth);
      if (prototype === datePrototype) return this.#date(value, depth);
      throw this.#refuse(depth, "only plain objects, arrays, Map, Set, Date and Uint8Array are data");
    }
    const names = objects.keys(value), n = names.length;
    this.#open(TAG.object, n, depth, value);
    for (let i = 0; i < n; i++) {
      const key = names[i]!;
      this.#path[depth] = key;
      this.#text(key);
      this.#value((value as Record<string, unknown>)[key], depth + 1);
    }
  }

  #array(value: unknown[], depth: number): void {
    const n = value.length;
    this.#open(TAG.array, n, depth, value);
    for (let i = 0; i < n; i++) {
      this.#path[depth] = i;
      this.#value(value[i], depth + 1);
    }
  }

  /** The size is that of the moment: a getter inside that changes the map makes the record a lie, so it is refused. */
  #map(value: object, depth: number): void {
    const n = this.#sizeOf(mapSize, value, depth, "Map"), map = value as Map<unknown, unknown>;
    this.#open(TAG.map, n, depth, value);
    let i = 0;
    mapForEach(map, (item, key) => {
      this.#path[depth] = i++;
      if (i > n) return;
      this.#value(key, depth + 1);
      if (typeof key === "string") this.#path[depth] = key;
      this.#value(item, depth + 1);
    });
    if (i !== n) throw this.#refuse(depth, "it changes while it is read");
  }

  #set(value: object, depth: number): void {
    const n = this.#sizeOf(setSize, value, depth, "Set");
    this.#open(TAG.set, n, depth, value);
    let i = 0;
    setForEach(value as Set<unknown>, (item) => {
      this.#path[depth] = i++;
      if (i <= n) this.#value(item, depth + 1);
    });
    if (i !== n) throw this.#refuse(depth, "it changes while it is read");
  }

  #date(value: object, depth: number): void {
    const time = this.#sizeOf(dateTime, value, depth, "Date");
    this.#tag(TAG.date);
    this.#eightBytes(time);
  }

  /** Reads an internal slot; an object that only has the prototype has none. */
  #sizeOf(read: (value: unknown) => number, value: object, depth: number, name: string): number {
    try {
      return read(value);
    } catch {
      throw this.#refuse(depth, `it only looks like a ${name}`);
    }
  }

  #open(tag: number, n: number, depth: number, list: object): void {
    if (depth >= this.#maxDepth) throw this.#tooDeep(depth);
    this.#lists[depth] = list;
    this.#items += n;
    if (this.#items > MAX_ITEMS) {
      throw new RangeErrorCtor(`Cannot send ${this.#root}: more than the limit of ${MAX_ITEMS} items`);
    }
    this.#header(tag, n, 0);
  }

  #number(value: number): void {
    const small = value | 0;
    if (objects.is(small, value)) return this.#header(TAG.int, small, 0);
    this.#tag(TAG.double);
    this.#eightBytes(value);
  }

  #eightBytes(value: number): void {
    this.#reserve(8);
    const { bytes } = this.scratch, at = this.length;
    this.#double[0] = value;
    for (let i = 0; i < 8; i++) bytes[at + i] = this.#doubleBytes[i]!;
    this.length = at + 8;
  }

  #text(text: string): void {
    const n = text.length, at = this.length;
    this.#reserve(5 + n);
    const { bytes } = this.scratch;
    for (let i = 0; i < n; i++) {
      const unit = charCodeAt(text, i);
      if (unit > 255) return this.#wideText(text);
      bytes[at + 5 + i] = unit;
    }
    bytes[at] = TAG.narrow;
    this.#putWord(at + 1, n);
    this.length = at + 5 + n;
  }

  #wideText(text: string): void {
    const n = text.length;
    this.#header(TAG.wide, n, 2 * n);
    const { bytes } = this.scratch;
    let at = this.length - 2 * n;
    for (let i = 0; i < n; i++) {
      const unit = charCodeAt(text, i);
      bytes[at++] = unit;
      bytes[at++] = unit >> 8;
    }
  }

  #bytes(value: Uint8Array): void {
    const n = typedArrayLength(value);
    this.#header(TAG.bytes, n, n);
    setBytes(this.scratch.bytes, value, this.length - n);
  }

  #tag(tag: number): void {
    this.#reserve(1);
    this.scratch.bytes[this.length++] = tag;
  }

  /** A tag, a word and `room` bytes after it, which the caller fills. */
  #header(tag: number, word: number, room: number): void {
    this.#reserve(5 + room);
    this.scratch.bytes[this.length] = tag;
    this.#putWord(this.length + 1, word);
    this.length += 5 + room;
  }

  #putWord(at: number, word: number): void {
    const { bytes } = this.scratch;
    bytes[at] = word;
    bytes[at + 1] = word >> 8;
    bytes[at + 2] = word >> 16;
    bytes[at + 3] = word >> 24;
  }

  #reserve(n: number): void {
    const need = this.length + n;
    if (need > this.#maxBytes) {
      throw new RangeErrorCtor(`Cannot send ${this.#root}: larger than the limit of ${this.#maxBytes} bytes`);
    }
    if (need > this.scratch.capacity) this.scratch.reserve(need, this.length);
  }

  /** A value that contains itself is nested without end; the path then ends where it first shows up again. */
  #tooDeep(depth: number): TypeError {
    for (let inner = 1; inner < depth; inner++) {
      for (let outer = 0; outer < inner; outer++) {
        if (this.#lists[outer] === this.#lists[inner]) return this.#refuse(inner, "it contains itself");
      }
    }
    return this.#refuse(depth, `it is nested deeper than ${this.#maxDepth} levels`);
  }

  #refuse(depth: number, reason: string): TypeError {
    let path = this.#root;
    for (let i = 0; i < depth; i++) {
      const step = this.#path[i]!;
      path += typeof step === "number" ? `[${step}]` : `.${step}`;
    }
    return new TypeErrorCtor(`Cannot send ${path}: ${reason}`);
  }
}
