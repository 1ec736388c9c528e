/**
 * The hub's side of a jail: boots a locked-down worker, hands it a script, learns of its death, kills it.
 * Owns the two threads of one jail and every wait on them. Boot runs no user code and is slow (about half a second
 * inside Deno); load imports the script, so a reload can boot the next jail while the old one still serves.
 * Knows nothing of rings, hooks or restarts: data and notes pass through it unread.
 *
 * @module
 */
import type { JailMessage, LoadMessage } from "../../../workers/jail_side.ts";
import { INSIDE, PLACE, STOP } from "../../../workers/kill_guard.ts";
import type { WardenCommand, WardenReport } from "../../../workers/warden.ts";
import { type Clock, pause } from "../../core/clock.ts";
import { HubError } from "../../core/errors.ts";
import { BUILTINS } from "../loader/builtins.ts";
import type { ScriptGraph, ScriptModule } from "../loader/graph_types.ts";
import type { RuntimeSources } from "../loader/runtime_sources.ts";
import { mapStack } from "../loader/stack.ts";
import type { JailPermissions } from "./grants.ts";
import { lightWarden, type Warden } from "./light_warden.ts";
import { threadRuns } from "./threads.ts";

/** Longest wait for a jail without user code to come up (ms). Only one that hangs takes so long, on a busy machine too. */
const BOOT_TIMEOUT_MS = 60_000;
/** Longest wait for the import of a script's modules (ms), unless the caller says otherwise. */
const LOAD_TIMEOUT_MS = 10_000;
/** Longest wait for the warden to confirm a kill (ms). */
export const KILL_TIMEOUT_MS = 1_000;

/** Longest wait for a thread to leave a function that must not be interrupted (ms). */
const INSIDE_MS = 500;
/**
 * How long a thread may take to end after its death (ms). A busy machine needs a second at times, and a thread that is
 * taken for stuck costs its script, or in the sandbox proof all scripts.
 */
const LINGER_MS = 10_000;

/** Why a jail ended. */
export interface Death {
  /** `silent`: it stopped answering without any event. */
  readonly kind: "memory" | "exit" | "error" | "killed" | "silent";
  /** One line for the log. */
  readonly message: string;
  /** Stack with the author's files, when there is one. */
  readonly stack?: string;
}

/** What {@linkcode bootJail} needs. */
export interface JailOptions {
  /** Name of the script, for messages and the thread. */
  name: string;
  /** What the worker may reach; see grants.ts. */
  permissions: JailPermissions;
  /** Cap of the JavaScript heap (MiB). */
  heapMb: number;
  /** The runtime, see {@linkcode RuntimeSources}. */
  runtime: RuntimeSources;
  /** Time. */
  clock: Clock;
  /** A plain web Worker instead: less to start, but no heap cap, and a kill may leave a running loop behind. */
  light?: boolean;
  /** For the script host in the worker: anything that can be cloned, SharedArrayBuffers included. */
  data?: unknown;
  /** Called once, when the jail is gone. */
  onDeath(death: Death): void;
  /** A value that the runtime (never user code) sent by `note`. */
  onNote?(value: unknown): void;
}

/** How {@linkcode Jail.load} waits. */
export interface LoadOptions {
  /** Longest wait (ms). */
  timeoutMs?: number;
  /** Number of the script in the jail (0); each number once. */
  member?: number;
  /** For the script host in the worker: anything that can be cloned. */
  data?: unknown;
  /** Does the jail live on when the import fails? One that does not end in time is killed in any case. */
  keep?: boolean;
}

