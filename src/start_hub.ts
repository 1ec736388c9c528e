/**
 * Puts one embedded hub together and runs it: store, hub, sockets, scripts, in the order in which they need each
 * other, and takes them apart again. Owns that order and nothing else.
 *
 * @module
 */
import { dirname, join } from "@std/path";
import { type LoadedConfig, type LoadedScript, resolveSource, scriptNameOf } from "./config/load.ts";
import { CONFIG_SCHEMA } from "./config/schema.ts";
import type { Clock } from "./core/clock.ts";
import { HubError, messageOf } from "./core/errors.ts";
import type { Log } from "./core/log.ts";
import { createMetrics, type Metrics } from "./core/metrics.ts";
import { defineScript } from "./host/define_script.ts";
import { selfTest, type SelfTestResult } from "./host/jail/sandbox_proof.ts";
import { loadRuntime } from "./host/loader/runtime_sources.ts";
import { createScriptHost } from "./host/script_host.ts";
import type { ScriptDefinition, Slot } from "./host/slot.ts";
import { HUB_COMMANDS } from "./hub/commands/mod.ts";
import { createHub } from "./hub/hub.ts";
import { createNet, type Listener, type Net } from "./net/listener.ts";
import { createCodec } from "./nmdc/encoding.ts";
import type { HubPort } from "./port/hub_port.ts";
import type { Passwords } from "./store/password.ts";
import { openStore } from "./store/store.ts";
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
}

/** A hub that serves. */
export interface RunningHub {
  /** Where it listens, real ports. */
  readonly addresses: readonly Listener[];
  /** Its scripts in call order. */
  readonly slots: readonly Slot[];
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
 * @throws {HubError} `net.listen`, `store.unwritable`, `store.corrupt`, `config.invalid`.
 */
export async function startHub(options: StartOptions): Promise<RunningHub> {
  const { config, clock, log, passwords, requestStop } = options;
  const codec = createCodec(config.hub.encoding);
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
  const store = openStore(config.data, { clock, warn: (message) => log.warn(message) });
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
    requestStop,
  });
  const { values } = store.settings;
  const net = createNet({
    accept: (link) => hub.accept(link),
    limits: {
      get maxQueueBytes() {
        return values.adv_max_outbuf_size;
      },
      get maxLineBytes() {
        return values.adv_max_message_size;
      },
    },
    clock,
    metrics,
    fault: (error, ip) => log.error("Handling a connection failed", { ip, error }),
  });
  const undo = async () => {
    hub.stop();
    await net.close();
    store.close();
  };
  try {
    net.hold();
    const addresses = [];
    for (const { host, port } of config.listen) addresses.push(await net.listen(host, port));
    const folder = join(config.data, "scripts");
    const scripts = createScriptHost({
      port: hub.port,
      runtime: await loadRuntime(),
      selfTest: () => options.proof ?? selfTest({ clock }),
      clock,
      log: log.child("script"),
      metrics,
      define: (source) => defineByHand(source, config, folder),
      listFiles: () => scriptFiles(folder),
      folder,
    });
    await scripts.start(definitions);
    net.release();
    let stopped: Promise<void> | undefined;
    const stop = async (code: number) => {
      await scripts.stop(code);
      hub.stop();
      await drained(net, clock);
      await net.close();
      store.close();
    };
    return {
      addresses,
      slots: scripts.slots,
      port: hub.port,
      store,
      metrics,
      stop: (code = 0) => stopped ??= stop(code),
    };
  } catch (error) {
    await undo();
    throw error;
  }
}

/** Resolves when the last connection is gone, at the latest after {@linkcode DRAIN_MS}. */
function drained(net: Pick<Net, "open">, clock: Clock): Promise<void> {
  const until = clock.mono() + DRAIN_MS;
  return new Promise((resolve) => {
    const cancel = clock.every(10, () => {
      if (net.open > 0 && clock.mono() < until) return;
      cancel();
      resolve();
    });
  });
}

/** The address pingers are told while `hub_host` is empty. */
function addressOf({ listen }: LoadedConfig): string {
  const { host, port } = listen[0]!;
  return host === "0.0.0.0" || host === "::" ? `127.0.0.1:${port}` : `${host}:${port}`;
}

/** The entry of the config that names this source, or one with every default and no permission. */
async function defineByHand(source: string, config: LoadedConfig, folder: string): Promise<ScriptDefinition> {
  const absolute = resolveSource(source, dirname(folder));
  const known = config.scripts.find((script) => script.source === absolute);
  const entry = (): LoadedScript => {
    const [plain] = CONFIG_SCHEMA.parse({ scripts: [{ source: absolute }] }).scripts;
    return { ...plain!, name: scriptNameOf(absolute) };
  };
  return await defineScript(known ?? entry(), config.data);
}

/** Scripts in a folder: modules, and folders that hold a `mod.ts`. */
async function scriptFiles(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
      if (isFile && /\.[cm]?[jt]s$/.test(name) && !/_test\.|\.d\./.test(name)) names.push(name);
      else if (isDirectory && await isFileAt(join(folder, name, "mod.ts"))) names.push(`${name}/mod.ts`);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw new HubError("script.load", `Cannot read ${folder}: ${messageOf(error)}`, { cause: error });
  }
  return names.sort();
}

async function isFileAt(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}
