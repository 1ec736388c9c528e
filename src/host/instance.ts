/**
 * One running script: its jail, its channel end, the hooks it has not answered, and the clock that runs on them.
 * Owns what a script may do to the hub while it runs: every record is checked against the tables here.
 * Knows nothing of restarts or of other scripts; the supervisor does.
 *
 * @module
 */
import { HostEnd } from "../channel/host_end.ts";
import type { Pump } from "../channel/pump.ts";
import type { Clock } from "../core/clock.ts";
import type { HubPort } from "../port/hub_port.ts";
import { ALLOW, type Answer } from "../port/script_sink.ts";
import type { CallingScript, ScriptServices } from "../vh/handlers/context.ts";
import { HOOK_NAMES, type HookName, HOOKS } from "../vh/hooks.ts";
import { CONTROL, NOTICE } from "../vh/protocol.ts";
import type { CapabilityName } from "../vh/table.ts";
import { type CallDesk, createCallDesk } from "./call_desk.ts";
import type { Dispatcher, Listener } from "./dispatcher.ts";
import type { HookStats } from "./hook_stats.ts";
import { createHubTime, type HubTime } from "./hub_time.ts";
import type { Death, Jail, JailOptions } from "./jail/jail.ts";
import type { ScriptGraph } from "./loader/graph_types.ts";
import { mapStack } from "./loader/stack.ts";
import { OpenHooks } from "./open_hooks.ts";
import { stateFeed } from "./state_feed.ts";
import { BLOCK, readAnswer } from "./wire_answer.ts";

/** Milliseconds UnLoad and OnUnLoad may take together. */
export const UNLOAD_MS = 2000;
/** Milliseconds between pings. */
const PING_MS = 250;

/** Limits of one instance. */
export interface InstanceLimits {
  /** Milliseconds a hook may take. */
  readonly hookMs: number;
  /** Milliseconds loading may take. */
  readonly loadMs: number;
  /** Heap in MiB. */
  readonly memoryMb: number;
  /** Size of each ring in KiB. */
  readonly ringKb: number;
}

/** Why an instance is over. */
export interface InstanceEnd {
  /** Error code for logs. */
  readonly code:
    | "script.timeout"
    | "script.memory"
    | "script.crashed"
    | "script.overload"
    | "channel.corrupt";
  /** One line for operators. */
  readonly reason: string;
  /** The hook it was in, where known. */
  readonly hook?: HookName;
  /** Stack with the author's files, where known. */
  readonly stack?: string;
}

/** What an instance needs. */
export interface InstanceOptions {
  /** Who it is. */
  readonly script: CallingScript;
  /** What it may do inside the hub. */
  readonly capabilities: ReadonlySet<CapabilityName>;
  /** The `options` of the config. */
  readonly options: unknown;
  /** Its limits. */
  readonly limits: InstanceLimits;
  /** What a failed or timed-out hook counts as; default allow. */
  readonly onFailure: Readonly<Record<string, "allow" | "block">>;
  /** The hub. */
  readonly port: HubPort;
  /** Calls handlers need. */
  readonly services: ScriptServices;
  /** Makes hooks nested while a call runs. */
  readonly dispatcher: Pick<Dispatcher, "caused" | "refresh">;
  /** Polls the channel. */
  readonly pump: Pump;
  /** Time. */
  readonly clock: Clock;
  /** Counts and times. */
  readonly stats: HookStats;
  /** Boots the jail around the channel. */
  bootJail(options: Pick<JailOptions, "data" | "onDeath">): Jail;
  /** Takes a console line. */
  log(level: string, text: string): void;
  /** A hook threw. */
  hookFailed(hook: string, message: string, stack: string): void;
  /** Called once when the instance is over without being told to stop. */
  died(end: InstanceEnd): void;
}

/** A running script. */
export class Instance implements Listener {
  /** Resolves when the jail is up and no user code has run. */
  readonly booted: Promise<void>;
  readonly #options: InstanceOptions;
  readonly #end: HostEnd;
  readonly #jail: Jail;
  readonly #desk: CallDesk;
  readonly #hubTime: HubTime;
  readonly #open: OpenHooks;
  readonly #hooks = new Set<HookName>();
  readonly #unloaded = Promise.withResolvers<void>();
  #graph: ScriptGraph | undefined;
  /** Nested hooks without an answer: how deep the script stands in calls. */
  #nested = 0;
  #pings = 0;
  /** The ping without an answer, if any. */
  #ping: { readonly at: number; readonly hubTimeAt: number } | undefined;
  #pongAt = 0;
  #answered: (() => void) | undefined;
  #loading = false;
  #unloading = false;
  #over = false;
  #memory = { heap: 0, external: 0 };

