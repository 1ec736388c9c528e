/**
 * One running script: a member of a worker with its own hooks, grants, calls and figures.
 * Owns what a script may do to the hub while it runs: every record is checked against the tables here.
 * Knows nothing of threads, which are its worker's business, nor of restarts; the supervisor does.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";
import type { HubPort } from "../port/hub_port.ts";
import { ALLOW, type Answer } from "../port/script_sink.ts";
import type { CallingScript, ScriptServices } from "../vh/handlers/context.ts";
import { HOOK_NAMES, type HookName, HOOKS } from "../vh/hooks.ts";
import { NOTICE } from "../vh/protocol.ts";
import type { CapabilityName } from "../vh/table.ts";
import { type CallDesk, createCallDesk } from "./call_desk.ts";
import type { Dispatcher, Listener } from "./dispatcher.ts";
import { createFunctionDesk, type FunctionDesk, isFunctionCall } from "./function_desk.ts";
import type { HookStats } from "./hook_stats.ts";
import type { ScriptGraph } from "./loader/graph_types.ts";
import { mapStack } from "./loader/stack.ts";
import type { OpenHook } from "./open_hooks.ts";
import { shownArgs } from "./secrets.ts";
import { BLOCK, readAnswer, withFailure, withinCapabilities } from "./wire_answer.ts";
import { noticeText, type ScriptWorker } from "./worker.ts";
import type { Member } from "./worker_types.ts";

/** Milliseconds UnLoad and OnUnLoad may take together. */
export const UNLOAD_MS = 2000;

/** What an instance needs. */
export interface InstanceOptions {
  /** Who it is. */
  readonly script: CallingScript;
  /** What it may do inside the hub. */
  readonly capabilities: ReadonlySet<CapabilityName>;
  /** The `options` of the config. */
  readonly options: unknown;
  /** What a failed or timed-out hook counts as; default allow. */
  readonly onFailure: Readonly<Record<string, "allow" | "block">>;
  /** The hub's data folder, when the script may read all of it. */
  readonly baseDir?: string | undefined;
  /** Where it runs. */
  readonly worker: ScriptWorker;
  /** The hub. */
  readonly port: HubPort;
  /** Calls handlers need. */
  readonly services: ScriptServices;
  /** Makes hooks nested while a call runs. */
  readonly dispatcher: Pick<Dispatcher, "caused" | "refresh">;
  /** Time. */
  readonly clock: Clock;
  /** Counts and times. */
  readonly stats: HookStats;
  /** Takes a console line. */
  log(level: string, text: string): void;
  /** A hook threw. */
  hookFailed(hook: string, message: string, stack: string): void;
  /** Learns of every answered hook, when somebody wants to know. */
  readonly trace?: (hook: string, args: readonly unknown[] | null, value: unknown, ms: number) => void;
}

/** A running script. */
export class Instance implements Listener, Member {
  /** Where it runs. */
  readonly worker: ScriptWorker;
  /** Calls of its exported functions by the host. */
  readonly functions: FunctionDesk;
  readonly #options: InstanceOptions;
  readonly #desk: CallDesk;
  readonly #hooks = new Set<HookName>();
  readonly #unloaded = Promise.withResolvers<void>();
  readonly #number: number;
  #graph: ScriptGraph | undefined;
  #loading = false;
  #over = false;

