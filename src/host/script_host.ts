/**
 * Runs the scripts of one hub: puts dispatcher, supervisor, channel pump, timers and operator commands together.
 * Owns their common life from start to stop. The only thing it knows of the hub is its port.
 *
 * @module
 */
import { Pump } from "../channel/pump.ts";
import type { Clock } from "../core/clock.ts";
import { HubError, messageOf } from "../core/errors.ts";
import type { Log, LogFields } from "../core/log.ts";
import type { Metrics } from "../core/metrics.ts";
import type { HubPort } from "../port/hub_port.ts";
import type { ScriptServices } from "../vh/handlers/context.ts";
import { createDispatcher } from "./dispatcher.ts";
import { Instance } from "./instance.ts";
import { bootJail } from "./jail/jail.ts";
import type { SelfTestResult } from "./jail/sandbox_proof.ts";
import { loadGraph } from "./loader/graph.ts";
import type { RuntimeSources } from "./loader/runtime_sources.ts";
import { createLogBudget } from "./log_budget.ts";
import { createMemoryWatch } from "./memory_watch.ts";
import { scriptCommands } from "./script_commands.ts";
import { createScriptMessages } from "./script_messages.ts";
import { oneLine, type ScriptDefinition, type Slot } from "./slot.ts";
import { stateFeed } from "./state_feed.ts";
import { createSupervisor } from "./supervisor.ts";

/** Milliseconds between looks for stuck scripts. */
const WATCH_MS = 50;
/** Log lines of one script per second: console lines, of which its worker lets 100 through, and errors. */
const LOG_LINES = 150;
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
  /** Time. */
  readonly clock: Clock;
  /** Where events go; every script gets a child. */
  readonly log: Log;
  /** Figures. */
  readonly metrics: Metrics;
  /** Makes the definition of a script that an operator loads by hand. */
  define(source: string): Promise<ScriptDefinition>;
  /** Files that `!tsfiles` lists, by name. @throws When the folder cannot be read. */
  listFiles(): Promise<string[]>;
  /** Folder shown by `!tsfiles`. */
  readonly folder: string;
}

/** The scripts of one hub. */
export interface ScriptHost {
  /** Loads these scripts, in call order. Failures stay visible in `slots`. */
  start(definitions: readonly ScriptDefinition[]): Promise<void>;
  /** All scripts in call order. */
  readonly slots: readonly Slot[];
  /** Runs UnLoad everywhere and stops all workers. */
  stop(code: number): Promise<void>;
}

/** Creates a script host and connects it to the hub. */
export function createScriptHost(options: ScriptHostOptions): ScriptHost {
  const { port, runtime, clock, log, metrics } = options;
  const pump = new Pump({ report: (error) => log.error(`A script handler failed: ${messageOf(error)}`) });
  const tooDeep = metrics.counter("hubcap_hooks_too_deep_total", "Nested hooks that were not delivered");

  const dispatcher = createDispatcher(
    stateFeed((op, args) => {
      for (const { instance } of supervisor.slots) instance?.delta(op, args);
    }),
    () => void tooDeep.value++,
  );
  const messages = createScriptMessages(dispatcher);

  const services: ScriptServices = {
    queueCommand: ({ path }, cmd, data, plugin) => messages.queue({ cmd, data, plugin, script: path }),
    deliverCommand: ({ path }, cmd, data, plugin, done) =>
      messages.deliver({ cmd, data, plugin, script: path }, done),
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

  const supervisor = createSupervisor({
    port,
    dispatcher,
    clock,
    log,
    metrics,
    async loadGraph({ name, file }) {
      await (sandbox ??= proveSandbox(options.selfTest));
      return await loadGraph(file, { name });
    },
    boot(slot, died) {
      const { definition, id, stats } = slot;
      const scriptLog = log.child(definition.name);
      const budget = createLogBudget(LOG_LINES, () => clock.mono());
      const write = (level: string, text: string, fields?: LogFields) => {
        const { ok, lost } = budget();
        if (!ok) return;
        if (lost > 0) scriptLog.warn(`${lost} lines left out`);
        scriptLog[level === "debug" || level === "warn" || level === "error" ? level : "info"](text, fields);
      };
      return new Instance({
        script: { id, name: definition.name, path: definition.source, owner: `script ${id}` },
        capabilities: definition.capabilities,
        options: definition.options,
        limits: definition.limits,
        onFailure: definition.onFailure,
        port,
        services,
        dispatcher,
        pump,
        clock,
        stats,
        died,
        bootJail: (more) =>
          bootJail({
            name: definition.name,
            permissions: definition.permissions,
            heapMb: definition.limits.memoryMb,
            runtime,
            clock,
            ...more,
          }),
        log: write,
        hookFailed(hook, message, stack) {
          slot.trouble = { message: oneLine(`${hook}: ${message}`), where: stack, at: clock.now() };
          write("error", `${hook} failed: ${message}`, { stack });
        },
      });
    },
  });

  const memoryWatch = createMemoryWatch();
  const watch = () => {
    supervisor.watch();
    const watched = supervisor.slots.flatMap(({ instance, definition }) =>
      instance && !instance.over
        ? [{
          memoryMb: definition.limits.memoryMb,
          external: instance.memory.external,
          silentMs: instance.silentMs(),
          end: (reason: string) => instance.end({ code: "script.memory", reason }),
        }]
        : []
    );
    if (watched.length > 0) memoryWatch(watched, Deno.memoryUsage().rss);
  };

  const tick = () => {
    messages.flush();
    if (dispatcher.wanted.OnTimer) dispatcher.tell("OnTimer", [clock.now()]);
  };

  port.connect(dispatcher);
  const cancels = [
    clock.every(WATCH_MS, watch),
    clock.every(TICK_MS, tick),
    port.registerCommands(scriptCommands({ ...options, supervisor })),
  ];

  return {
    slots: supervisor.slots,
    start: (definitions) => supervisor.start(definitions),
    async stop(code) {
      for (const cancel of cancels) cancel();
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
