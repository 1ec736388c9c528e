/**
 * Hostile: replaces whatever the channel could be written with, to get hold of its memory, and forges it.
 *
 * @module
 */
import vh from "vh";

const stolen = new Set<ArrayBufferLike>();

function keep(value: unknown): void {
  if (ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer) stolen.add(value.buffer);
  if (value instanceof SharedArrayBuffer) stolen.add(value);
}

function patch(target: object, names: readonly string[]): void {
  for (const name of names) {
    const original = Reflect.get(target, name) as ((...args: unknown[]) => unknown) | undefined;
    if (typeof original !== "function") continue;
    const spy = function (this: unknown, ...args: unknown[]): unknown {
      keep(this);
      for (const arg of args) keep(arg);
      return Reflect.apply(original, this, args);
    };
    try {
      Reflect.set(target, name, spy);
    } catch {
      // It is frozen: good.
    }
  }
}

patch(Atomics, ["load", "store", "add", "wait", "waitAsync", "notify", "exchange", "compareExchange"]);
patch(Object.getPrototypeOf(Uint8Array.prototype), ["set", "subarray", "slice", "fill", "copyWithin"]);
patch(DataView.prototype, ["setUint32", "getUint32", "setInt32", "getInt32", "setFloat64", "getFloat64"]);
patch(TextEncoder.prototype, ["encode", "encodeInto"]);
patch(TextDecoder.prototype, ["decode"]);
patch(Array.prototype, ["push", "pop", "shift", "map"]);

/** The deed. */
export function OnParsedMsgChat(): number {
  vh.mc("forged");
  vh.GetConfig("elsewhere", "x");
  for (const buffer of stolen) new Uint8Array(buffer).fill(255);
  console.log(stolen.size === 0 ? "held rings: out of reach" : "ESCAPED rings: forged");
  return 1;
}
