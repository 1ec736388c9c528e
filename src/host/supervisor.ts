/**
 * Keeps scripts running: loads, restarts with back-off, quarantines, reloads in place, unloads. Owns the list of
 * slots, which is the call order, the crews they form, and everything a script leaves behind (bots, metrics).
 * Knows nothing of how operators ask for it; `script_commands.ts` does.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";
import { HubError, messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Metrics } from "../core/metrics.ts";
import type { HubPort } from "../port/hub_port.ts";
import { checkSameWorker, countDeath, createCrew, type Crew, crewTitle, groupOf } from "./crew.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { createHookStats } from "./hook_stats.ts";
import type { Instance } from "./instance.ts";
import type { ScriptGraph } from "./loader/graph_types.ts";
import { explain, ownerOf, type ScriptDefinition, type Slot, toldLine, whereOf } from "./slot.ts";
import type { ScriptWorker } from "./worker.ts";
import type { WorkerEnd } from "./worker_types.ts";

/** What the supervisor needs. */
export interface SupervisorOptions {
  /** The hub. */
  readonly port: Pick<HubPort, "removeBotsOf">;
  /** Who asks the running scripts. */
  readonly dispatcher: Pick<Dispatcher, "setListeners">;
  /** Time. */
  readonly clock: Clock;
  /** Where events go. */
  readonly log: Log;
  /** Figures. */
  readonly metrics: Metrics;
  /** Tells operators. */
  report(text: string): void;
  /** Boots a worker for a crew. */
  boot(crew: Crew, died: (end: WorkerEnd) => void): ScriptWorker;
  /** Makes a script a member of its crew's worker. */
  enter(slot: Slot, worker: ScriptWorker): Instance;
  /** Reads and checks the modules of a script; `serial` differs each time, so that its addresses do. */
  loadGraph(definition: ScriptDefinition, serial: number): Promise<ScriptGraph>;
  /** An instance of a script is over; the script may start again. */
  ended?(slot: Slot): void;
  /** A script is gone for good. */
  removed?(slot: Slot): void;
}

/** The scripts of a hub. */
export interface Supervisor {
  /** All slots in call order. */
  readonly slots: readonly Slot[];
  /** The workers that live. */
  workers(): { readonly worker: ScriptWorker; readonly crew: Crew }[];
  /** A number that no script has or will have, unless it is given to {@linkcode Supervisor.load}. */
  reserveId(): number;
  /**
   * Loads these scripts, workers booting side by side, in this order. Failures stay in their slots.
   *
   * @throws {HubError} `config.invalid` when scripts of a group cannot share a worker; nothing is loaded then.
   */
  start(definitions: readonly ScriptDefinition[]): Promise<void>;
  /**
   * Loads one more script at the end. `id` is a reserved number.
   *
   * @throws {HubError} When it cannot be loaded; it is then not in the list.
   */
  load(definition: ScriptDefinition, id?: number): Promise<Slot>;
  /** Runs UnLoad, takes the script out of the list, stops the worker when nobody is left in it. */
  unload(slot: Slot): Promise<void>;
  /**
   * Replaces a script by its present source at the same place in the order. The old one serves until the new one can
   * come. Scripts of its group that stay off start again.
   *
   * @throws {HubError} When the source cannot be loaded; the slot is then `failed`.
   */
  reload(slot: Slot): Promise<Slot>;
  /** Stops everything; `code` goes to OnUnLoad. */
  stop(code: number): Promise<void>;
  /** Looks for stuck scripts. Call it every few dozen milliseconds. */
  watch(): void;
  /** Tells that the hub's thread stood still for so many milliseconds, which are not the scripts'. */
  stoodStill(ms: number): void;
}

