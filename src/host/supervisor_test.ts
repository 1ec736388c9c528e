/**
 * Tests of supervisor.ts with instances that do what the test says and a clock that stands still.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { fakePort } from "../../tests/host/fake_port.ts";
import { HubError } from "../core/errors.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { silentLog } from "../core/log.ts";
import { createMetrics } from "../core/metrics.ts";
import { noScripts } from "../port/script_sink.ts";
import type { Crew } from "./crew.ts";
import { createDispatcher, type Listener } from "./dispatcher.ts";
import type { Instance } from "./instance.ts";
import { noGrants } from "./jail/grants.ts";
import type { ScriptGraph } from "./loader/graph_types.ts";
import type { ScriptDefinition, Slot } from "./slot.ts";
import { createSupervisor } from "./supervisor.ts";
import type { ScriptWorker } from "./worker.ts";
import type { WorkerEnd } from "./worker_types.ts";

const CRASH: WorkerEnd = { code: "script.crashed", reason: "it fell over" };

const definition = (name: string, max = 2, isolation = "hardened"): ScriptDefinition => ({
  name,
  source: `${name}.ts`,
  file: `/${name}.ts`,
  permissions: noGrants(),
  capabilities: new Set(),
  sql: "own",
  isolation,
  limits: { hookMs: 1, loadMs: 1, memoryMb: 1, ringKb: 64 },
  restarts: { max, windowSeconds: 60 },
  options: {},
  onFailure: {},
});

interface Fake {
  slot: Slot;
  crew: Crew;
  log: string[];
  loading: PromiseWithResolvers<void>;
  gone: boolean;
  die(end?: WorkerEnd): void;
}

/** `slowly`: loads end when the test says so. */
function made(slowly = false) {
  const clock = fakeClock();
  const port = fakePort();
  const dispatcher = createDispatcher(noScripts().state, () => {});
  let listening: readonly Listener[] = [];
  const fakes: Fake[] = [];
  const workers = new Map<ScriptWorker, Fake>();
  const supervisor = createSupervisor({
    port,
    dispatcher: { ...dispatcher, setListeners: (next) => void (listening = next) },
    clock,
    log: silentLog(),
    metrics: createMetrics(),
    loadGraph: ({ name }) =>
      name === "missing"
        ? Promise.reject(new HubError("script.load", "Cannot read it"))
        : Promise.resolve({ name } as ScriptGraph),
    report: (text) => port.reportToOperators(text),
    boot(crew, died) {
      const loading = Promise.withResolvers<void>();
      const log: string[] = [];
      if (!slowly) loading.resolve();
      loading.promise.catch(() => {});
      const slot = crew.slots[0]!;
      const fake: Fake = { slot, crew, log, loading, gone: true, die: (end = CRASH) => died(end) };
      fakes.push(fake);
      const worker = {
        gone: () => Promise.resolve(fake.gone),
        booted: Promise.resolve(),
        kill: () => Promise.resolve(log.push("kill")),
        watch: () => void log.push("watch"),
      } as unknown as ScriptWorker;
      workers.set(worker, fake);
      return worker;
    },
    enter({ definition: { name } }, worker) {
      const { loading, log } = workers.get(worker)!;
      log.push(`enter ${name}`);
      return {
        hooks: [],
        load: () =>
          name === "broken" ? Promise.reject(new HubError("script.load", "Cannot load it")) : loading.promise,
        unload: (code: number | null) => Promise.resolve(void log.push(`unload ${name} ${code}`)),
      } as unknown as Instance;
    },
  });
  return { clock, port, supervisor, fakes, listeners: () => listening.length };
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
const states = (slots: readonly Slot[]) =>
  slots.map(({ definition, state }) => `${definition.name} ${state}`);

Deno.test("supervisor: scripts start in order, one that fails does not stop the others", async () => {
  const { supervisor, listeners, port } = made();
  await supervisor.start(["a", "broken", "missing", "b"].map((name) => definition(name)));
  assertEquals(states(supervisor.slots), ["a running", "broken failed", "missing failed", "b running"]);
  assertEquals([listeners(), supervisor.slots.map(({ id }) => id)], [2, [1, 2, 3, 4]]);
  assertEquals(port.done.filter((line) => line.startsWith("report")), [
    'report Script "broken" could not be loaded: Cannot load it',
    'report Script "missing" could not be loaded: Cannot read it',
  ]);
});

Deno.test("supervisor: every death doubles the wait, one too many quarantines", async () => {
  const { supervisor, clock, port, fakes, listeners } = made();
  await supervisor.start([definition("a")]);
  const [slot] = supervisor.slots;
  for (const wait of [1000, 2000]) {
    fakes.at(-1)!.die();
    assertEquals([slot!.state, listeners()], ["restarting", 0]);
    clock.tick(wait - 1);
    await settled();
    assertEquals(slot!.state, "restarting");
    clock.tick(1);
    await settled();
    assertEquals([slot!.state, listeners()], ["running", 1]);
  }
  fakes.at(-1)!.die();
  assertEquals(slot!.state, "quarantined");
  clock.tick(3_600_000);
  await settled();
  assertEquals([slot!.state, fakes.length], ["quarantined", 3]);
  assertEquals(port.done, [
    "unbots script 1",
    'report Script "a" was stopped: it fell over. It starts again in 1 s.',
    "unbots script 1",
    'report Script "a" was stopped: it fell over. It starts again in 2 s.',
    "unbots script 1",
    'report Script "a" was stopped: it fell over. It died 3 times within 60 s and stays off; !tsreload #1 starts it again.',
  ]);
});

Deno.test("supervisor: deaths outside the window are forgotten, the wait has a limit", async () => {
  const { supervisor, clock, fakes } = made();
  await supervisor.start([definition("a"), definition("b", 100)]);
  const [a, b] = supervisor.slots;
  for (let i = 0; i < 5; i++) {
    fakes.findLast(({ slot }) => slot === a)!.die();
    clock.tick(61_000);
    await settled();
    assertEquals(a!.state, "running");
  }
  b!.crew.deaths = Array(20).fill(clock.mono());
  fakes.find(({ slot }) => slot === b)!.die();
  clock.tick(60_000);
  await settled();
  assertEquals(b!.state, "running");
});

Deno.test("supervisor: a script whose thread nothing can stop is not started beside it", async () => {
  const { supervisor, fakes, clock, port } = made();
  await supervisor.start([definition("a")]);
  fakes[0]!.gone = false;
  fakes[0]!.die();
  clock.tick(1000);
  await settled();
  assertEquals([states(supervisor.slots), fakes.length], [["a quarantined"], 1]);
  assertEquals(
    port.done.at(-1),
    'report Script "a" hangs in native code, which nothing can stop, and stays off. ' +
      "It keeps its memory, and maybe a processor busy, until the hub is restarted.",
  );
});

Deno.test("supervisor: an old instance that dies late has no say", async () => {
  const { supervisor, fakes } = made();
  await supervisor.start([definition("a")]);
  const slot = await supervisor.reload(supervisor.slots[0]!);
  fakes[0]!.die();
  assertEquals([slot.state, slot.crew.deaths], ["running", []]);
});

Deno.test("supervisor: a script that dies in its UnLoad is not started again", async () => {
  const { supervisor, fakes, clock, port } = made();
  await supervisor.start([definition("a")]);
  const unloading = supervisor.unload(supervisor.slots[0]!);
  fakes[0]!.die();
  await unloading;
  clock.tick(60_000);
  await settled();
  assertEquals([supervisor.slots.length, fakes.length], [0, 1]);
  assertEquals(port.done.filter((line) => line.startsWith("report")), []);
});

Deno.test("supervisor: load adds at the end or leaves no trace", async () => {
  const { supervisor } = made();
  await supervisor.start([definition("a")]);
  assertEquals((await supervisor.load(definition("b"))).id, 2);
  await assertRejects(() => supervisor.load(definition("broken")), HubError, "Cannot load it");
  await assertRejects(() => supervisor.load(definition("missing")), HubError, "Cannot read it");
  assertEquals(states(supervisor.slots), ["a running", "b running"]);
});

Deno.test("supervisor: reload keeps the place, a source that fails leaves a failed slot", async () => {
  const { supervisor, fakes } = made();
  await supervisor.start([definition("a"), definition("b")]);
  await supervisor.reload(supervisor.slots[0]!);
  assertEquals(supervisor.slots.map(({ id }) => id), [3, 2]);
  assertEquals(fakes[0]!.log, ["enter a", "unload a null", "kill"]);
  const broken = { ...supervisor.slots[0]!, definition: definition("broken") };
  (supervisor.slots as Slot[])[0] = broken;
  await assertRejects(() => supervisor.reload(broken), HubError, "Cannot load it");
  assertEquals(states(supervisor.slots), ["broken failed", "b running"]);
});

Deno.test("supervisor: two reloads at once leave one script", async () => {
  const { supervisor, fakes } = made();
  await supervisor.start([definition("a")]);
  const [slot] = supervisor.slots;
  const both = await Promise.allSettled([supervisor.reload(slot!), supervisor.reload(slot!)]);
  assertEquals(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assertEquals(states(supervisor.slots), ["a running"]);
  assertEquals(fakes.filter(({ log }) => log.join() === "enter a").length, 1);
});

Deno.test("supervisor: a script unloaded or stopped while it loads does not come back", async () => {
  for (const end of ["unload", "stop"] as const) {
    const { supervisor, fakes, listeners } = made(true);
    const loading = supervisor.load(definition("a"));
    loading.catch(() => {});
    await settled();
    await (end === "stop" ? supervisor.stop(0) : supervisor.unload(supervisor.slots[0]!));
    fakes[0]!.loading.resolve();
    await assertRejects(() => loading, HubError, "was unloaded meanwhile");
    assertEquals([fakes[0]!.log.at(-1), listeners()], ["kill", 0]);
  }
});

Deno.test("supervisor: an unloaded script takes its planned restart with it", async () => {
  const { supervisor, fakes, clock } = made();
  await supervisor.start([definition("a")]);
  fakes[0]!.die();
  await supervisor.unload(supervisor.slots[0]!);
  clock.tick(60_000);
  await settled();
  assertEquals(fakes.length, 1);
});

Deno.test("supervisor: stop unloads all with the code, deaths no longer matter", async () => {
  const { supervisor, fakes, clock } = made();
  await supervisor.start([definition("a"), definition("b")]);
  const stopping = supervisor.stop(3);
  fakes[1]!.die();
  await stopping;
  clock.tick(60_000);
  await settled();
  assertEquals([states(supervisor.slots), fakes.length], [["a stopped", "b stopped"], 2]);
  assertEquals(fakes[0]!.log, ["enter a", "unload a 3", "kill"]);
});

Deno.test("supervisor: watch looks at every running script", async () => {
  const { supervisor, fakes } = made();
  await supervisor.start([definition("a"), definition("broken")]);
  supervisor.watch();
  assertEquals(fakes.map(({ log }) => log), [["enter a", "watch"], ["enter broken", "kill"]]);
});

Deno.test("supervisor: a group lives in one worker, dies once and comes back in order", async () => {
  const { supervisor, clock, port, fakes, listeners } = made();
  await supervisor.start([
    definition("a", 2, "shared:g"),
    definition("out"),
    definition("b", 2, "shared:g"),
  ]);
  assertEquals(fakes.map(({ crew }) => crew.slots.map((slot) => slot.definition.name)), [["a", "b"], [
    "out",
  ]]);
  fakes[0]!.die();
  assertEquals(states(supervisor.slots), ["a restarting", "out running", "b restarting"]);
  assertEquals(listeners(), 1);
  assertEquals(port.done, [
    "unbots script 1",
    "unbots script 3",
    'report Group "g" (a, b) was stopped: it fell over. It starts again in 1 s.',
  ]);
  clock.tick(1000);
  await settled();
  await settled();
  assertEquals(states(supervisor.slots), ["a running", "out running", "b running"]);
  assertEquals(fakes.at(-1)!.log, ["enter a", "enter b"]);
});

Deno.test("supervisor: a reload of one member brings back a group that stays off", async () => {
  const { supervisor, fakes, clock } = made();
  await supervisor.start([definition("a", 0, "shared:g"), definition("b", 0, "shared:g")]);
  fakes[0]!.die();
  assertEquals(states(supervisor.slots), ["a quarantined", "b quarantined"]);
  await supervisor.reload(supervisor.slots[1]!);
  assertEquals(states(supervisor.slots), ["a running", "b running"]);
  assertEquals([fakes.length, fakes[1]!.crew.deaths], [2, []]);
  clock.tick(60_000);
  await settled();
  assertEquals(fakes.length, 2);
});

Deno.test("supervisor: members that leave keep the worker until the last one goes", async () => {
  const { supervisor, fakes } = made();
  await supervisor.start([definition("a", 2, "shared:g"), definition("b", 2, "shared:g")]);
  await supervisor.unload(supervisor.slots[0]!);
  assertEquals(fakes[0]!.log.at(-1), "unload a null");
  await assertRejects(() => supervisor.load(definition("broken", 2, "shared:g")), HubError, "Cannot load it");
  assertEquals([fakes.length, fakes[0]!.log.includes("kill")], [1, false]);
  await supervisor.unload(supervisor.slots[0]!);
  assertEquals([supervisor.slots.length, fakes[0]!.log.at(-1), supervisor.workers()], [0, "kill", []]);
});

Deno.test("supervisor: scripts of a group that differ in what belongs to the worker are refused", async () => {
  const { supervisor, fakes } = made();
  const other = { ...definition("b", 2, "shared:g"), restarts: { max: 9, windowSeconds: 60 } };
  await assertRejects(
    () => supervisor.start([definition("a", 2, "shared:g"), other]),
    HubError,
    'Scripts "a" and "b" share the worker "g" but differ in restarts.max: 2 and 9',
  );
  assertEquals([supervisor.slots.length, fakes.length], [0, 0]);
  await supervisor.load(definition("a", 2, "shared:g"));
  await assertRejects(() => supervisor.load(other), HubError, "share the worker");
  assertEquals(states(supervisor.slots), ["a running"]);
});
