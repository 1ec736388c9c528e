/**
 * Tests of instance.ts against a puppet worker in the same thread, which can also write what no honest worker would.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { fakePort } from "../../tests/host/fake_port.ts";
import { Encoder } from "../channel/encoder.ts";
import type { HostEnd } from "../channel/host_end.ts";
import type { Pump } from "../channel/pump.ts";
import { encodeRecord, KIND, RecordReader } from "../channel/records.ts";
import { RingReader, RingWriter } from "../channel/ring.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { createMetrics } from "../core/metrics.ts";
import { ALLOW, type Answer } from "../port/script_sink.ts";
import type { ScriptServices } from "../vh/handlers/context.ts";
import { CALL_NUMBER } from "../vh/calls.ts";
import { CAPABILITY_NAMES } from "../vh/capabilities.ts";
import { HOOK_NAMES, type HookName } from "../vh/hooks.ts";
import { CONTROL, DELTA, NOTICE } from "../vh/protocol.ts";
import { createHookStats } from "./hook_stats.ts";
import { Instance, UNLOAD_MS } from "./instance.ts";
import type { Death } from "./jail/jail.ts";
import type { ScriptGraph } from "./loader/graph_types.ts";
import { BLOCK } from "./wire_answer.ts";
import { ScriptWorker } from "./worker.ts";
import type { WorkerEnd } from "./worker_types.ts";

const HOOK_MS = 100;
const GRAPH: ScriptGraph = { name: "s", entry: "hubcap:///s/s.ts", modules: new Map(), size: 0 };
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

/** The worker's side, driven by hand. */
function puppet(memory: SharedArrayBuffer) {
  const up = new RingWriter(memory, "up");
  const records = new RecordReader(new RingReader(memory, "down"), 1 << 22, 70);
  const encoder = new Encoder(1 << 20, 64);
  return {
    memory,
    write(kind: number, name: number, id: number, value: unknown) {
      encodeRecord(encoder, kind, 0, name, id, value, "value");
      up.write(encoder.scratch, 0, encoder.length);
    },
    /** Everything the hub has sent: [kind, name, id, value]. */
    read(): [number, number, number, unknown][] {
      const seen: [number, number, number, unknown][] = [];
      while (records.next()) seen.push([records.kind, records.name, records.id, records.value()]);
      return seen;
    },
  };
}

async function made(hooks: readonly HookName[] = ["OnNewConn", "OnParsedMsgChat"]) {
  const clock = fakeClock();
  const port = fakePort();
  port.enter("alice");
  const ends = new Set<HostEnd>();
  const died: WorkerEnd[] = [];
  const lines: string[] = [];
  let worker: ReturnType<typeof puppet> | undefined;
  let onDeath: (death: Death) => void = () => {};
  let kills = 0;
  const pump: Pick<Pump, "add" | "remove" | "kick"> = {
    add: (end) => void ends.add(end),
    remove: (end) => void ends.delete(end),
    kick: () => {},
  };
  const hub = new ScriptWorker({
    limits: { hookMs: HOOK_MS, loadMs: 1000, memoryMb: 64, ringKb: 64 },
    shared: false,
    port,
    pump: pump as Pump,
    clock,
    bootJail(options) {
      worker = puppet((options.data as { memory: SharedArrayBuffer }).memory);
      onDeath = options.onDeath;
      return {
        booted: Promise.resolve(),
        death: undefined,
        gone: () => Promise.resolve(true),
        load: () => (worker!.write(KIND.notice, NOTICE.hooks, 0, [hooks]), Promise.resolve([...hooks])),
        kill: () => Promise.resolve(++kills),
      };
    },
    log: (level, text) => void lines.push(`nobody: ${level} ${text}`),
    died: (end) => void died.push(end),
  });
  const instance = new Instance({
    script: { id: 1, name: "s", path: "s.ts", owner: "script 1" },
    capabilities: new Set(CAPABILITY_NAMES),
    options: {},
    onFailure: { OnParsedMsgChat: "block" },
    worker: hub,
    port,
    services: {
      queueCommand: () => true,
      deliverCommand: () => {},
      rename: () => {},
    } as unknown as ScriptServices,
    dispatcher: { caused: (_depth, fn) => fn(), refresh: () => void lines.push("refresh") },
    clock,
    stats: createHookStats(createMetrics(), "s"),
    log: (level, text) => void lines.push(`${level} ${text}`),
    hookFailed: (hook, message) => void lines.push(`${hook} failed: ${message}`),
  });
  const poll = () => ends.forEach((end) => end.poll());
  const asked: Answer[] = [];
  const ask = (hook: HookName, nested = false) =>
    instance.ask(hook, ["x"], nested, (answer) => asked.push(answer));
  const rig = { instance, hub, clock, port, died, lines, ends, asked, ask, poll, kills: () => kills };
  const loading = instance.load(GRAPH);
  await settled();
  const first = worker!.read();
  worker!.write(KIND.notice, NOTICE.pong, 0, [1, 1000, 2000]);
  poll();
  await loading;
  return { ...rig, worker: worker!, first, die: (death: Death) => onDeath(death) };
}

