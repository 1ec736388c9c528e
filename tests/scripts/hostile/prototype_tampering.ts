/**
 * Replaces methods that trusted code in this worker may call, to fool or rob it.
 *
 * @module
 */
import { attempt } from "./attempt.ts";

const stolen: unknown[] = [];
const keep = (value: unknown) => {
  if (stolen.length < 10_000) stolen[stolen.length] = value;
};
const patch = (target: object, name: string, result?: unknown) => {
  const slot = target as Record<string, (...values: unknown[]) => unknown>;
  const original = slot[name]!;
  slot[name] = function (this: unknown, a: unknown, b: unknown): unknown {
    keep(this);
    keep(a);
    return result ?? Function.prototype.call.call(original, this, a, b);
  };
};
patch(Map.prototype, "get");
patch(Map.prototype, "has", true);
patch(Set.prototype, "has", true);
patch(String.prototype, "startsWith", true);
patch(Object, "hasOwn", true);
patch(Array.prototype, "includes", true);
patch(RegExp.prototype, "test", true);
for (const name of ["url", "format", "shortCircuit", "source", "port", "workerData", "grants"]) {
  Object.defineProperty(Object.prototype, name, {
    configurable: true,
    get: () => undefined,
    set(value) {
      keep(this);
      keep(value);
    },
  });
}
for (const name of ["node:process", "node:worker_threads", "npm:is-odd@3.0.1", "file:///etc/passwd"]) {
  await attempt(name, () => import(name));
}
await attempt("read", () => Deno.readTextFile("/etc/passwd"));
await attempt("reusePort", () => Deno.listen({ port: 0, reusePort: true }));
await attempt("replacing Deno", () => {
  "use strict";
  (globalThis as Record<string, unknown>).Deno = {};
});
await attempt("replacing a member of Deno", () => {
  (Deno as unknown as Record<string, unknown>).readFile = () => {};
});
const robbed = stolen.some((value) =>
  typeof value === "object" && value !== null && ("postMessage" in value || "terminate" in value)
);
console.log(robbed ? "ESCAPED a port was stolen" : "held ports: none stolen");

export function OnParsedMsgChat(): number {
  return 1;
}
