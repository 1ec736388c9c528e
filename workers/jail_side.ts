/**
 * The worker's side of a jail: takes the lock, hardens, waits for the script's modules and imports its entry.
 * Owns the protocol with src/host/jail/jail.ts. What a script can do with the hub is the business of the
 * {@linkcode ScriptHost} that the runtime entry brings.
 *
 * @module
 */
import { workerData } from "node:worker_threads";
import type { FacadeGrants } from "./deno_facade.ts";
import { harden, holdLock } from "./harden.ts";
import { killGuard } from "./kill_guard.ts";
import { limitLog, type LogSink } from "./log_limit.ts";
import { installHooks, rootOf, type ScriptModules } from "./module_hooks.ts";
import { mapSet, setAdd } from "../src/channel/primordials.ts";
import { type ModuleExports, offer, virtualSource, virtualUrl } from "./virtual_modules.ts";

/** Console lines a script may write per second. */
const LOG_LINES_PER_SECOND = 100;

/** What the host puts into `workerData` besides the runtime's sources. */
export interface JailStart {
  /** What the operator granted. */
  grants: FacadeGrants;
  /** For the script host; whatever the hub passes. */
  data: unknown;
  /** What a kill and this thread tell one another; see kill_guard.ts. */
  cells: Int32Array;
  /** The way to the host, through the warden. Never visible to user code. */
  port: HostPort;
}

/** The end of a message channel, as far as a jail uses it. */
export interface HostPort {
  /** Sends. */
  postMessage(message: unknown): void;
  /** Hears; keeps the worker alive. */
  on(event: "message", heard: (message: LoadMessage) => void): unknown;
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
  /** Number of the script in this worker. */
  member: number;
  /** For the script host; whatever the hub passes. */
  data: unknown;
}

/** What the runtime sends to the host. */
export type JailMessage =
  | { type: "booted" }
  | { type: "loaded"; member: number; exports: string[] }
  | { type: "failed"; member: number; name: string; message: string; stack: string }
  | { type: "uncaught"; name: string; message: string; stack: string }
  | { type: "note"; value: unknown };

/** What the jail gives a script host. */
export interface JailSide {
  /** What the hub passed as `data`. */
  readonly data: unknown;
  /** Sends a value to the hub's `onNote`. At most a handful: more than 1000 messages a second end the jail. */
  note(value: unknown): void;
}

/** One script inside the worker. */
export interface ScriptMember {
  /** Virtual modules by bare specifier, such as `vh`, for this script alone. */
  modules?: Readonly<Record<string, ModuleExports>>;
  /** Called with the entry module's namespace once it is evaluated. */
  loaded(namespace: Readonly<Record<string, unknown>>): void | Promise<void>;
  /** Called when the import failed. */
  failed?(): void;
}

/** Serves scripts inside the worker. */
export interface ScriptHost {
  /** Takes a console line. */
  log: LogSink;
  /** Prepares for script `member`, before any of its modules runs. `data` is what the hub passed. */
  member(member: number, data: unknown): ScriptMember;
  /** Decides about an error nobody caught: true keeps the script running. Default: the script dies. */
  uncaught?(error: unknown): boolean;
}

/** Runs a jail with the script host that `start` makes. Returns when user code may come. */
export function runJail(
  start: (side: JailSide) => ScriptHost,
  { grants, data, port, cells }: JailStart = workerData,
): void {
  const post: (message: JailMessage) => void = port.postMessage.bind(port);
  const clock = performance;
  const now = clock.now.bind(clock);
  const later = setTimeout;

  holdLock();
  const host = start({ data, note: (value) => post({ type: "note", value }) });
  const modules: ScriptModules = {
    sources: new Map(),
    virtual: new Map(),
    virtualSources: new Map(),
    builtins: new Set(),
  };
  // Listening also keeps the worker alive: Atomics.waitAsync does not.
  port.on("message", (message: LoadMessage) => {
    if (message?.type === "load") void load(message, modules, host, post);
  });
  catchUncaught(host, post);
  const guard = killGuard(cells);
  installHooks(modules, guard);
  const log = limitLog(host.log, { perSecond: LOG_LINES_PER_SECOND, now, after: (ms, fn) => later(fn, ms) });
  harden({ grants, log, now, guard });
  post({ type: "booted" });
}

/** Evaluates the virtual modules of a script now, so that their exports are taken before it could ask for them. */
async function addVirtualModules(
  exports: Readonly<Record<string, ModuleExports>>,
  { entry, member }: LoadMessage,
  modules: ScriptModules,
): Promise<void> {
  const root = rootOf(entry);
  for (const name in exports) {
    const url = virtualUrl(name, member), values = exports[name]!;
    mapSet(modules.virtual, root + name, url);
    mapSet(modules.virtualSources, url, virtualSource(url, values));
    offer(url, values);
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
  const { member, sources, builtins } = message;
  const { ownKeys } = Reflect;
  let script: ScriptMember | undefined;
  try {
    script = host.member(member, message.data);
    for (const url in sources) mapSet(modules.sources, url, sources[url]!);
    for (let i = 0; i < builtins.length; i++) setAdd(modules.builtins, builtins[i]!);
    await addVirtualModules(script.modules ?? {}, message, modules);
    const namespace: Record<string, unknown> = await import(message.entry);
    await script.loaded(namespace);
    const exports = ownKeys(namespace).filter((key) => typeof key === "string") as string[];
    post({ type: "loaded", member, exports: exports.slice(0, 1000) });
  } catch (error) {
    script?.failed?.();
    post({ type: "failed", member, ...describe(error) });
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