Deno.test("instance: the worker has the hub's state before the script is loaded", async () => {
  const { first, instance, hub, worker } = await made();
  const kinds = first.map(([kind, name]) => [kind, name]);
  assertEquals(kinds[0], [KIND.delta, DELTA.userIn]);
  assertEquals(kinds.at(-1), [KIND.control, CONTROL.ping]);
  assertEquals([instance.hooks, hub.memory], [["OnNewConn", "OnParsedMsgChat"], {
    heap: 1000,
    external: 2000,
  }]);
  hub.delta(DELTA.topic, ["t"]);
  assertEquals(worker.read().at(-1), [KIND.delta, DELTA.topic, 0, ["t"]]);
});

Deno.test("instance: a hook is sent, its answer read and counted", async () => {
  const { ask, asked, worker, poll } = await made();
  worker.read();
  ask("OnNewConn");
  const [[kind, name, seq, args] = []] = worker.read();
  assertEquals([kind, name, args], [KIND.event, HOOK_NAMES.indexOf("OnNewConn"), ["x"]]);
  worker.write(KIND.decision, 0, seq!, false);
  poll();
  assertEquals(asked, [BLOCK]);
});

Deno.test("instance: a failed hook, and an answer of no known shape, count as the config says", async () => {
  const { ask, asked, worker, poll, lines } = await made();
  ask("OnNewConn");
  ask("OnParsedMsgChat");
  ask("OnParsedMsgChat");
  worker.write(KIND.decision, 0, 1, "failed");
  worker.write(KIND.decision, 0, 2, "failed");
  worker.write(KIND.decision, 0, 3, { odd: true });
  poll();
  assertEquals(asked, [ALLOW, BLOCK, BLOCK]);
  assertEquals(lines.at(-1), "OnParsedMsgChat failed: Its answer is malformed or too long");
});

Deno.test("instance: a hook that hangs ends the script just after the limit, and every open hook is answered", async () => {
  const { instance, hub, ask, asked, clock, died, kills, ends } = await made();
  ask("OnNewConn");
  ask("OnParsedMsgChat");
  clock.tick(HOOK_MS);
  hub.watch();
  assertEquals(died, []);
  clock.tick(1);
  hub.watch();
  assertEquals(died, [{
    code: "script.timeout",
    reason: "OnNewConn ran longer than 100 ms",
    hook: "OnNewConn",
  }]);
  assertEquals([asked, kills(), ends.size, instance.over], [[ALLOW, BLOCK], 1, 0, true]);
  ask("OnParsedMsgChat");
  assertEquals([asked.at(-1), instance.listens("OnParsedMsgChat")], [BLOCK, false]);
});

Deno.test("instance: a promise that comes too late is nobody's death, and its answer is dropped", async () => {
  const { hub, ask, asked, clock, died, worker, poll } = await made();
  ask("OnNewConn");
  worker.write(KIND.pending, 0, 1, null);
  poll();
  clock.tick(HOOK_MS + 1);
  hub.watch();
  assertEquals([asked, died], [[ALLOW], []]);
  worker.write(KIND.decision, 0, 1, false);
  poll();
  assertEquals([asked.length, died], [1, []]);
});

Deno.test("instance: ticks that a busy script misses are not made up", async () => {
  const { ask, asked, worker, poll } = await made(["OnTimer"]);
  worker.read();
  for (let i = 0; i < 5; i++) ask("OnTimer");
  const ticks = worker.read();
  assertEquals([ticks.length, asked.length], [1, 4]);
  worker.write(KIND.pending, 0, ticks[0]![2], null);
  poll();
  ask("OnTimer");
  assertEquals(worker.read().length, 1);
});

Deno.test("instance: a silent script is asked for a sign of life, and ended without one", async () => {
  const { hub, clock, died, worker, poll } = await made();
  worker.read();
  clock.tick(251);
  hub.watch();
  const ping = worker.read();
  assertEquals(ping.map(([kind, name]) => [kind, name]), [[KIND.control, CONTROL.ping]]);
  clock.tick(60);
  assertEquals(hub.silentMs(), 60);
  worker.write(KIND.notice, NOTICE.pong, 0, [2, 1, 1]);
  poll();
  assertEquals(hub.silentMs(), 0);
  clock.tick(251);
  hub.watch();
  clock.tick(HOOK_MS + 1);
  hub.watch();
  assertEquals(died.map(({ reason }) => reason), ["a timer or promise ran longer than 100 ms"]);
});

Deno.test("instance: waiting for the hub is free, hanging in a hook of one's own call is not", async () => {
  for (const nested of [false, true]) {
    const { hub, ask, clock, died, worker, poll, port } = await made();
    port.kick = () => {
      if (nested) ask("OnNewConn", true);
    };
    ask("OnParsedMsgChat");
    worker.write(KIND.call, CALL_NUMBER.KickUser, 1, ["op", "bob", "why"]);
    poll();
    clock.tick(HOOK_MS * 3);
    hub.watch();
    assertEquals(died.length, nested ? 1 : 0);
  }
});

