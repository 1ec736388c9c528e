/**
 * Looks for memory that threads can share: to park its thread on it for ever, and because nobody counts it.
 *
 * @module
 */
import { attempt, expectAbsent } from "./attempt.ts";

expectAbsent("SharedArrayBuffer", () => globalThis.SharedArrayBuffer);
expectAbsent("WebAssembly", () => globalThis.WebAssembly);
await attempt("park on shared memory", () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
await attempt("park on own memory", () => Atomics.wait(new Int32Array(1), 0, 0));
await attempt("shared memory of WebAssembly", () => new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }));
