/**
 * Bytes to values. Trusts nothing: every length, count, depth and tag is checked before it is used, and the bytes are
 * private memory that nobody changes meanwhile. Knows no records, rings or threads.
 *
 * @module
 */
import { HubError } from "../core/errors.ts";
import { MAX_DEPTH, MAX_ITEMS, TAG, type Value } from "./codec.ts";
import {
  ArrayCtor,
  BigIntFn,
  charCodeAt,
  DateCtor,
  Float64ArrayCtor,
  latin1Slice,
  MapCtor,
  mapSet,
  setAdd,
  setBytes,
  SetCtor,
  ucs2Slice,
  Uint8ArrayCtor,
} from "./primordials.ts";
import type { Scratch } from "./scratch.ts";

/** Reads values from private bytes that anybody may have written. */
export class Decoder {
  readonly #maxDepth: number;
  readonly #double = new Float64ArrayCtor(1);
  readonly #doubleBytes = new Uint8ArrayCtor(this.#double.buffer);
  readonly #scratch: Scratch;
  #bytes: Uint8Array;
  #at = 0;
  #end = 0;
  #items = 0;

  /** A decoder of what is in `scratch` that accepts at most `maxDepth` levels. */
  constructor(scratch: Scratch, maxDepth: number = MAX_DEPTH) {
    this.#scratch = scratch;
    this.#bytes = scratch.bytes;
    this.#maxDepth = maxDepth;
  }

  /** Starts over, on the first `end` bytes. */
  reset(end: number): void {
    this.#bytes = this.#scratch.bytes;
    this.#at = 0;
    this.#end = end;
    this.#items = 0;
  }

  /** True when everything was read. */
  get done(): boolean {
    return this.#at === this.#end;
  }

  /**
   * Reads one 32-bit word, signed.
   *
   * @throws {HubError} `channel.corrupt` when there is none.
   */
  word(): number {
    const at = this.#take(4), bytes = this.#bytes;
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }

  /**
   * Reads one value.
   *
   * @throws {HubError} `channel.corrupt` when the bytes hold none.
   */
  value(): Value {
    return this.#value(0);
  }

  #value(depth: number): Value {
    const tag = this.#bytes[this.#take(1)];
    switch (tag) {
      case TAG.null:
        return null;
      case TAG.false:
        return false;
      case TAG.true:
        return true;
      case TAG.int:
        return this.word();
      case TAG.double:
        return this.#number();
      case TAG.narrow:
      case TAG.wide:
        return this.#text(tag);
      case TAG.bytes:
        return this.#copy();
      case TAG.array:
        return this.#array(depth);
      case TAG.object:
        return this.#object(depth);
      case TAG.big:
        return this.#big();
      case TAG.negativeBig:
        return -this.#big();
      case TAG.map:
        return this.#map(depth);
      case TAG.set:
        return this.#set(depth);
      case TAG.date:
        return new DateCtor(this.#number());
      default:
        throw new HubError("channel.corrupt", `A value has the unknown tag ${tag}`);
    }
  }

  #array(depth: number): Value[] {
    const n = this.#open(depth);
    const array = new ArrayCtor<Value>(n);
    for (let i = 0; i < n; i++) array[i] = this.#value(depth + 1);
    return array;
  }

  #object(depth: number): { [key: string]: Value } {
    const n = this.#open(depth);
    const object = { __proto__: null } as unknown as { [key: string]: Value };
    for (let i = 0; i < n; i++) {
      const key = this.#text(this.#bytes[this.#take(1)]);
      object[key] = this.#value(depth + 1);
    }
    return object;
  }

  #map(depth: number): Map<Value, Value> {
    const n = this.#open(depth);
    const map = new MapCtor<Value, Value>();
    for (let i = 0; i < n; i++) {
      const key = this.#value(depth + 1);
      mapSet(map, key, this.#value(depth + 1));
    }
    return map;
  }

  #set(depth: number): Set<Value> {
    const n = this.#open(depth);
    const set = new SetCtor<Value>();
    for (let i = 0; i < n; i++) setAdd(set, this.#value(depth + 1));
    return set;
  }

  /** The item count of a list; each item takes at least one byte, so it cannot exceed what is left. */
  #open(depth: number): number {
    const n = this.word();
    if (n < 0 || n > this.#end - this.#at) throw new HubError("channel.corrupt", `A list claims ${n} items`);
    this.#items += n;
    if (this.#items > MAX_ITEMS) {
      throw new HubError("channel.corrupt", `A record has over ${MAX_ITEMS} items`);
    }
    if (depth >= this.#maxDepth) {
      throw new HubError("channel.corrupt", `A value is over ${this.#maxDepth} deep`);
    }
    return n;
  }

  #number(): number {
    const at = this.#take(8);
    for (let i = 0; i < 8; i++) this.#doubleBytes[i] = this.#bytes[at + i]!;
    return this.#double[0]!;
  }

  #text(tag: number | undefined): string {
    if (tag !== TAG.narrow && tag !== TAG.wide) {
      throw new HubError("channel.corrupt", `A text has the tag ${tag}`);
    }
    const n = tag === TAG.narrow ? this.word() : 2 * this.word();
    const at = this.#take(n);
    return tag === TAG.narrow ? latin1Slice(this.#bytes, at, at + n) : ucs2Slice(this.#bytes, at, at + n);
  }

  #copy(): Uint8Array {
    const n = this.word(), at = this.#take(n);
    const copy = new Uint8ArrayCtor(n);
    setBytes(copy, new Uint8ArrayCtor(this.#scratch.buffer, at, n), 0);
    return copy;
  }

  #big(): bigint {
    const digits = this.#text(this.#bytes[this.#take(1)]);
    for (let i = 0; i < digits.length; i++) {
      const unit = charCodeAt(digits, i);
      const hex = (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 102);
      if (!hex) throw new HubError("channel.corrupt", "A bigint has a bad digit");
    }
    if (digits === "") throw new HubError("channel.corrupt", "A bigint has no digit");
    return BigIntFn(`0x${digits}`);
  }

  /** Moves over `n` bytes and returns where they begin. */
  #take(n: number): number {
    const at = this.#at;
    if (n < 0 || n > this.#end - at) throw new HubError("channel.corrupt", `A value claims ${n} bytes`);
    this.#at = at + n;
    return at;
  }
}
