/**
 * Runs the scripts of one hub: puts dispatcher, supervisor, channel pump, timers and operator commands together.
 * Owns their common life from start to stop. The only thing it knows of the hub is its port.
 *
 * @module
 */
import { Pump } from "../channel/pump.ts";
import type { Clock } from "../core/clock.ts";
import { HubError, messageOf } from "../core/errors.ts";
import { oneLine } from "../core/one_line.ts";
import type { Log } from "../core/log.ts";
import type { Metrics } from "../core/metrics.ts";
import type { HubPort } from "../port/hub_port.ts";
import type { ScriptServices } from "../vh/handlers/context.ts";
import { CallError } from "./call_error.ts";
import { createDispatcher } from "./dispatcher.ts";
import { createHostFunctions } from "./functions.ts";
import type { ScriptBridge } from "./plugins.ts";
import { askScripts } from "./script_queries.ts";
import { groupOf } from "./crew.ts";
import { Instance } from "./instance.ts";
import { bootJail } from "./jail/jail.ts";
import type { SelfTestResult } from "./jail/sandbox_proof.ts";
import { loadGraph } from "./loader/graph.ts";
import type { RuntimeSources } from "./loader/runtime_sources.ts";
import { createScriptLookups, type HostLookups } from "./lookups.ts";
import { createLoopSpeed } from "./loop_speed.ts";
import { createMemoryWatch } from "./memory_watch.ts";
import { scriptCommands } from "./script_commands.ts";
import { createScriptLevel } from "./script_level.ts";
import { createLogBudget } from "./log_budget.ts";
import { createScriptLog, LOG_LINES } from "./script_log.ts";
import { createScriptMessages } from "./script_messages.ts";
import { LIGHT_WARNING } from "./script_report.ts";
import { ownerOf, type ScriptDefinition, type Slot } from "./slot.ts";
import { stateFeed } from "./state_feed.ts";
import { createSupervisor } from "./supervisor.ts";
import { ScriptWorker } from "./worker.ts";

/** Milliseconds between looks for stuck scripts. */
const WATCH_MS = 50;
/** A look that comes later than this finds answers unread: it is left to the next one, once. */
const LATE_MS = 3 * WATCH_MS;
/** A call that waits for others may take this many times `hookMs`; a script dies after ten times. */
const PATIENCE_FACTOR = 5;
/** In any case a call gives up after this many milliseconds, before the worker does. */
const MAX_PATIENCE_MS = 20_000;
/** Milliseconds between OnTimer ticks. */
const TICK_MS = 1000;

/** What a script host needs. */
export interface ScriptHostOptions {
  /** The hub. */
  readonly port: HubPort;
  /** The worker runtime. */
  readonly runtime: RuntimeSources;
  /** Proves that this machine can hold scripts; scripts are refused when it fails. */
  selfTest(): Promise<SelfTestResult>;
  /** Time that limits scripts: deadlines, restarts. */
  readonly clock: Clock;
  /** Time that scripts are told: OnTimer, and when queued messages go out. Default: `clock`. */
  readonly hubClock?: Clock;
  /** Where events go; every script gets a child. */
  readonly log: Log;
  /** Figures. */
  readonly metrics: Metrics;
  /** Makes the definition of a script that an operator loads by hand; see `defineByHand`. */
  define(source: string, anywhere: boolean): Promise<ScriptDefinition>;
  /** Files that `!tsfiles` lists, by name. @throws When the folder cannot be read. */
  listFiles(): Promise<string[]>;
  /** Sources that `!tsload` knows by name, those of the config; default none. */
  readonly sources?: ReadonlyMap<string, string>;
  /** Folder shown by `!tsfiles`. */
  readonly folder: string;
  /** What scripts may look up beyond the hub. */
  readonly lookups: HostLookups;
}

