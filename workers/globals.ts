/**
 * The globals a script may see, as data. Everything else on the global object is removed before user code runs,
 * so a global that a newer Deno adds is absent until somebody has looked at it and listed it here.
 *
 * @module
 */

/**
 * ECMAScript itself; `eval` and `Function` stay because they reach nothing a script could not reach anyway.
 * SharedArrayBuffer and WebAssembly are not here: no figure of the engine counts their memory, so nothing could stop
 * a script that fills the machine with it.
 */
const LANGUAGE = [
  "Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise",
  "RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError",
  "SuppressedError globalThis JSON Math Intl ArrayBuffer Atomics DataView Uint8Array Int8Array",
  "Uint16Array Int16Array Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float16Array",
  "Float32Array Float64Array Map Set WeakMap WeakSet WeakRef FinalizationRegistry BigInt Iterator AsyncIterator",
  "Proxy Reflect Temporal DisposableStack AsyncDisposableStack decodeURI decodeURIComponent",
  "encodeURI encodeURIComponent escape unescape eval isFinite isNaN",
];

/** Web APIs that compute and hold data but reach nothing outside the worker. */
const WEB = [
  "AbortController AbortSignal Blob ByteLengthQueuingStrategy CountQueuingStrategy CompressionStream",
  "DecompressionStream CryptoKey Crypto SubtleCrypto crypto CustomEvent DOMException QuotaExceededError Event",
  "EventTarget ErrorEvent File FileReader FormData Headers Request Response ProgressEvent PromiseRejectionEvent",
  "ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamBYOBRequest",
  "ReadableStreamDefaultController ReadableByteStreamController WritableStream WritableStreamDefaultWriter",
  "WritableStreamDefaultController TransformStream TransformStreamDefaultController TextDecoder TextEncoder",
  "TextDecoderStream TextEncoderStream URL URLPattern URLSearchParams atob btoa structuredClone queueMicrotask",
  "setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate performance Performance self",
  "Buffer",
];

/** Defined by the runtime itself. */
const HUB = ["vh"];

/** Added when the script may use the network. */
const NETWORK = ["fetch WebSocket EventSource CloseEvent MessageEvent"];

const words = (rows: readonly string[]): string[] => rows.flatMap((row) => row.split(" "));

/** Names of the globals that survive hardening. `console` and `Deno` are replaced, not kept. */
export function keptGlobals(network: boolean): Set<string> {
  return new Set([...words(LANGUAGE), ...words(WEB), ...HUB, ...(network ? words(NETWORK) : [])]);
}
