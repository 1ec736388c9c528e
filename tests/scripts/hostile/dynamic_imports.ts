/**
 * Imports at run time whatever a host might have.
 *
 * @module
 */
import { attempt } from "./attempt.ts";

const code = "data:text/javascript,export default 1";
const blob = URL.createObjectURL?.(new Blob(["export default 1"], { type: "text/javascript" })) ?? "blob:x";
const targets = [
  "npm:is-odd@3.0.1",
  "jsr:@std/path",
  "https://example.org/x.js",
  "http://127.0.0.1:1/x.js",
  "file:///etc/passwd",
  "/etc/passwd",
  "../../../deno.json",
  code,
  blob,
  "fs",
  "zod",
  "node:fs",
  "node:child_process",
  "node:worker_threads",
  "node:module",
  "node:vm",
  "node:v8",
  "node:inspector",
  "node:net",
  "node:sqlite",
  "NODE:process",
  "node:process?x",
  " node:process",
  "hubcap-runtime:///workers/harden.ts",
  "hubcap-runtime:///workers/virtual_modules.ts",
  "hubcap:///other/main.ts",
];
for (const target of targets) await attempt(target, () => import(target));
await attempt("json attribute", () => import("/etc/passwd".slice(), { with: { type: "json" } }));
const build = Function("name", "return import(name)");
await attempt("import in new Function", () => build("node:process"));
await attempt("import in eval", () => (0, eval)('import("node:process")'));

export function OnParsedMsgChat(): number {
  return 1;
}
