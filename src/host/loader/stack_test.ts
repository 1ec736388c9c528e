/**
 * Stack traces from virtual addresses to files.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { ScriptModule } from "./graph_types.ts";
import { mapStack } from "./stack.ts";

const url = "hubcap:///my%20script/lib/a.ts";
const module: ScriptModule = { url, file: "/scripts/my script/lib/a.ts", source: "", shifted: false };
const graph = { modules: new Map([[url, module]]) };

Deno.test("stack: virtual addresses become files, runtime frames go", () => {
  const stack = [
    "Error: x",
    `    at hook (${url}:2:7)`,
    `    at ${url}:10:1`,
    "    at load (hubcap-runtime:///workers/jail_side.ts:12:3)",
    "    at processTimers (ext:core/02_timers.js:250:7)",
  ].join("\n");
  assertEquals(
    mapStack(stack, graph),
    "Error: x\n    at hook (/scripts/my script/lib/a.ts:2:7)\n    at /scripts/my script/lib/a.ts:10:1",
  );
});

Deno.test("stack: unknown addresses and other text stay", () => {
  assertEquals(
    mapStack("hubcap:///other/b.ts:1:1 and (hubcap:///x)", graph),
    "hubcap:///other/b.ts:1:1 and (hubcap:///x)",
  );
  assertEquals(mapStack("", graph), "");
});