  /** Takes a place in its worker; user code comes with {@linkcode Instance.load}. */
  constructor(options: InstanceOptions) {
    this.#options = options;
    const { script, capabilities, port, worker } = options;
    this.worker = worker;
    this.#number = worker.join(this);
    this.#desk = createCallDesk({
      context: { port, script, services: options.services, warn: warnOnce(options.log) },
      capabilities,
      hubTime: worker.hubTime,
      caused: (fn) => options.dispatcher.caused(worker.callDepth, fn),
      reply: (id, result) => worker.reply(id, result),
      fail: (id, code, message) => worker.fail(id, code, message),
      castFailed: (message) => options.log("error", message),
    });
    this.functions = createFunctionDesk({
      script: script.name,
      owner: this,
      clock: options.clock,
      inCall: () => worker.inCall,
      send: (event, args, open) => !this.#over && worker.send(this.#number, event, args, open),
      refusal: () => worker.refusal,
    });
  }

  /** True once the script is unloaded or its worker is over. */
  get over(): boolean {
    return this.#over;
  }

  /**
   * Imports the script. When that fails the script is over, and so is its worker unless others share it.
   *
   * @throws {HubError} As `Jail.load`.
   */
  async load(graph: ScriptGraph): Promise<void> {
    const { script, capabilities, options, worker, baseDir = null } = this.#options;
    this.#graph = graph;
    this.#loading = true;
    const { id, name, path } = script;
    try {
      const identity = { id, name, path, capabilities: [...capabilities], options, baseDir };
      await worker.load(this.#number, graph, identity);
      this.#loading = false;
    } catch (error) {
      worker.leave(this.#number);
      throw error;
    }
  }

  listens(hook: HookName): boolean {
    return !this.#loading && this.#hooks.has(hook);
  }

  /** Names of the hooks the script listens to. */
  get hooks(): readonly HookName[] {
    return [...this.#hooks];
  }

  ask(hook: HookName, args: readonly unknown[], nested: boolean, settle: (answer: Answer) => void): void {
    const { worker, capabilities } = this.#options;
    if (hook === "OnTimer" && worker.runs(hook, this)) return settle(ALLOW); // a missed tick is not made up
    const shown = shownArgs(hook, args, capabilities);
    const open = { hook, owner: this, nested, settle };
    if (this.#over || !worker.send(this.#number, HOOK_NAMES.indexOf(hook), shown, open)) {
      return settle(this.#whenFailed(hook));
    }
    this.#options.trace?.(hook, shown, undefined, 0);
  }

  /** Runs UnLoad (and OnUnLoad with `code`), then leaves the worker, which its owner stops when nobody is left. */
  async unload(code: number | null): Promise<void> {
    if (!this.#over && this.#graph) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = this.#options.clock.after(UNLOAD_MS, resolve);
      await this.worker.unloading(this.#number, code, Promise.race([promise, this.#unloaded.promise]));
      cancel();
    }
    this.worker.leave(this.#number);
  }

  /** Part of {@linkcode Member}. */
  take(call: number, args: unknown[], id: number | null): boolean {
    return this.#desk.take(call, args, id);
  }

  /** Part of {@linkcode Member}. */
  lost(): void {
    this.#over = true;
    this.#hooks.clear();
    this.#unloaded.resolve();
  }

  /** Part of {@linkcode Member}. */
  timedOut(open: OpenHook): void {
    this.#options.stats.timedOut(open.hook);
    if (isFunctionCall(open)) {
      const message = `${open.hook} did not answer within ${this.worker.hookMs} ms`;
      open.settle({ failed: "script.timeout", message });
    }
  }

  /** Part of {@linkcode Member}. */
  unanswered(open: OpenHook): void {
    if (isFunctionCall(open)) return open.settle({ failed: "script.crashed", message: "The script is gone" });
    settleHook(open, this.#whenFailed(open.hook));
  }

  /** Part of {@linkcode Member}. */
  answered(open: OpenHook, value: unknown, ms: number): void {
    const { stats, trace } = this.#options;
    stats.handled(open.hook, ms);
    trace?.(open.hook, null, value, ms);
    if (isFunctionCall(open)) return open.settle({ value });
    const hook = open.hook as HookName;
    const kind = HOOKS[hook].answer;
    const read = value === "failed" ? null : readAnswer(kind, value);
    const answer = read && withinCapabilities(kind, read, this.#options.capabilities);
    if (!answer && value !== "failed") {
      this.#options.hookFailed(hook, "Its answer is malformed or too long", "");
    }
    const failed = this.#whenFailed(hook);
    settleHook(open, answer ? withFailure(answer, value, failed) : failed);
  }

  /** Part of {@linkcode Member}. */
  notice(op: number, args: unknown[]): void {
    const text = (index: number) => noticeText(args, index);
    switch (op) {
      case NOTICE.hooks: {
        if (!Array.isArray(args[0]) || this.#over) return;
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

  #whenFailed(hook: string): Answer {
    return this.#options.onFailure[hook] === "block" ? BLOCK : ALLOW;
  }
}

/** Reasons of which a script's log is told; more than there are. */
const MAX_REASONS = 20;

/** Tells a log each reason once, so that a script that tries again and again does not use up its lines. */
function warnOnce(log: InstanceOptions["log"]): (reason: string, value: string) => void {
  const told = new Set<string>();
  return (reason, value) => {
    if (told.has(reason) || told.size === MAX_REASONS) return;
    told.add(reason);
    log("warn", `${reason} (${JSON.stringify(value)}; not told again)`);
  };
}

function settleHook(open: OpenHook, answer: Answer): void {
  (open.settle as (answer: Answer) => void)(answer);
}