/** A running jail. */
export interface Jail {
  /** Resolves when the worker is hardened and waits for a script; rejects when it died before that. */
  readonly booted: Promise<void>;
  /**
   * Imports a script. Resolves with the names its entry exports. When it rejects the jail is dead, unless `keep`.
   *
   * @throws {HubError} `script.load`, `script.memory`, `script.timeout` or `script.crashed`.
   */
  load(graph: ScriptGraph, options?: LoadOptions): Promise<string[]>;
  /** Stops the script, whatever it does, and both threads. Resolves with the milliseconds it took. */
  kill(): Promise<number>;
  /** How it ended, `undefined` while it lives. */
  readonly death: Death | undefined;
  /**
   * After the death: whether the script's thread has really ended. False when it still runs after
   * {@linkcode LINGER_MS}, inside a native call that no interrupt reaches; it then burns a core until the process
   * ends. True where the system cannot be asked.
   */
  gone(): Promise<boolean>;
}

/** An import under way or over. */
interface Loading extends PromiseWithResolvers<string[]> {
  readonly keep: boolean;
  cancel: () => void;
}

/** Starts a jail. Returns at once; wait for `booted`. */
export function bootJail(options: JailOptions): Jail {
  return new WardenJail(options);
}

class WardenJail implements Jail {
  readonly booted: Promise<void>;
  death: Death | undefined;
  readonly #options: JailOptions;
  readonly #warden: Warden;
  readonly #boot = Promise.withResolvers<void>();
  readonly #loads = new Map<number, Loading>();
  readonly #killed = Promise.withResolvers<void>();
  readonly #cells = new Int32Array(new SharedArrayBuffer(8));
  /** Modules of all its scripts, for stacks. */
  readonly #modules = new Map<string, ScriptModule>();
  #thread: number | undefined;
  #killing: Promise<number> | undefined;
  /** What is known of a death before the thread is gone. */
  #cause: Death | undefined;
  #cancelTimeout: () => void;

