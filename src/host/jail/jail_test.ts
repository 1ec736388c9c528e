/**
 * Real jails: boot, load, each way to die, and what a runtime that was taken over can do to the hub.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { textGraph } from "../../../tests/jail/text_graph.ts";
import { patientClock } from "../../../tests/support/patient_clock.ts";
import { HubError } from "../../core/errors.ts";
import { loadRuntime, type RuntimeSources } from "../loader/runtime_sources.ts";
import { noGrants } from "./grants.ts";
import { bootJail, type Death, type Jail, type JailOptions, KILL_TIMEOUT_MS } from "./jail.ts";

const clock = patientClock();

interface Started {
  jail: Jail;
  deaths: Death[];
  notes: unknown[];
}

async function start(options: Partial<JailOptions> = {}): Promise<Started> {
  const deaths: Death[] = [];
  const notes: unknown[] = [];
  const jail = bootJail({
    name: "test",
    permissions: noGrants(),
    heapMb: 32,
    runtime: await loadRuntime("workers/probe_runtime.ts"),
    clock,
    onDeath: (death) => deaths.push(death),
    onNote: (note) => notes.push(note),
    ...options,
  });
  return { jail, deaths, notes };
}

/** A runtime that is the given script, for what the real one never does. */
const rawRuntime = (code: string): RuntimeSources => ({
  boot: code,
  entry: "hubcap-runtime:///none",
  sources: {},
});

Deno.test("jail: loads a script, passes data and notes, and dies once", async () => {
  const { jail, deaths, notes } = await start({ data: { answer: 42 } });
  await jail.booted;
  const names = await jail.load(textGraph(
    "test",
    `import { data, report } from "vh"; report(data.answer); export const OnTimer = 1, b = 2;`,
  ));
  assertEquals(names.sort(), ["OnTimer", "b"]);
  assertEquals(notes, [42]);
  assertEquals(jail.death, undefined);
  assert(await jail.kill() < KILL_TIMEOUT_MS);
  await jail.kill();
  assertEquals(deaths, [{ kind: "killed", message: "Killed by the hub" }]);
  assertEquals(await jail.gone(), true);
});

Deno.test("jail: load waits for the boot by itself", async () => {
  const { jail } = await start();
  assertEquals(await jail.load(textGraph("test", "export const a = 1;")), ["a"]);
  await jail.kill();
});

Deno.test("jail: a script that does not load in time is killed as silent", async () => {
  const { jail, deaths } = await start();
  await jail.booted;
  const error = await assertRejects(
    () => jail.load(textGraph("test", "for (;;);"), { timeoutMs: 50 }),
    HubError,
    "did not load within 50 ms",
  );
  assertEquals(error.code, "script.timeout");
  assertEquals(deaths.map((death) => death.kind), ["silent"]);
  assertEquals(await jail.gone(), true);
});

Deno.test("jail: a script that throws while it loads dies with its own file in the stack", async () => {
  const { jail, deaths } = await start();
  const error = await assertRejects(
    () => jail.load(textGraph("test", "const a = 1;\nthrow new RangeError('bad' + a);")),
    HubError,
  );
  assertEquals(error.code, "script.load");
  assertEquals(deaths[0]!.message, "RangeError: bad1");
  assertStringIncludes(deaths[0]!.stack!, "/scripts/test/mod.js:2:");
  assertEquals(deaths[0]!.stack!.includes("hubcap"), false);
});

Deno.test("jail: a heap overflow is told apart from other ends", async () => {
  const died = Promise.withResolvers<Death>();
  const { jail } = await start({ heapMb: 16, onDeath: died.resolve });
  const overflow =
    "const a = []; setTimeout(() => { for (;;) a.push({ n: a.length, t: 'x'.repeat(99) + a.length }); }, 0);";
  // It may be dead before it has told that it is loaded.
  await jail.load(textGraph("test", overflow)).catch(() => {});
  assertEquals(await died.promise, { kind: "memory", message: "It needs more than 16 MiB of heap" });
});

Deno.test("jail: a worker that ends without a word is an exit", async () => {
  const died = Promise.withResolvers<Death>();
  const { jail } = await start({ runtime: rawRuntime("process.exit(4);"), onDeath: died.resolve });
  await assertRejects(() => jail.booted, HubError, "ended itself with code 4");
  assertEquals((await died.promise).kind, "exit");
});

Deno.test("jail: a runtime that was taken over cannot flood the hub", async () => {
  const died = Promise.withResolvers<Death>();
  const flood = `
    const { port } = require("node:worker_threads").workerData;
    navigator.locks.request("x", () => new Promise(() => {}));
    for (;;) port.postMessage({ type: "note", value: 1 });`;
  let heard = 0;
  const began = performance.now();
  await start({ runtime: rawRuntime(flood), onDeath: died.resolve, onNote: () => heard++ });
  assertEquals(await died.promise, { kind: "error", message: "It flooded the hub with messages" });
  // On a busy machine a flood is slow enough to begin in one second and to be noticed in another.
  const seconds = 1 + Math.ceil((performance.now() - began) / 1000);
  assert(heard <= 1000 * seconds, `${heard} notes arrived within ${seconds} s`);
});

Deno.test("jail: messages that make no sense are ignored", async () => {
  const send = `
    const { port } = require("node:worker_threads").workerData;
    for (const message of [null, 1, "x", {}, { type: "killed" }, { type: 5 }]) port.postMessage(message);
    port.postMessage({ type: "booted" });
    setInterval(() => {}, 1000);`;
  const { jail, deaths } = await start({ runtime: rawRuntime(send) });
  await jail.booted;
  assertEquals(deaths, []);
  await jail.kill();
});

Deno.test("jail: can be killed before it has booted", async () => {
  const { jail, deaths } = await start();
  const booted = assertRejects(() => jail.booted, HubError, "Killed by the hub");
  assert(await jail.kill() <= KILL_TIMEOUT_MS + 200);
  await booted;
  assertEquals(deaths.length, 1);
  assertEquals(await jail.gone(), true);
});

Deno.test("jail: a second script is refused", async () => {
  const { jail } = await start();
  await jail.load(textGraph("test", "export {};"));
  let refused = "";
  try {
    await jail.load(textGraph("test", "export {};"));
  } catch (error) {
    refused = String(error);
  }
  assertStringIncludes(refused, "has loaded script 0 already");
  await jail.kill();
});
