/**
 * Keeps scripts running: loads, restarts with back-off, quarantines, reloads in place, unloads. Owns the list of
 * slots, which is the call order, and everything a script leaves behind (bots, commands, metrics) when it goes.
 * Knows nothing of how operators ask for it; `script_commands.ts` does.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";
import { HubError, messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Metrics } from "../core/metrics.ts";
import type { HubPort } from "../port/hub_port.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { createHookStats } from "./hook_stats.ts";
import type { Instance, InstanceEnd } from "./instance.ts";
import type { ScriptGraph } from "./loader/graph_types.ts";
import { explain, oneLine, type ScriptDefinition, type Slot, whereOf } from "./slot.ts";

/** Back-off before a restart: this, doubled with every recent death. */
const FIRST_RESTART_MS = 1000;
/** Longest back-off. */
const LAST_RESTART_MS = 60_000;

/** What the supervisor needs. */
export interface SupervisorOptions {
  /** The hub. */
  readonly port: HubPort;
  /** Who asks the running scripts. */
  readonly dispatcher: Dispatcher;
  /** Time. */
  readonly clock: Clock;
  /** Where events go. */
  readonly log: Log;
  /** Figures. */
  readonly metrics: Metrics;
  /** Boots an instance for a slot. */
  boot(slot: Slot, died: (end: InstanceEnd) => void): Instance;
  /** Reads and checks the modules of a script. */
  loadGraph(definition: ScriptDefinition): Promise<ScriptGraph>;
}

/** The scripts of a hub. */
export interface Supervisor {
  /** All slots in call order. */
  readonly slots: readonly Slot[];
  /** Loads these scripts, booting side by side, in this order. Failures stay in their slots. */
  start(definitions: readonly ScriptDefinition[]): Promise<void>;
  /** Loads one more script at the end. @throws {HubError} When it cannot be loaded; it is then not in the list. */
  load(definition: ScriptDefinition): Promise<Slot>;
  /** Runs UnLoad, stops the worker, takes the script out of the list. */
  unload(slot: Slot): Promise<void>;
  /**
   * Replaces a script by its present source at the same place in the order. The old one serves until the new
   * worker is up. @throws {HubError} When the source cannot be loaded; the slot is then `failed`.
   */
  reload(slot: Slot): Promise<Slot>;
  /** Stops everything; `code` goes to OnUnLoad. */
  stop(code: number): Promise<void>;
  /** Looks for stuck scripts. Call it every few dozen milliseconds. */
  watch(): void;
}

