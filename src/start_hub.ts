/**
 * Puts one embedded hub together and runs it: store, hub, sockets, scripts, in the order in which they need each
 * other, and takes them apart again. Owns that order and nothing else.
 *
 * @module
 */
import { join } from "@std/path";
import type { LoadedConfig } from "./config/load.ts";
import { type Clock, pause } from "./core/clock.ts";
import { HubError } from "./core/errors.ts";
import type { Log } from "./core/log.ts";
import { createMetrics, type Metrics } from "./core/metrics.ts";
import { defineScript } from "./host/define_script.ts";
import { machineFacts } from "./host/machine_facts.ts";
import { createLookups, type LookupsOptions } from "./host/lookups.ts";
import { selfTest, type SelfTestResult } from "./host/jail/sandbox_proof.ts";
import { loadRuntime } from "./host/loader/runtime_sources.ts";
import { createScriptHost, type ScriptHost } from "./host/script_host.ts";
import { type ScriptBridge, startPlugins } from "./host/plugins.ts";
import { defineByHand, foundScripts, scriptFiles } from "./host/script_folder.ts";
import type { Slot } from "./host/slot.ts";
import { HUB_COMMANDS } from "./hub/commands/mod.ts";
import { createHub } from "./hub/hub.ts";
import { followLogLevel } from "./hub/log_level.ts";
import { hostPort } from "./net/addresses.ts";
import type { Accept } from "./net/link.ts";
import { createHubListClient } from "./net/hub_list.ts";
import { createHubNet } from "./net/hub_net.ts";
import type { Listener, Net } from "./net/listener.ts";
import { createCodec } from "./nmdc/encoding.ts";
import type { HubPort } from "./port/hub_port.ts";
import type { Passwords } from "./store/password.ts";
import { openHubStore } from "./store/store.ts";
import { openTexts, TEXT_FOLDER } from "./store/text_files.ts";
import type { Store } from "./store/types.ts";

/** Milliseconds users get to take what is on its way when the hub stops. */
const DRAIN_MS = 500;

/** What a hub is started with. */
export interface StartOptions {
  /** Checked configuration; every path in it is absolute. */
  readonly config: LoadedConfig;
  /** Time. */
  readonly clock: Clock;
  /** Log. */
  readonly log: Log;
  /** Password hashes. */
  readonly passwords: Passwords;
  /** Software version clients see. */
  readonly version: string;
  /** Somebody inside asks to stop the hub; code 0 stop, 1 restart. */
  requestStop(code: number): void;
  /** The proof of the sandbox, if it is under way already; otherwise the first script starts it. */
  readonly proof?: Promise<SelfTestResult>;
  /** Time that limits scripts, default `clock`; for tests whose `clock` stands still while real workers run. */
  readonly scriptClock?: Clock;
  /** Asks name servers for the names of users' addresses; default: those of the machine. */
  readonly resolvePtr?: LookupsOptions["resolvePtr"];
}

/** A hub that serves. */
export interface RunningHub extends ScriptBridge {
  /** Where it listens, real ports. */
  readonly addresses: readonly Listener[];
  /** Keyprint of its TLS certificate, `null` where no address speaks TLS. */
  readonly keyprint: string | null;
  /** Its scripts in call order. */
  readonly slots: readonly Slot[];
  /** Hooks that a script has not answered yet. */
  readonly openHooks: number;
  /** Takes a connection that does not come through one of the `addresses`. */
  readonly accept: Accept;
  /** What scripts see of it. */
  readonly port: HubPort;
  /** Accounts and settings. */
  readonly store: Store;
  /** Figures. */
  readonly metrics: Metrics;
  /** Unloads scripts, lets users take what is on its way, closes everything. `code` goes to OnUnLoad. */
  stop(code?: number): Promise<void>;
}

/**
 * Starts a hub. It listens at once; connections are served when the scripts are up.
 *
 * @throws {HubError} `net.listen`, `store.busy` (another hub has the data folder), `store.unwritable`,
 * `store.corrupt`, `config.invalid`, `plugin.load`.
 */
