/**
 * The worker runtime as text.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { HubError } from "../../core/errors.ts";
import { loadRuntime } from "./runtime_sources.ts";

Deno.test("runtime: is closed, stripped and starts with its entry", async () => {
  const { entry, sources, boot } = await loadRuntime("workers/probe_runtime.ts");
  assertEquals(entry, "hubcap-runtime:///workers/probe_runtime.ts");
  assert(boot.includes("registerHooks"));
  assert("hubcap-runtime:///workers/harden.ts" in sources);
  for (const source of Object.values(sources)) assertEquals(/^import type /m.test(source), false);
});

Deno.test("runtime: a missing file is told by name", async () => {
  await assertRejects(() => loadRuntime("workers/none.ts"), HubError, "workers/none.ts");
});