/** Creates a supervisor without scripts. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { port, dispatcher, clock, log, metrics, boot, loadGraph } = options;
  const slots: Slot[] = [];
  let lastId = 0;
  let stopping = false;

  const listen = () => dispatcher.setListeners(slots.flatMap(({ instance }) => instance ? [instance] : []));

  const createSlot = (definition: ScriptDefinition): Slot => ({
    id: ++lastId,
    definition,
    state: "starting",
    instance: undefined,
    title: { name: definition.name, version: "" },
    trouble: undefined,
    deaths: [],
    stats: createHookStats(metrics, definition.name),
    cancelRestart: undefined,
  });

  const ownerOf = (slot: Slot) => `script ${slot.id}`;

  /** Takes away what a dead or unloaded script leaves in the hub. */
  const sweep = (slot: Slot) => {
    slot.instance = undefined;
    listen();
    port.removeBotsOf(ownerOf(slot));
  };

  const died = (slot: Slot, instance: Instance, end: InstanceEnd) => {
    const where = whereOf(end.stack);
    const reason = oneLine(end.reason);
    const what = `Script "${slot.definition.name}" was stopped: ${reason}${where && ` (${where})`}`;
    slot.trouble = { message: reason, where: end.stack ?? "", at: clock.now() };
    log.error(what, { code: end.code, hook: end.hook ?? "", stack: end.stack ?? "" });
    sweep(slot);
    if (stopping || slot.state === "starting" || slot.state === "stopped") return;
    const { max, windowSeconds } = slot.definition.restarts;
    const now = clock.mono();
    slot.deaths = [...slot.deaths.filter((at) => now - at < windowSeconds * 1000), now];
    if (slot.deaths.length > max) {
      slot.state = "quarantined";
      const times = slot.deaths.length === 1 ? "once" : `${slot.deaths.length} times`;
      port.reportToOperators(
        `${what}. It died ${times} within ${windowSeconds} s and stays off; !tsreload #${slot.id} starts it again.`,
      );
      return;
    }
    const wait = Math.min(LAST_RESTART_MS, FIRST_RESTART_MS * 2 ** (slot.deaths.length - 1));
    slot.state = "restarting";
    port.reportToOperators(`${what}. It starts again in ${wait / 1000} s.`);
    slot.cancelRestart = clock.after(wait, () => void restart(slot, instance));
  };

  const restart = async (slot: Slot, old: Instance) => {
    slot.cancelRestart = undefined;
    if (!await old.gone()) {
      slot.state = "quarantined";
      return port.reportToOperators(
        `Script "${slot.definition.name}" hangs in native code, which nothing can stop, and stays off. ` +
          "It uses a processor until the hub is restarted.",
      );
    }
    try {
      await run(slot, read(slot.definition));
    } catch (error) {
      if (stopping || !slots.includes(slot)) return;
      port.reportToOperators(`Script "${slot.definition.name}" did not start again: ${explain(error)}`);
    }
  };

  const bootSlot = (slot: Slot): Instance => {
    slot.state = "starting";
    const instance: Instance = boot(slot, (end) => {
      if (slot.instance === instance) died(slot, instance, end);
    });
    return instance;
  };

  /** Work that took its time must not bring back a script that was taken out of the list meanwhile. */
  const refuseGone = (slot: Slot) => {
    if (!stopping && slots.includes(slot)) return;
    throw new HubError("script.unknown", `Script "${slot.definition.name}" was unloaded meanwhile`);
  };

  /** Loads a script into its worker, booted already or not. Leaves the slot `running` or `failed`. */
  const run = async (slot: Slot, graph: Promise<ScriptGraph>, booted?: Instance): Promise<void> => {
    let instance = booted;
    try {
      const modules = await graph;
      refuseGone(slot);
      instance ??= bootSlot(slot);
      slot.instance = instance;
      await instance.load(modules);
      refuseGone(slot);
      slot.state = "running";
      listen();
      log.info(`Script "${slot.definition.name}" runs`, { id: slot.id, hooks: instance.hooks.join(" ") });
    } catch (error) {
      if (slot.state !== "stopped") slot.state = "failed";
      const stack = error instanceof HubError && typeof error.cause === "string" ? error.cause : "";
      slot.trouble = { message: oneLine(messageOf(error)), where: stack, at: clock.now() };
      sweep(slot);
      await instance?.kill();
      throw error;
    }
  };

  /** Starts reading the modules; a failure surfaces in {@linkcode run}. */
  const read = (definition: ScriptDefinition): Promise<ScriptGraph> => {
    const graph = loadGraph(definition);
    graph.catch(() => {});
    return graph;
  };

  const remove = (slot: Slot) => {
    const index = slots.indexOf(slot);
    if (index >= 0) slots.splice(index, 1);
    slot.cancelRestart?.();
    metrics.drop("script", slot.definition.name);
  };

  const unloadInstance = async (slot: Slot, code: number | null) => {
    slot.cancelRestart?.();
    const { instance } = slot;
    slot.state = "stopped";
    await instance?.unload(code);
    sweep(slot);
  };

  return {
    slots,
    async start(definitions) {
      const pending = definitions.map((definition) => {
        const slot = createSlot(definition);
        slots.push(slot);
        return { slot, graph: read(definition), instance: bootSlot(slot) };
      });
      for (const { slot, graph, instance } of pending) {
        try {
          await run(slot, graph, instance);
        } catch (error) {
          if (stopping) continue;
          log.error(explain(error), { code: error instanceof HubError ? error.code : "script.load" });
          port.reportToOperators(`Script "${slot.definition.name}" could not be loaded: ${explain(error)}`);
        }
      }
    },
    async load(definition) {
      const slot = createSlot(definition);
      slots.push(slot);
      try {
        await run(slot, read(definition));
        return slot;
      } catch (error) {
        remove(slot);
        throw error;
      }
    },
    async unload(slot) {
      await unloadInstance(slot, null);
      remove(slot);
    },
    async reload(old) {
      const slot = createSlot(old.definition);
      const graph = read(old.definition);
      const instance = bootSlot(slot);
      await Promise.allSettled([instance.booted, graph]);
      await unloadInstance(old, null);
      const index = slots.indexOf(old);
      if (index < 0 || stopping) {
        await instance.kill();
        throw new HubError("script.unknown", `Script "${old.definition.name}" was unloaded meanwhile`);
      }
      slots[index] = slot;
      await run(slot, graph, instance);
      return slot;
    },
    async stop(code) {
      stopping = true;
      await Promise.all(slots.map((slot) => unloadInstance(slot, code)));
    },
    watch() {
      for (const { instance } of slots) instance?.watch();
    },
  };
}