/** Creates a supervisor without scripts. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { port, dispatcher, clock, log, metrics, report, boot, enter, loadGraph } = options;
  const slots: Slot[] = [];
  const crews = new Set<Crew>();
  let lastId = 0;
  let serial = 0;
  let stopping = false;

  const listen = () => dispatcher.setListeners(slots.flatMap(({ instance }) => instance ? [instance] : []));

  /** The crew a new script joins; a new one unless its group is there. @throws {HubError} When it does not fit in. */
  const crewFor = (definition: ScriptDefinition): Crew => {
    const group = groupOf(definition);
    for (const crew of crews) {
      if (group === null || crew.group !== group) continue;
      const [first] = crew.slots;
      if (first) checkSameWorker(first.definition, definition);
      return crew;
    }
    const crew = createCrew(group);
    crews.add(crew);
    return crew;
  };

  const createSlot = (definition: ScriptDefinition, crew: Crew, id = ++lastId): Slot => ({
    id,
    definition,
    state: "starting",
    instance: undefined,
    title: { name: definition.name, version: "" },
    trouble: undefined,
    crew,
    stats: createHookStats(metrics, definition.name),
  });

  /** Takes away what a dead or unloaded script leaves in the hub. */
  const sweep = (slot: Slot) => {
    slot.instance = undefined;
    listen();
    port.removeBotsOf(ownerOf(slot.id));
    options.ended?.(slot);
  };

  const died = (crew: Crew, worker: ScriptWorker, end: WorkerEnd) => {
    crew.worker = undefined;
    const where = whereOf(end.stack);
    const reason = toldLine(end.reason);
    const what = `${crewTitle(crew)} was stopped: ${reason}${where && ` (${where})`}`;
    log.error(what, { code: end.code, hook: end.hook ?? "", stack: end.stack ?? "" });
    const fallen = crew.slots.filter(({ instance }) => instance !== undefined);
    for (const slot of fallen) {
      slot.trouble = { message: reason, where: end.stack ?? "", at: clock.now() };
      sweep(slot);
    }
    const up = fallen.filter(({ state }) => state === "running");
    if (stopping || up.length === 0) return;
    const wait = countDeath(crew, clock.mono());
    for (const slot of up) slot.state = wait === null ? "quarantined" : "restarting";
    if (wait === null) {
      const { windowSeconds } = up[0]!.definition.restarts;
      const times = crew.deaths.length === 1 ? "once" : `${crew.deaths.length} times`;
      return report(
        `${what}. It died ${times} within ${windowSeconds} s and stays off; !tsreload #${
          up[0]!.id
        } starts it again.`,
      );
    }
    report(`${what}. It starts again in ${wait / 1000} s.`);
    crew.cancelRestart = clock.after(wait, () => void restart(crew, worker));
  };

  const restart = async (crew: Crew, old: ScriptWorker) => {
    crew.cancelRestart = undefined;
    const waiting = () => crew.slots.filter(({ state }) => state === "restarting");
    if (!await old.gone()) {
      for (const slot of waiting()) slot.state = "quarantined";
      return report(
        `${crewTitle(crew)} hangs in native code, which nothing can stop, and stays off. ` +
          "It keeps its memory, and maybe a processor busy, until the hub is restarted.",
      );
    }
    await runAgain(waiting());
  };

  /** Starts scripts whose worker is gone, in order. */
  const runAgain = async (waiting: readonly Slot[]) => {
    for (const slot of waiting) {
      slot.state = "starting";
      try {
        await run(slot, read(slot.definition));
      } catch (error) {
        if (stopping || !slots.includes(slot)) continue;
        report(`Script "${slot.definition.name}" did not start again: ${explain(error)}`);
      }
    }
  };

  const bootCrew = (crew: Crew): ScriptWorker => {
    const worker: ScriptWorker = boot(crew, (end) => {
      if (crew.worker === worker) died(crew, worker, end);
    });
    return crew.worker = worker;
  };

  /** Stops the worker when none of its scripts is left, and forgets a crew without scripts. */
  const dismiss = async (crew: Crew) => {
    if (crew.slots.length === 0) crews.delete(crew);
    if (crew.slots.some(({ instance, state }) => instance !== undefined || state === "starting")) return;
    const { worker } = crew;
    crew.worker = undefined;
    await worker?.kill();
  };

  /** Work that took its time must not bring back a script that was taken out of the list meanwhile. */
  const refuseGone = (slot: Slot) => {
    if (!stopping && slots.includes(slot)) return;
    throw new HubError("script.unknown", `Script "${slot.definition.name}" was unloaded meanwhile`);
  };

  /** Loads a script into its crew's worker, booted already or not. Leaves the slot `running` or `failed`. */
  const run = async (slot: Slot, graph: Promise<ScriptGraph>): Promise<void> => {
    const { crew } = slot;
    try {
      const modules = await graph;
      refuseGone(slot);
      const instance = enter(slot, crew.worker ?? bootCrew(crew));
      slot.instance = instance;
      await instance.load(modules);
      refuseGone(slot);
      slot.state = "running";
      listen();
      log.info(`Script "${slot.definition.name}" runs`, { id: slot.id, hooks: instance.hooks.join(" ") });
    } catch (error) {
      if (slot.state !== "stopped") slot.state = "failed";
      const stack = error instanceof HubError && typeof error.cause === "string" ? error.cause : "";
      slot.trouble = { message: toldLine(messageOf(error)), where: stack, at: clock.now() };
      sweep(slot);
      await dismiss(crew);
      throw error;
    }
  };

  /** Starts reading the modules; a failure surfaces in {@linkcode run}. */
  const read = (definition: ScriptDefinition): Promise<ScriptGraph> => {
    const graph = loadGraph(definition, ++serial);
    graph.catch(() => {});
    return graph;
  };

  const remove = (slot: Slot) => {
    const index = slots.indexOf(slot);
    if (index >= 0) slots.splice(index, 1);
    leaveCrew(slot);
    metrics.drop("script", slot.definition.name);
    options.removed?.(slot);
  };

  const leaveCrew = (slot: Slot) => {
    const { crew } = slot;
    const index = crew.slots.indexOf(slot);
    if (index >= 0) crew.slots.splice(index, 1);
    if (crew.slots.some(({ state }) => state === "restarting")) return;
    crew.cancelRestart?.();
    crew.cancelRestart = undefined;
  };

  const unloadInstance = async (slot: Slot, code: number | null) => {
    const { instance } = slot;
    slot.state = "stopped";
    await instance?.unload(code);
    sweep(slot);
  };

  return {
    slots,
    workers: () => [...crews].flatMap((crew) => crew.worker ? [{ worker: crew.worker, crew }] : []),
    reserveId: () => ++lastId,
    async start(definitions) {
      const added = definitions.map((definition) => {
        const slot = createSlot(definition, crewFor(definition));
        slot.crew.slots.push(slot);
        return slot;
      });
      slots.push(...added);
      const pending = added.map((slot) => {
        if (!slot.crew.worker) bootCrew(slot.crew);
        return { slot, graph: read(slot.definition) };
      });
      for (const { slot, graph } of pending) {
        try {
          await run(slot, graph);
        } catch (error) {
          if (stopping) continue;
          log.error(explain(error), { code: error instanceof HubError ? error.code : "script.load" });
          report(`Script "${slot.definition.name}" could not be loaded: ${explain(error)}`);
        }
      }
    },
    async load(definition, id) {
      const crew = crewFor(definition);
      const slot = createSlot(definition, crew, id);
      slots.push(slot);
      crew.slots.push(slot);
      try {
        await run(slot, read(definition));
        return slot;
      } catch (error) {
        remove(slot);
        await dismiss(crew);
        throw error;
      }
    },
    async unload(slot) {
      await unloadInstance(slot, null);
      remove(slot);
      await dismiss(slot.crew);
    },
    async reload(old) {
      const { definition } = old;
      const alone = old.crew.group === null;
      const crew = alone ? createCrew(null) : old.crew;
      const slot = createSlot(definition, crew);
      if (alone) crew.slots.push(slot);
      crews.add(crew);
      const graph = read(definition);
      await Promise.allSettled([alone ? bootCrew(crew).booted : undefined, graph]);
      await unloadInstance(old, null);
      const index = slots.indexOf(old);
      if (index < 0 || stopping) {
        if (alone) crew.slots.length = 0;
        await dismiss(crew);
        throw new HubError("script.unknown", `Script "${definition.name}" was unloaded meanwhile`);
      }
      slots[index] = slot;
      options.removed?.(old);
      if (!alone) crew.slots[crew.slots.indexOf(old)] = slot;
      else {
        leaveCrew(old);
        await dismiss(old.crew);
      }
      crew.cancelRestart?.();
      crew.cancelRestart = undefined;
      const others = crew.slots.filter(({ state }) => state === "restarting" || state === "quarantined");
      if (others.length > 0) crew.deaths = [];
      try {
        await run(slot, graph);
      } finally {
        await runAgain(others);
      }
      return slot;
    },
    async stop(code) {
      stopping = true;
      for (const crew of crews) crew.cancelRestart?.();
      await Promise.all(slots.map((slot) => unloadInstance(slot, code)));
      await Promise.all([...crews].map(({ worker }) => worker?.kill()));
    },
    watch() {
      for (const { worker } of crews) worker?.watch();
    },
    stoodStill(ms) {
      for (const { worker } of crews) worker?.hubTime.stoodStill(ms);
    },
  };
}
