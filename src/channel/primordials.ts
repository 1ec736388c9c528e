/**
 * The built-ins the channel uses, captured when this module loads, which is before any script runs. A script that
 * later replaces `Atomics.store` or `Array.prototype.push` changes its own world and not the framing.
 * Knows nothing of rings; methods become plain functions that take their receiver first.
 *
 * Rule for the files beside this one: no global, no method of a user-visible prototype and no `for … of` on a path
 * that runs in a worker. Indexing of typed arrays, own fields and `length` of strings and arrays are safe.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { setImmediate as nodeSetImmediate } from "node:timers";

const { bind, call } = Function.prototype;
const uncurry = bind.bind(call) as (method: unknown) => unknown;
const getterOf = (prototype: object, key: PropertyKey): unknown =>
  uncurry(Object.getOwnPropertyDescriptor(prototype, key)!.get);
const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object;

const { add, exchange, load, notify, pause, store, wait, waitAsync } = Atomics;
const { defineProperty, getPrototypeOf, is, keys } = Object;

/** The Atomics operations the rings need. */
export const atomics: Readonly<
  Pick<typeof Atomics, "add" | "exchange" | "load" | "notify" | "pause" | "store" | "wait" | "waitAsync">
> = Object.freeze({ add, exchange, load, notify, pause, store, wait, waitAsync });
/** `Array.isArray`. */
export const isArray: (value: unknown) => value is unknown[] = Array.isArray;
/** Static functions of `Object`. */
export const objects: Readonly<
  Pick<ObjectConstructor, "defineProperty" | "getPrototypeOf" | "is" | "keys">
> = Object.freeze({ defineProperty, getPrototypeOf, is, keys });
/** The prototype of plain objects. */
export const objectPrototype: object = Object.prototype;
/** The prototype of maps. */
export const mapPrototype: object = Map.prototype;
/** The prototype of sets. */
export const setPrototype: object = Set.prototype;
/** The prototype of dates. */
export const datePrototype: object = Date.prototype;
/** The constructors. */
export const ArrayCtor: ArrayConstructor = Array;
/** `BigInt`. */
export const BigIntFn: BigIntConstructor = BigInt;
/** `Error`. */
export const ErrorCtor: ErrorConstructor = Error;
/** `RangeError`. */
export const RangeErrorCtor: RangeErrorConstructor = RangeError;
/** `TypeError`. */
export const TypeErrorCtor: TypeErrorConstructor = TypeError;
/** `Promise`. */
export const PromiseCtor: PromiseConstructor = Promise;
/** `ArrayBuffer`. */
export const ArrayBufferCtor: ArrayBufferConstructor = ArrayBuffer;
/** `Uint8Array`. */
export const Uint8ArrayCtor: Uint8ArrayConstructor = Uint8Array;
/** `Int32Array`. */
export const Int32ArrayCtor: Int32ArrayConstructor = Int32Array;
/** `Map`. */
export const MapCtor: MapConstructor = Map;
/** `Set`. */
export const SetCtor: SetConstructor = Set;
/** `Date`. */
export const DateCtor: DateConstructor = Date;
/** `Float64Array`. */
export const Float64ArrayCtor: Float64ArrayConstructor = Float64Array;

/** `text.charCodeAt(at)`. */
export const charCodeAt = uncurry(String.prototype.charCodeAt) as (text: string, at: number) => number;
/** `value.toString(radix)` of a bigint. */
export const bigIntText = uncurry(BigInt.prototype.toString) as (value: bigint, radix: number) => string;
/** `target.set(source, at)`: copies a typed array without asking any constructor. */
export const setBytes = uncurry(Uint8Array.prototype.set) as (
  target: Uint8Array | Int32Array,
  source: Uint8Array | Int32Array,
  at: number,
) => void;
/** The class name of a typed array, `undefined` for anything else; cannot be faked. */
export const typedArrayName = getterOf(typedArrayPrototype, Symbol.toStringTag) as (
  value: unknown,
) => string | undefined;
/** The length of a typed array. */
export const typedArrayLength = getterOf(typedArrayPrototype, "length") as (value: Uint8Array) => number;

/** `map.set(key, value)`. */
export const mapSet = uncurry(Map.prototype.set) as <K, V>(map: Map<K, V>, key: K, value: V) => unknown;
/** `map.forEach(fn)`. */
export const mapForEach = uncurry(Map.prototype.forEach) as <K, V>(
  map: Map<K, V>,
  fn: (value: V, key: K) => void,
) => void;
/** `set.add(value)`. */
export const setAdd = uncurry(Set.prototype.add) as <V>(set: Set<V>, value: V) => unknown;
/** `set.forEach(fn)`. */
export const setForEach = uncurry(Set.prototype.forEach) as <V>(set: Set<V>, fn: (value: V) => void) => void;
/** The size of a map; throws for anything else and cannot be faked. */
export const mapSize = getterOf(Map.prototype, "size") as (value: unknown) => number;
/** The size of a set; throws for anything else and cannot be faked. */
export const setSize = getterOf(Set.prototype, "size") as (value: unknown) => number;
/** `date.getTime()`; throws for anything but a date and cannot be faked. */
export const dateTime = uncurry(Date.prototype.getTime) as (value: unknown) => number;

/** Turns a range of bytes into text. */
export type Slice = (bytes: Uint8Array, from: number, to: number) => string;
const slices = Buffer.prototype as unknown as { latin1Slice: unknown; ucs2Slice: unknown };
/** The text of `bytes[from..to)`, one byte per character. Several times faster than a TextDecoder. */
export const latin1Slice = uncurry(slices.latin1Slice) as Slice;
/** The text of `bytes[from..to)`, two bytes per character, little-endian; lone surrogates survive. */
export const ucs2Slice = uncurry(slices.ucs2Slice) as Slice;

/** Runs `fn` in the next turn of the event loop (about 3 µs; `setTimeout(0)` takes milliseconds). */
export const setImmediate: (fn: () => void) => unknown = nodeSetImmediate;
/** Milliseconds that never run backwards. */
export const monotonic: () => number = performance.now.bind(performance);
