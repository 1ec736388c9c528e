/**
 * Modules of the operator that run inside the hub's own process, with everything the hub may do. Owns loading them,
 * what they are handed, and taking back what they offered when they end. Knows nothing of scripts beyond calls.
 *
 * @module
 */
import { toFileUrl } from "@std/path";
import type { Clock } from "../core/clock.ts";
import { HubError, messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { HubPort } from "../port/hub_port.ts";
import type { Data, HostFunction } from "./functions.ts";

/** Calls between the program around the hub and its scripts. */
export interface ScriptBridge {
  /**
   * Offers a function to scripts, which call it as `vh.CallDynamicFunction(name, …)` or `vh.fn.name(…)`.
   *
   * @param script Name of a script (loaded or not; the offer outlives reloads), number of one (which takes the offer
   *   with it), or `"*"` for all. The narrowest offer wins; one of the same name and scope is replaced.
   * @returns False when there is no script of that number.
   * @throws {TypeError} When `name` is empty or over 100 characters, or `fn` is no function.
   * @throws {RangeError} When there are 10 000 functions already.
   */
  registerFunction(script: string | number, name: string, fn: HostFunction): boolean;
  /** Takes an offer back. False when there is none. */
  unregisterFunction(script: string | number, name: string): boolean;
  /**
   * Runs an exported function of a script and waits for its result, `limits.hookMs` of that script at most.
   *
   * @param script Name or number.
   * @throws {CallError} What the function threw, with its message and `code`; or `script.unknown`,
   *   `function.unknown`, `script.timeout`, `script.crashed`, `script.overload`.
   * @throws {TypeError} When an argument is no data; names the path.
   */
  call(script: string | number, name: string, ...args: unknown[]): Promise<Data>;
}

/** What a plugin is handed. */
export interface PluginHub extends ScriptBridge {
  /** The hub, with everything scripts can do and no grants in between. */
  readonly port: HubPort;
  /** Log under the plugin's name. */
  readonly log: Log;
  /** The `options` of its entry in the config. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Ends a plugin; awaited for 2 seconds. */
export type PluginStop = () => unknown;

/** The default export of a plugin's module. */
export type Plugin = (hub: PluginHub) => void | PluginStop | Promise<void | PluginStop>;

/** One entry of the config. */
export interface PluginEntry {
  /** File of the module, absolute. */
  readonly source: string;
  /** Handed to the plugin. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What plugins need. */
export interface PluginsOptions {
  /** The entries, in order. */
  readonly entries: readonly PluginEntry[];
  /** The hub. */
  readonly port: HubPort;
  /** Calls between plugins and scripts. */
  readonly bridge: ScriptBridge;
  /** Parent of the plugins' logs. */
  readonly log: Log;
  /** Time. */
  readonly clock: Clock;
}

/** Milliseconds a plugin may take to end. */
export const STOP_MS = 2000;

/**
 * Starts the plugins one after the other; returns the function that ends them in reverse order.
 *
 * @throws {HubError} `plugin.load` naming the file; those before it are ended.
 */
export async function startPlugins(options: PluginsOptions): Promise<() => Promise<void>> {
  const { entries, clock, log } = options;
  const stops: { readonly source: string; readonly stop: PluginStop }[] = [];
  const stop = async () => {
    for (const { source, stop } of stops.splice(0).reverse()) {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(STOP_MS, resolve);
      try {
        await Promise.race([Promise.try(stop), late]);
      } catch (error) {
        log.error(`Plugin ${source} failed to end: ${messageOf(error)}`, { error });
      }
      cancel();
    }
  };
  for (const { source, options: given } of entries) {
    const handle = handleOf(options, source, given);
    stops.push({ source, stop: handle.takeBack });
    try {
      const ended = await (await importPlugin(source))(handle.hub);
      if (typeof ended === "function") stops.push({ source, stop: ended });
    } catch (error) {
      await stop();
      throw new HubError("plugin.load", `Cannot start plugin ${source}: ${messageOf(error)}`, {
        remedy: "Correct the plugin, or take it out of the config",
        cause: error,
      });
    }
    log.warn(`Plugin ${source} runs with full trust`);
  }
  return stop;
}

async function importPlugin(source: string): Promise<Plugin> {
  const module = await import(toFileUrl(source).href) as { readonly default?: unknown };
  if (typeof module.default === "function") return module.default as Plugin;
  throw new TypeError("it exports no function as default");
}

/** What one plugin is handed, and the end of everything it offered through it. */
function handleOf({ port, bridge, log }: PluginsOptions, source: string, options: PluginEntry["options"]) {
  const offers = new Map<string, readonly [script: string | number, name: string]>();
  const key = (script: string | number, name: string) => `${typeof script} ${script} ${name}`;
  const hub: PluginHub = {
    port,
    options,
    log: log.child(source.split(/[\\/]/).at(-1)!),
    registerFunction(script, name, fn) {
      const done = bridge.registerFunction(script, name, fn);
      if (done) offers.set(key(script, name), [script, name]);
      return done;
    },
    unregisterFunction(script, name) {
      return offers.delete(key(script, name)) && bridge.unregisterFunction(script, name);
    },
    call: (script, name, ...args) => bridge.call(script, name, ...args),
  };
  const takeBack = () => {
    for (const [script, name] of offers.values()) bridge.unregisterFunction(script, name);
    offers.clear();
  };
  return { hub, takeBack };
}
