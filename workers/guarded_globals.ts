/**
 * Puts those global functions that can fail inside Deno itself under the guard of kill_guard.ts, and closes the one
 * that cannot be guarded: the `inspect` of `node:util`. Owns the list; tests/jail/kill_test.ts kills loops of each.
 *
 * @module
 */
import { EventEmitter } from "node:events";
import { inspect } from "node:util";
import type { KillGuard } from "./kill_guard.ts";
import { put } from "./properties.ts";

type Native = (...args: unknown[]) => unknown;

/** Functions and methods that fail inside Deno, by the object they are on: a global class stands for its instances. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  globalThis: ["atob", "btoa", "structuredClone"],
  Crypto: ["getRandomValues"],
  Performance: ["mark", "measure"],
  TextDecoder: ["decode"],
  URLPattern: ["exec", "test"],
};
/** Global classes whose constructors do. */
const CLASSES = ["TextDecoder", "TextDecoderStream", "URLPattern"];

/** What `node:util` says instead of showing an object. */
const CLOSED =
  "node:util's inspect is closed to hub scripts, since a kill could not end it: use console.log or " +
  "Deno.inspect. Functions of node: modules call it too, to describe a wrong argument or a failed assertion";

/** Replaces the functions on `scope`. Before user code. */
export function guardGlobals(scope: Record<string, unknown>, { inside }: KillGuard): void {
  const { apply, construct } = Reflect;
  const guarded = (native: Native): Native =>
    function (this: unknown, ...args: unknown[]) {
      return inside(() => apply(native, this, args));
    };
  for (const owner in FUNCTIONS) {
    const on = owner === "globalThis"
      ? scope
      : (scope[owner] as { prototype: Record<string, unknown> }).prototype;
    for (const name of FUNCTIONS[owner]!) put(on, name, guarded(on[name] as Native));
  }
  for (const name of CLASSES) {
    const native = scope[name] as new (...args: unknown[]) => object;
    const outer: typeof native = new Proxy(native, {
      construct: (target, args, wanted) =>
        inside(() => construct(target, args, wanted === outer ? target : wanted)),
    });
    put(native.prototype, "constructor", outer);
    put(scope, name, outer);
  }
}

/**
 * Every `inspect` of Node's modules copies the default options first: one that throws keeps it from reaching the
 * function of Deno that loses interrupts, for the end of memory as well as for a kill.
 */
export function closeInspect(): void {
  Object.defineProperty(inspect.defaultOptions, "depth", {
    get() {
      throw new TypeError(CLOSED);
    },
    enumerable: true,
    configurable: false,
  });
  // Its warning shows the emitter, and would now be an error.
  EventEmitter.defaultMaxListeners = 0;
}
