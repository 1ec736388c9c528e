/**
 * The worker's side of a jail: takes the lock, hardens, waits for the script's modules and imports its entry.
 * Owns the protocol with src/host/jail/jail.ts. What a script can do with the hub is the business of the
 * {@linkcode ScriptHost} that the runtime entry brings.
 *
 * @module
 */
import { type MessagePort, workerData } from "node:worker_threads";
import type { FacadeGrants } from "./deno_facade.ts";
import { harden, holdLock } from "./harden.ts";
import { limitLog, type LogSink } from "./log_limit.ts";
import { installHooks, type ScriptModules } from "./module_hooks.ts";
import { type ModuleExports, offer, virtualSource, virtualUrl } from "./virtual_modules.ts";

/** Console lines a script may write per second. */
export const LOG_LINES_PER_SECOND = 100;

/** What the host puts into `workerData` besides the runtime's sources. */
export interface JailStart {
  /** What the operator granted. */
  grants: FacadeGrants;
  /** For the script host; whatever the hub passes. */
  data: unknown;
  /** One `Int32Array` element, set to 1 just before the jail is killed. */
  stop: Int32Array;
  /** The way to the host, through the warden. Never visible to user code. */
  port: MessagePort;
}

/** What the host sends once the script's graph is there. */
export interface LoadMessage {
  /** Tells it from other messages. */
  type: "load";
  /** Virtual address of the entry module. */
  entry: string;
  /** JavaScript by virtual address. */
  sources: Record<string, string>;
  /** `node:` modules that may be imported at run time. */
  builtins: readonly string[];
}

/** What the runtime sends to the host. */
export type JailMessage =
  | { type: "booted" }
  | { type: "loaded"; exports: string[] }
  | { type: "failed"; name: string; message: string; stack: string }
  | { type: "uncaught"; name: string; message: string; stack: string }
  | { type: "note"; value: unknown };

/** What the jail gives a script host. */
export interface JailSide {
  /** What the hub passed as `data`. */
  readonly data: unknown;
  /** Sends a value to the hub's `onNote`. At most a handful: more than 1000 messages a second end the jail. */
  note(value: unknown): void;
  /**
   * Returns at once, unless the jail is being killed: then it holds the thread where the kill finds it. For the start
   * of functions that a script may call in a loop, since some of Deno's own (`inspect` is one) swallow the interrupt.
   */
  checkpoint(): void;
}

/** Serves one script inside the worker. */
export interface ScriptHost {
  /** Takes a console line. */
  log: LogSink;
  /** Virtual modules by bare specifier, such as `vh`. */
  modules?: Readonly<Record<string, ModuleExports>>;
  /** Called with the entry module's namespace once it is evaluated. */
  loaded(namespace: Readonly<Record<string, unknown>>): void | Promise<void>;
  /** Decides about an error nobody caught: true keeps the script running. Default: the script dies. */
  uncaught?(error: unknown): boolean;
}

/** Runs a jail with the script host that `start` makes. Returns when user code may come. */
export async function runJail(start: (side: JailSide) => ScriptHost): Promise<void> {
  const { grants, data, port, stop } = workerData as JailStart;
  const post = port.postMessage.bind(port) as (message: JailMessage) => void;
  const clock = performance;
  const now = clock.now.bind(clock);
  const later = setTimeout;

  const { load: read, wait } = Atomics;
  const checkpoint = () => {
    while (read(stop, 0) !== 0) wait(stop, 0, 1);
  };

  holdLock();
  const host = start({ data, note: (value) => post({ type: "note", value }), checkpoint });
  const modules: ScriptModules = {
    sources: new Map(),
    virtual: new Map(),
    virtualSources: new Map(),
    builtins: new Set(),
  };
  // Listening also keeps the worker alive: Atomics.waitAsync does not.
  let loading = false;
  port.on("message", (message: LoadMessage) => {
    if (loading || message?.type !== "load") return;
    loading = true;
    void load(message, modules, host, post);
  });
  catchUncaught(host, post);
  installHooks(modules);
  await addVirtualModules(host.modules ?? {}, modules);
  const log = limitLog(host.log, { perSecond: LOG_LINES_PER_SECOND, now, after: (ms, fn) => later(fn, ms) });
  harden({ grants, log, now, checkpoint });
  post({ type: "booted" });
}

/** Evaluates the virtual modules now, so that their exports are taken before user code could ask for them. */
async function addVirtualModules(
  exports: Readonly<Record<string, ModuleExports>>,
  modules: ScriptModules,
): Promise<void> {
  for (const [name, values] of Object.entries(exports)) {
    const url = virtualUrl(name);
    modules.virtual.set(name, url);
    modules.virtualSources.set(url, virtualSource(name, values));
    offer(name, values);
    await import(url);
  }
}

/** Imports the script's entry and tells both sides how that went. */
async function load(
  message: LoadMessage,
  modules: ScriptModules,
  host: ScriptHost,
  post: (message: JailMessage) => void,
): Promise<void> {
  const names = Object.keys(message.sources);
  for (const url of names) modules.sources.set(url, message.sources[url]!);
  for (const name of message.builtins) modules.builtins.add(name);
  const { ownKeys } = Reflect;
  try {
    const namespace: Record<string, unknown> = await import(message.entry);
    await host.loaded(namespace);
    const exports = ownKeys(namespace).filter((key) => typeof key === "string") as string[];
    post({ type: "loaded", exports: exports.slice(0, 1000) });
  } catch (error) {
    post({ type: "failed", ...describe(error) });
  }
}

/** Reports the first error that nobody caught and keeps Deno from printing it to the hub's terminal. */
function catchUncaught(host: ScriptHost, post: (message: JailMessage) => void): void {
  let reported = false;
  const report = (event: Event, error: unknown) => {
    event.preventDefault();
    if (reported || host.uncaught?.(error)) return;
    reported = true;
    post({ type: "uncaught", ...describe(error) });
  };
  globalThis.addEventListener("error", (event) => report(event, (event as ErrorEvent).error));
  globalThis.addEventListener(
    "unhandledrejection",
    (event) => report(event, (event as PromiseRejectionEvent).reason),
  );
}

/** Text of a thrown value. The value is the script's own: every access may throw or lie. */
function describe(error: unknown): { name: string; message: string; stack: string } {
  const text = (value: unknown, max: number) => typeof value === "string" ? value.slice(0, max) : "";
  try {
    if (typeof error !== "object" || error === null) {
      return { name: typeof error, message: text(String(error), 2000), stack: "" };
    }
    const { name, message, stack } = error as { name?: unknown; message?: unknown; stack?: unknown };
    return {
      name: text(name, 100) || "Error",
      message: text(message, 2000) || "an error without a text",
      stack: text(stack, 8000),
    };
  } catch {
    return { name: "Error", message: "An error that cannot be shown", stack: "" };
  }
}
