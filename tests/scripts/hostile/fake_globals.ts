/**
 * Puts traps where Deno itself looks when a worker ends, then hangs.
 *
 * @module
 */
import { attempt } from "./attempt.ts";

const trap = () => {
  for (;;);
};
const put = (name: string, value: unknown) => {
  "use strict";
  (globalThis as Record<string, unknown>)[name] = value;
};
await attempt("process", () => put("process", { emit: trap }));
await attempt("postMessage", () => put("postMessage", trap));
await attempt("close", () => put("close", trap));
await attempt("dispatchEvent", () => put("dispatchEvent", trap));
await attempt("onmessage", () => put("onmessage", trap));
put("onerror", trap);
put("onunhandledrejection", trap);
EventTarget.prototype.dispatchEvent = trap;
EventTarget.prototype.addEventListener.call(globalThis, "unload", trap);

export function OnParsedMsgChat(): number {
  trap();
  return 1;
}