Deno.test("instance: hooks that a script's own call goes on causing are no sign of life", async () => {
  const { hub, ask, clock, died, worker, poll, port } = await made();
  port.kick = () => ask("OnNewConn", true);
  ask("OnParsedMsgChat");
  worker.read();
  worker.write(KIND.call, CALL_NUMBER.KickUser, 1, ["op", "bob", "why"]);
  poll();
  for (let i = 0; i < 3; i++) {
    assertEquals(died, []);
    clock.tick(HOOK_MS * 0.4);
    worker.write(KIND.decision, 0, worker.read().at(-1)![2], null);
    ask("OnNewConn", true);
    poll();
    hub.watch();
  }
  assertEquals(died.map(({ hook }) => hook), ["OnParsedMsgChat"]);
});

Deno.test("instance: a call that does not exist ends the script", async () => {
  const { worker, poll, died } = await made();
  worker.write(KIND.call, 999, 1, []);
  poll();
  assertEquals(died.map(({ code, reason }) => [code, reason]), [
    ["channel.corrupt", "it broke its channel: there is no call 999"],
  ]);
});

Deno.test("instance: answers to hooks that nobody asked end the script", async () => {
  const { worker, poll, died } = await made();
  worker.write(KIND.decision, 0, 77, false);
  poll();
  assertEquals(died[0]!.code, "channel.corrupt");
});

Deno.test("instance: notices of odd shape change nothing", async () => {
  const { worker, poll, died, lines, instance, hub } = await made();
  lines.splice(0);
  const before = hub.memory;
  const odd: [number, unknown[]][] = [
    [NOTICE.pong, ["1", {}, null]],
    [NOTICE.hooks, ["OnTimer"]],
    [NOTICE.log, []],
    [NOTICE.error, [7, null]],
    [99, []],
  ];
  for (const [op, args] of odd) worker.write(KIND.notice, op, 0, args);
  worker.write(KIND.notice, NOTICE.hooks, 0, [["OnTimer", "toString", 5]]);
  worker.write(KIND.notice, NOTICE.log, 0, ["warn", "x".repeat(9000)]);
  poll();
  assertEquals([died, hub.memory, instance.hooks], [[], before, ["OnTimer"]]);
  assertEquals(lines.slice(0, 3), [" ", " failed: ", "refresh"]);
  assertEquals(lines[3]!.length, "warn ".length + 8000);
});

Deno.test("instance: random bytes in its ring end at most this script", async () => {
  const rigs = await Promise.all(Array.from({ length: 20 }, () => made()));
  let corrupt = 0;
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 4096 }), fc.nat(8192), (bytes, head) => {
      const rig = rigs[corrupt % rigs.length]!;
      const half = rig.worker.memory.byteLength / 2;
      new Uint8Array(rig.worker.memory, half + 80 * 4).set(bytes);
      const control = new Int32Array(rig.worker.memory, half, 1);
      Atomics.add(control, 0, head);
      rig.poll();
      if (rig.died.length > 0) corrupt++;
      assert(rig.died.every(({ code }) => code === "channel.corrupt" || code === "script.overload"));
    }),
    { numRuns: 200 },
  );
  assert(corrupt > 0);
});

Deno.test("instance: a death of the jail carries reason, stack and the hook it was in", async () => {
  const { ask, asked, die, died } = await made();
  ask("OnNewConn");
  die({ kind: "memory", message: "It needs more than 64 MiB of heap", stack: "at a" });
  assertEquals(died, [{
    code: "script.memory",
    reason: "It needs more than 64 MiB of heap",
    hook: "OnNewConn",
    stack: "at a",
  }]);
  assertEquals(asked, [ALLOW]);
});

Deno.test("instance: unloading waits for the worker's word, but not for ever", async () => {
  for (const answers of [true, false]) {
    const { instance, hub, worker, poll, clock, kills, died } = await made();
    worker.read();
    let done = false;
    const unloading = instance.unload(3).then(() => done = true);
    assertEquals(worker.read(), [[KIND.control, CONTROL.unload, 0, [3]]]);
    if (answers) {
      worker.write(KIND.notice, NOTICE.unloaded, 0, []);
      poll();
    } else {
      clock.tick(UNLOAD_MS - 1);
      hub.watch();
      await settled();
      assertEquals([done, died], [false, []]);
      clock.tick(1);
    }
    await unloading;
    assertEquals([instance.over, hub.over, kills(), died], [true, false, 0, []]);
  }
});

Deno.test("instance: a script that never reads is ended when too much waits for it", async () => {
  const { hub, died } = await made();
  const text = "x".repeat(100_000);
  for (let i = 0; i < 500 && died.length === 0; i++) hub.delta(DELTA.topic, [text]);
  assertEquals(died[0]!.code, "script.overload");
  assertStringIncludes(died[0]!.reason, "it does not keep up");
});

Deno.test("instance: a script that answers no hook is ended when too many are open", async () => {
  const { instance, ask, asked, died } = await made();
  let count = 0;
  while (died.length === 0 && count < 1_000_000) {
    ask("OnNewConn");
    count++;
  }
  assertEquals([died[0]!.code, asked.length, instance.over], ["script.overload", count, true]);
});