export async function startHub(options: StartOptions): Promise<RunningHub> {
  const { config, clock, log, passwords, requestStop } = options;
  const codec = createCodec(config.hub.encoding, config.hub.fallback);
  if (!codec) {
    throw new HubError(
      "config.invalid",
      `Cannot use hub.encoding: "${config.hub.encoding}" is no single-byte page`,
      {
        remedy: 'Write "utf-8" or a page such as "windows-1251"',
      },
    );
  }
  const definitions = await Promise.all(
    config.scripts.filter(({ enabled }) => enabled).map((script) => defineScript(script, config.data)),
  );
  const metrics = createMetrics();
  const store = openHubStore(config.data, { clock, warn: (message) => log.warn(message) });
  followLogLevel(store.settings, log, config.log.level);
  const lookups = createLookups({
    geo: config.geo,
    data: config.data,
    clock: options.scriptClock ?? clock,
    warn: (message) => log.warn(message),
    ...(options.resolvePtr ? { resolvePtr: options.resolvePtr } : {}),
  });
  const texts = await openTexts({
    folder: join(config.data, TEXT_FOLDER),
    clock,
    codec,
    warn: (message) => log.warn(message),
  });
  const hubLists = createHubListClient({ clock: options.scriptClock ?? clock });
  const hub = createHub({
    store,
    passwords,
    codec,
    clock,
    random: Math.random,
    log: log.child("hub"),
    metrics,
    version: { name: "Hubcap", version: options.version },
    address: addressOf(config),
    commands: HUB_COMMANDS,
    hostOf: lookups.hostOf,
    places: lookups.geo,
    machine: machineFacts,
    texts,
    registerAt: hubLists.register,
    requestStop,
  });
  hub.context.reloaders.push({ name: "texts", reload: () => texts.refresh() });
  if (config.log.file !== undefined) {
    hub.context.reloaders.push({ name: "log file", reload: () => log.reopen() });
  }
  const net = createHubNet({
    config,
    values: store.settings.values,
    accept: (link) => hub.accept(link),
    clock,
    log: log.child("net"),
    metrics,
  });
  let host: ScriptHost | undefined;
  let stopPlugins = () => Promise.resolve();
  const stop = async (code: number) => {
    // Users go first, so that scripts hear of every one of them before OnUnLoad; what waits for them leaves meanwhile.
    hub.stop();
    await hubLists.close();
    await host?.stop(code);
    await stopPlugins();
    await drained(net, options.scriptClock ?? clock);
    await net.close();
    await texts.close();
    store.close();
  };
  try {
    net.hold();
    const addresses = await net.listen();
    const folder = join(config.data, "scripts");
    const scripts = host = createScriptHost({
      port: hub.port,
      runtime: await loadRuntime(),
      selfTest: () => options.proof ?? selfTest({ clock }),
      clock: options.scriptClock ?? clock,
      hubClock: clock,
      log: log.child("script"),
      metrics,
      define: (source, anywhere) => defineByHand(source, config, folder, anywhere),
      listFiles: () => scriptFiles(folder),
      sources: new Map(config.scripts.map(({ name, source }) => [name, source])),
      folder,
      lookups,
    });
    const { bridge } = scripts;
    stopPlugins = await startPlugins({
      entries: config.plugins,
      port: hub.port,
      bridge,
      log: log.child("plugin"),
      clock: options.scriptClock ?? clock,
    });
    if (config.autoload) definitions.push(...await foundScripts(config, folder));
    await scripts.start(definitions);
    net.release();
    let stopped: Promise<void> | undefined;
    return {
      ...bridge,
      addresses,
      get keyprint() {
        return net.keyprint;
      },
      slots: scripts.slots,
      get openHooks() {
        return scripts.openHooks;
      },
      accept: hub.accept,
      port: hub.port,
      store,
      metrics,
      stop: (code = 0) => stopped ??= stop(code),
    };
  } catch (error) {
    await stop(0);
    throw error;
  }
}

/** Resolves when the last connection is gone, at the latest after {@linkcode DRAIN_MS}. */
async function drained(net: Pick<Net, "open">, clock: Clock): Promise<void> {
  const until = clock.mono() + DRAIN_MS;
  while (net.open > 0 && clock.mono() < until) {
    await pause(clock, 10);
  }
}

/** The address pingers are told while `hub_host` is empty. */
function addressOf({ listen }: LoadedConfig): string {
  const { host, port } = listen[0] ?? { host: "127.0.0.1", port: 0 };
  return hostPort(host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host, port);
}