/** The scripts of one hub. */
export interface ScriptHost {
  /** Loads these scripts, in call order. Failures stay visible in `slots`. */
  start(definitions: readonly ScriptDefinition[]): Promise<void>;
  /** Calls between the program around the hub and the scripts. */
  readonly bridge: ScriptBridge;
  /** All scripts in call order. */
  readonly slots: readonly Slot[];
  /** Hooks that a script has not answered yet. */
  readonly openHooks: number;
  /** Loads one more script, as `!tsload` does. @throws {HubError} When it cannot be loaded. */
  load(definition: ScriptDefinition): Promise<Slot>;
  /** Loads the present source of a script, as `!tsreload` does. @throws {HubError} When it cannot be loaded. */
  reload(slot: Slot): Promise<Slot>;
  /** Runs UnLoad everywhere and stops all workers. */
  stop(code: number): Promise<void>;
}

/** Creates a script host and connects it to the hub. */
export function createScriptHost(options: ScriptHostOptions): ScriptHost {
  const { port, runtime, clock, log, metrics, hubClock = clock } = options;
  const pump = new Pump({ report: (error) => log.error(`A script handler failed: ${messageOf(error)}`) });
  const tooDeep = metrics.counter("hubcap_hooks_too_deep_total", "Nested hooks that were not delivered");

  const dispatcher = createDispatcher(
    stateFeed((op, args) => {
      for (const { worker } of supervisor.workers()) worker.delta(op, args);
    }),
    () => void tooDeep.value++,
  );
  const messages = createScriptMessages(dispatcher);
  const loopSpeed = createLoopSpeed(clock);

  const lookups = createScriptLookups(options.lookups);

  const functions = createHostFunctions({
    clock,
    known: (id) => supervisor.slots.some((slot) => slot.id === id),
    timeoutMs: ({ id }) => patience(id),
  });
  /** How long a call of this script may wait for others: well below what costs it its life. */
  const patience = (id: number): number => {
    const { hookMs } = supervisor.slots.find((slot) => slot.id === id)?.definition.limits ?? { hookMs: 500 };
    return Math.min(MAX_PATIENCE_MS, PATIENCE_FACTOR * hookMs);
  };

  const services: Omit<ScriptServices, "lookups"> = {
    queueCommand: ({ path }, cmd, data, plugin) => messages.queue({ cmd, data, plugin, script: path }),
    deliverCommand: ({ path }, cmd, data, plugin, done) =>
      messages.deliver({ cmd, data, plugin, script: path }, done),
    scriptName: (owner) => supervisor.slots.find(({ id }) => ownerOf(id) === owner)?.definition.name ?? "",
    turnsPerSecond: loopSpeed.turnsPerSecond,
    query({ id, path }, cmd, data, target, done) {
      const scripts = supervisor.slots.map(({ id, definition, instance }) => ({
        id,
        name: definition.name,
        path: definition.source,
        listener: instance,
      }));
      const query = { from: id, args: [cmd, data, "deno", path] as const, target, withinMs: patience(id) };
      askScripts(scripts, query, dispatcher, clock, done);
    },
    callFunction: (caller, name, args, done) => functions.call(caller, name, args, done),
    rename({ id }, name, version) {
      const slot = supervisor.slots.find((slot) => slot.id === id);
      if (!slot) return;
      slot.title = {
        name: oneLine(name || slot.title.name, 64),
        version: oneLine(version ?? slot.title.version, 32),
      };
    },
  };

  /** Proved once, before the first script; workers boot meanwhile. */
  let sandbox: Promise<void> | undefined;

  const level = createScriptLevel(port);
  const report = (text: string) => port.reportToOperators(text, level.errClass);

  const supervisor = createSupervisor({
    port,
    dispatcher,
    clock,
    log,
    metrics,
    report,
    removed: ({ id }) => functions.forget(id),
    ended: ({ id }) => lookups.close(id),
    async loadGraph(definition, serial) {
      const { name, file } = definition;
      await (sandbox ??= proveSandbox(options.selfTest));
      // A worker that lives on remembers modules by their addresses.
      return await loadGraph(file, { name: groupOf(definition) === null ? name : `${name}@${serial}` });
    },
    boot(crew, died) {
      const { name, permissions, limits, isolation } = crew.slots[0]!.definition;
      const groupLog = log.child(crew.group ?? name);
      const budget = createLogBudget(LOG_LINES, () => clock.mono());
      if (isolation === "worker") log.warn(`Script "${name}" runs in a light worker: ${LIGHT_WARNING}`);
      return new ScriptWorker({
        limits,
        shared: crew.group !== null,
        port,
        pump,
        clock,
        died,
        bootJail: (more) =>
          bootJail({
            name: crew.group ?? name,
            permissions,
            heapMb: limits.memoryMb,
            light: isolation === "worker",
            runtime,
            clock,
            ...more,
          }),
        log: (as, text) => {
          if (level.shows(as) && budget().ok) groupLog.info(text);
        },
      });
    },
    enter(slot, worker) {
      const { definition, id, stats } = slot;
      const scriptLog = createScriptLog({ slot, log: log.child(definition.name), clock, level, report });
      return new Instance({
        script: { id, name: definition.name, path: definition.source, owner: ownerOf(id) },
        capabilities: definition.capabilities,
        options: definition.options,
        onFailure: definition.onFailure,
        baseDir: definition.baseDir,
        worker,
        port,
        services: { ...services, lookups: lookups.of(id, definition.name, definition.sql) },
        dispatcher,
        clock,
        stats,
        log: scriptLog.line,
        hookFailed: scriptLog.hookFailed,
        trace: scriptLog.trace,
      });
    },
  });

  const memoryWatch = createMemoryWatch();
  let lookedAt = clock.mono();
  let isExcused = false;
  const watch = () => {
    const passed = clock.mono() - lookedAt;
    lookedAt += passed;
    const isLate = passed > LATE_MS;
    if (isLate) supervisor.stoodStill(passed - WATCH_MS);
    isExcused = isLate && !isExcused;
    if (!isExcused) supervisor.watch();
    const watched = supervisor.workers().map(({ worker, crew }) => ({
      memoryMb: crew.slots[0]?.definition.limits.memoryMb ?? 0,
      heap: worker.memory.heap,
      external: worker.memory.external,
      silentMs: worker.silentMs(),
      end: (reason: string) => worker.end({ code: "script.memory", reason }),
    }));
    if (watched.length > 0) memoryWatch(watched, Deno.memoryUsage().rss);
  };

  const tick = () => {
    level.refresh();
    messages.flush();
    if (dispatcher.wanted.OnTimer) dispatcher.tell("OnTimer", [hubClock.now()]);
  };

  port.connect(dispatcher);
  const cancels = [
    clock.every(WATCH_MS, watch),
    hubClock.every(TICK_MS, tick),
    port.registerCommands(scriptCommands({ ...options, supervisor, level, report })),
  ];

  const bridge: ScriptBridge = {
    registerFunction: functions.register,
    unregisterFunction: functions.unregister,
    call(script, name, ...args) {
      const slot = supervisor.slots.find(({ id, definition }) =>
        typeof script === "number" ? id === script : definition.name === script
      );
      if (slot?.instance) return slot.instance.functions.run(name, args, slot.definition.limits.hookMs);
      const why = slot ? `is ${slot.state}` : "is not loaded";
      return Promise.reject(new CallError("script.unknown", `Script "${script}" ${why}`));
    },
  };

  return {
    bridge,
    slots: supervisor.slots,
    get openHooks() {
      return dispatcher.open;
    },
    start: (definitions) => supervisor.start(definitions),
    load: (definition) => supervisor.load(definition),
    reload: (slot) => supervisor.reload(slot),
    async stop(code) {
      for (const cancel of cancels) cancel();
      loopSpeed.stop();
      await supervisor.stop(code);
    },
  };
}

async function proveSandbox(selfTest: () => Promise<SelfTestResult>): Promise<void> {
  const { ok, checks } = await selfTest();
  if (ok) return;
  const failed = checks.filter((check) => !check.ok).map(({ name, detail }) => `${name}: ${detail}`).join(
    "; ",
  );
  throw new HubError("script.failed", `Cannot run scripts: the sandbox does not hold here (${failed})`, {
    remedy: "Use the Deno version named in the README, or start without scripts",
  });
}