  constructor(options: JailOptions) {
    this.#options = options;
    this.booted = this.#boot.promise;
    // Nobody may be waiting when it dies; onDeath tells in any case.
    this.#boot.promise.catch(() => {});
    const { name, permissions, heapMb, runtime, data, clock } = options;
    this.#warden = options.light ? lightWarden(name, permissions.deno) : new Worker(
      new URL("../../../workers/warden.ts", import.meta.url),
      { type: "module", name: `warden ${name}`, deno: { permissions: permissions.deno } } as WorkerOptions,
    );
    this.#warden.onmessage = (event: MessageEvent<WardenReport>) => this.#hear(event.data);
    this.#warden.onerror = (event) => {
      event.preventDefault();
      this.#end({ kind: "error", message: `The warden failed: ${event.message}` });
    };
    const { boot, entry, sources } = runtime;
    this.#send({
      type: "start",
      boot,
      heapMb,
      workerData: { runtime: { entry, sources }, grants: permissions.grants, data, cells: this.#cells },
    });
    this.#cancelTimeout = clock.after(BOOT_TIMEOUT_MS, () => {
      this.#die({ kind: "silent", message: `It did not boot within ${BOOT_TIMEOUT_MS} ms` });
    });
  }

  load(graph: ScriptGraph, options: LoadOptions = {}): Promise<string[]> {
    const { timeoutMs = LOAD_TIMEOUT_MS, member = 0, data, keep = false } = options;
    if (this.#loads.has(member)) throw new TypeError(`The jail has loaded script ${member} already`);
    const loading: Loading = { keep, cancel: () => {}, ...Promise.withResolvers<string[]>() };
    this.#loads.set(member, loading);
    loading.promise.catch(() => {});
    if (this.death) loading.reject(loadError(this.#options.name, this.death));
    for (const [url, module] of graph.modules) this.#modules.set(url, module);
    void this.#boot.promise.then(() => {
      if (this.death || this.#cause) return;
      const sources: Record<string, string> = {};
      for (const [url, module] of graph.modules) sources[url] = module.source;
      const message: LoadMessage = {
        type: "load",
        entry: graph.entry,
        sources,
        builtins: Object.keys(BUILTINS),
        member,
        data,
      };
      this.#send({ type: "pass", message });
      loading.cancel = this.#options.clock.after(timeoutMs, () => {
        this.#die({ kind: "silent", message: `It did not load within ${timeoutMs} ms` });
      });
    }, () => {});
    return loading.promise;
  }

  kill(): Promise<number> {
    return this.#killing ??= this.#kill();
  }

  async #kill(): Promise<number> {
    const { clock } = this.#options;
    const start = clock.mono();
    this.#cause ??= { kind: "killed", message: "Killed by the hub" };
    if (!this.death) {
      Atomics.store(this.#cells, STOP, 1);
      while (Atomics.load(this.#cells, PLACE) === INSIDE && clock.mono() - start < INSIDE_MS) {
        await pause(clock, 1);
      }
      this.#send({ type: "kill" });
      const cancel = clock.after(KILL_TIMEOUT_MS, () => this.#killed.resolve());
      await this.#killed.promise;
      cancel();
    }
    this.#end(this.#cause);
    return clock.mono() - start;
  }

  async gone(): Promise<boolean> {
    const { clock } = this.#options;
    const start = clock.mono();
    while (this.#thread !== undefined && threadRuns(this.#thread)) {
      if (clock.mono() - start >= LINGER_MS) return false;
      await pause(clock, 10);
    }
    return true;
  }

  /** Remembers why, then kills. */
  #die(cause: Death): void {
    this.#cause ??= cause;
    void this.kill();
  }

  #send(command: WardenCommand): void {
    this.#warden.postMessage(command);
  }

  #hear(report: WardenReport): void {
    if (this.death) return;
    switch (report.type) {
      case "started":
        this.#thread = report.thread;
        return;
      case "message":
        return this.#hearRuntime(report.message as JailMessage);
      case "error":
        this.#cause ??= report.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? { kind: "memory", message: `It needs more than ${this.#options.heapMb} MiB of heap` }
          : { kind: "error", message: report.message };
        return;
      case "flood":
        this.#cause ??= { kind: "error", message: "It flooded the hub with messages" };
        return;
      case "exit":
        return this.#end(
          this.#cause ?? { kind: "exit", message: `It ended itself with code ${report.code}` },
        );
      case "killed":
        return this.#killed.resolve();
    }
  }

  /** A message of the runtime; a script that took the runtime over may send anything here. */
  #hearRuntime(message: JailMessage): void {
    switch (message?.type) {
      case "booted":
        this.#cancelTimeout();
        return this.#boot.resolve();
      case "loaded":
        return this.#loaded(message.member)?.resolve(message.exports);
      case "failed": {
        const death = this.#describe(message);
        const loading = this.#loaded(message.member);
        if (!loading?.keep) return this.#die(death);
        return loading.reject(loadError(this.#options.name, death));
      }
      case "uncaught":
        return this.#die(this.#describe(message));
      case "note":
        return this.#options.onNote?.(message.value);
    }
  }

  #loaded(member: number): Loading | undefined {
    const loading = this.#loads.get(member);
    loading?.cancel();
    return loading;
  }

  #describe({ name, message, stack }: { name: string; message: string; stack: string }): Death {
    const text = `${name}: ${message}`;
    return { kind: "error", message: text, stack: mapStack(stack, { modules: this.#modules }) };
  }

  #end(death: Death): void {
    if (this.death) return;
    this.death = death;
    this.#cancelTimeout();
    this.#killed.resolve();
    this.#warden.terminate();
    const error = loadError(this.#options.name, death);
    this.#boot.reject(error);
    for (const { cancel, reject } of this.#loads.values()) {
      cancel();
      reject(error);
    }
    this.#options.onDeath(death);
  }
}

const CODES = {
  memory: "script.memory",
  exit: "script.crashed",
  error: "script.load",
  killed: "script.crashed",
  silent: "script.timeout",
} as const;

/** The death of a jail as the error that `booted` and `load` reject with. */
function loadError(name: string, death: Death): HubError {
  return new HubError(CODES[death.kind], `Cannot load script "${name}": ${death.message}`, {
    ...(death.stack ? { cause: death.stack } : {}),
  });
}