  /** Boots a jail; user code comes with {@linkcode Instance.load}. */
  constructor(options: InstanceOptions) {
    this.#options = options;
    const { script, capabilities, limits, port } = options;
    this.#end = new HostEnd({
      decision: (seq, value) => this.#decided(seq, value),
      pending: (seq) => this.#postponed(seq),
      cast: (call, args) => this.#take(call, args, null),
      call: (id, call, args) => this.#take(call, args, id),
      notice: (op, args) => this.#notice(op, args),
      corrupt: (reason) => this.#fail({ code: "channel.corrupt", reason: `it broke its channel: ${reason}` }),
      overflow: (reason) => this.#fail({ code: "script.overload", reason: `it does not keep up: ${reason}` }),
    }, { ringBytes: limits.ringKb * 1024 });
    this.#open = new OpenHooks(limits.hookMs);
    this.#hubTime = createHubTime(() => options.clock.mono());
    this.#desk = createCallDesk({
      context: { port, script, services: options.services },
      capabilities,
      hubTime: this.#hubTime,
      caused: (fn) => options.dispatcher.caused(this.#nested + 1, fn),
      reply: (id, result) => {
        this.#end.reply(id, result);
        options.pump.kick();
      },
      fail: (id, code, message) => void this.#end.fail(id, code, message),
      castFailed: (message) => options.log("error", message),
    });
    this.#jail = options.bootJail({
      data: {
        memory: this.#end.memory,
        callTimeoutMs: 30_000,
        identity: {
          id: script.id,
          name: script.name,
          path: script.path,
          capabilities: [...capabilities],
          options: options.options,
          hub: { ...port.version, startedAt: port.startedAt },
        },
      },
      onDeath: (death) => this.#jailDied(death),
    });
    this.booted = this.#jail.booted;
  }

  /** Bytes of heap and outside the heap, as the script last reported. */
  get memory(): { readonly heap: number; readonly external: number } {
    return this.#memory;
  }

  /** True once the instance is dead or told to stop. */
  get over(): boolean {
    return this.#over;
  }

  /** Channel counters. */
  get counters(): HostEnd["counters"] {
    return this.#end.counters;
  }

  /** Takes a state change for the script's replica; before the first snapshot there is nothing to change. */
  delta(op: number, args: unknown[]): void {
    if (this.#graph) this.#end.delta(op, args);
  }

  /**
   * Gives the worker the hub's state, then imports the script. The instance dies when that fails.
   *
   * @throws {HubError} As `Jail.load`.
   */
  async load(graph: ScriptGraph): Promise<void> {
    const { port, pump, clock, limits } = this.#options;
    await this.booted;
    this.#graph = graph;
    this.#loading = true;
    pump.add(this.#end);
    port.snapshot(stateFeed((op, args) => this.#end.delta(op, args)));
    await this.#caughtUp();
    await this.#jail.load(graph, { timeoutMs: limits.loadMs });
    // The worker listed its hooks in the ring before it said "loaded". What precedes them fills the ring at most.
    for (let turns = limits.ringKb; turns > 0 && this.#end.poll() > 0; turns--);
    this.#loading = false;
    this.#progress(clock.mono());
  }

  /** Resolves when the worker has read everything sent so far, or is dead. */
  #caughtUp(): Promise<void> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#sendPing(this.#options.clock.mono());
    });
  }

  #sendPing(now: number): void {
    this.#ping = { at: now, hubTimeAt: this.#hubTime.at(now) };
    this.#end.control(CONTROL.ping, [++this.#pings]);
    this.#options.pump.kick();
  }

  listens(hook: HookName): boolean {
    return !this.#loading && this.#hooks.has(hook);
  }

  /** Names of the hooks the script listens to. */
  get hooks(): readonly HookName[] {
    return [...this.#hooks];
  }

  ask(hook: HookName, args: readonly unknown[], nested: boolean, settle: (answer: Answer) => void): void {
    if (hook === "OnTimer" && this.#open.runs(hook)) return settle(ALLOW); // a missed tick is not made up
    const seq = this.#over ? 0 : this.#end.event(HOOK_NAMES.indexOf(hook), args, nested);
    if (seq === 0) return settle(this.#whenFailed(hook));
    const now = this.#options.clock.mono();
    if (nested) {
      this.#nested++;
      this.#hubTime.hookBegan();
    }
    this.#open.add(seq, {
      hook,
      nested,
      sentAt: now,
      hubTimeAt: this.#hubTime.at(now),
      settle: nested ? (answer) => (this.#nested--, settle(answer)) : settle,
    });
    this.#options.pump.kick();
  }

  /** Runs UnLoad (and OnUnLoad with `code`), then stops the worker. Resolves when nothing of it is left. */
  async unload(code: number | null): Promise<void> {
    if (!this.#over && this.#graph && !this.#jail.death) {
      this.#unloading = true;
      this.#end.control(CONTROL.unload, [code]);
      this.#options.pump.kick();
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = this.#options.clock.after(UNLOAD_MS, resolve);
      await Promise.race([promise, this.#unloaded.promise]);
      cancel();
    }
    await this.kill();
  }

  /** Stops the worker at once. */
  async kill(): Promise<number> {
    this.#finish();
    return await this.#jail.kill();
  }

  /** After the end: has its thread really ended? As `Jail.gone`. */
  gone(): Promise<boolean> {
    return this.#jail.gone();
  }

  /** Ends the instance with a reason, as if it had died of it. */
  end(end: InstanceEnd): void {
    this.#fail(end);
  }

  /** Ends hooks that are too late and the script itself when it is stuck. Call it every few dozen milliseconds. */
  watch(): void {
    if (this.#over || this.#loading || this.#unloading || !this.#graph) return;
    const now = this.#options.clock.mono();
    const hubTime = this.#hubTime.at(now);
    const { hookMs } = this.#options.limits;
    for (const { hook, settle } of this.#open.takeLate(now)) {
      this.#options.stats.timedOut(hook);
      settle(this.#whenFailed(hook));
    }
    const stuck = this.#open.stuck(now, hubTime);
    if (stuck) {
      const { hook } = stuck;
      this.#options.stats.timedOut(hook);
      this.#fail({ code: "script.timeout", reason: `${hook} ran longer than ${hookMs} ms`, hook });
    } else if (!this.#ping) {
      if (now - this.#pongAt > PING_MS) this.#sendPing(now);
    } else if (this.#open.tooLong(this.#ping.at, this.#ping.hubTimeAt, now, hubTime)) {
      this.#fail({ code: "script.timeout", reason: `a timer or promise ran longer than ${hookMs} ms` });
    }
  }

  /** Milliseconds since the worker's last sign of life while a ping or hook waits for one; 0 while it answers. */
  silentMs(): number {
    return this.#open.silentMs(this.#options.clock.mono(), this.#ping?.at);
  }

  #progress(now: number): void {
    this.#open.progress(now, this.#hubTime.at(now));
  }

  #whenFailed(hook: HookName): Answer {
    return this.#options.onFailure[hook] === "block" ? BLOCK : ALLOW;
  }

  #decided(seq: number, value: unknown): void {
    if (this.#open.runsNested(seq)) this.#hubTime.hookEnded();
    const open = this.#open.take(seq);
    const now = this.#options.clock.mono();
    this.#progress(now);
    if (!open) return; // its limit came first
    const { hook, sentAt, settle } = open;
    this.#options.stats.handled(hook, now - sentAt);
    const answer = value === "failed" ? null : readAnswer(HOOKS[hook].answer, value);
    settle(answer ?? this.#whenFailed(hook));
  }

  #postponed(seq: number): void {
    if (this.#open.runsNested(seq)) this.#hubTime.hookEnded();
    this.#progress(this.#options.clock.mono());
    this.#open.promise(seq);
  }

  #take(call: number, args: unknown[], id: number | null): void {
    if (this.#desk.take(call, args, id)) return;
    this.#fail({ code: "channel.corrupt", reason: `it broke its channel: there is no call ${call}` });
  }

  #notice(op: number, args: unknown[]): void {
    const text = (index: number) =>
      typeof args[index] === "string" ? (args[index] as string).slice(0, 8000) : "";
    switch (op) {
      case NOTICE.pong: {
        const [, heap, external] = args;
        if (typeof heap === "number" && typeof external === "number") this.#memory = { heap, external };
        this.#ping = undefined;
        this.#pongAt = this.#options.clock.mono();
        this.#progress(this.#pongAt);
        this.#answered?.();
        return;
      }
      case NOTICE.hooks: {
        if (!Array.isArray(args[0])) return;
        this.#hooks.clear();
        for (const name of args[0]) {
          if (typeof name === "string" && Object.hasOwn(HOOKS, name)) this.#hooks.add(name as HookName);
        }
        return this.#options.dispatcher.refresh();
      }
      case NOTICE.log:
        return this.#options.log(text(0), text(1));
      case NOTICE.error: {
        this.#options.stats.failed(text(0));
        const stack = this.#graph ? mapStack(text(2), this.#graph) : text(2);
        return this.#options.hookFailed(text(0), text(1), stack);
      }
      case NOTICE.unloaded:
        return this.#unloaded.resolve();
    }
  }

  #jailDied(death: Death): void {
    const oldest = this.#open.oldest();
    this.#fail({
      code: death.kind === "memory" ? "script.memory" : "script.crashed",
      reason: death.message,
      ...(oldest ? { hook: oldest.hook } : {}),
      ...(death.stack ? { stack: death.stack } : {}),
    });
  }

  #fail(end: InstanceEnd): void {
    if (this.#over) return;
    this.#finish();
    void this.#jail.kill();
    this.#options.died(end);
  }

  /** Closes the channel and answers everything that is open. */
  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#hooks.clear();
    this.#options.pump.remove(this.#end);
    this.#end.close();
    this.#unloaded.resolve();
    this.#answered?.();
    for (const { hook, settle } of this.#open.takeAll()) settle(this.#whenFailed(hook));
  }
}
