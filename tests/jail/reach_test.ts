/**
 * Follows everything a hardened worker exposes, and checks that nothing dangerous can be reached.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { systemClock } from "../../src/core/clock.ts";
import { noGrants } from "../../src/host/jail/grants.ts";
import { bootJail } from "../../src/host/jail/jail.ts";
import { loadRuntime } from "../../src/host/loader/runtime_sources.ts";
import { textGraph } from "./text_graph.ts";

async function reachable(granted: boolean): Promise<{ ways: string[]; seen: number }> {
  const found = Promise.withResolvers<{ ways: string[]; seen: number }>();
  const none = noGrants();
  const jail = bootJail({
    name: "walk",
    permissions: { ...none, grants: { net: granted, run: granted, ffi: granted, sys: granted } },
    heapMb: 256,
    runtime: await loadRuntime("tests/jail/walk_runtime.ts"),
    clock: systemClock(),
    onNote: (value) => found.resolve(value as { ways: string[]; seen: number }),
    onDeath: (death) => found.reject(new Error(death.message)),
  });
  await jail.load(textGraph("walk", "export {};"));
  const result = await found.promise;
  await jail.kill();
  return result;
}

Deno.test("jail: nothing dangerous can be reached from the globals and allowed modules", async () => {
  const { ways, seen } = await reachable(false);
  assertEquals(ways, []);
  assert(seen > 2000, `only ${seen} objects seen`);
});

Deno.test("jail: the walk finds what was granted, so it would find a leak", async () => {
  const { ways } = await reachable(true);
  assertEquals(ways.sort(), [
    "globalThis.Deno.Command is Deno.Command",
    "globalThis.Deno.UnsafePointer is Deno.UnsafePointer",
    "globalThis.Deno.dlopen is Deno.dlopen",
  ]);
});
