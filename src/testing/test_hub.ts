/**
 * A whole hub inside a test: the wiring of a real one, without sockets, with a clock that moves only when told and
 * settings under which the hub itself stays quiet. Everything it starts ends with it.
 *
 * @module
 */
import { fromFileUrl, join, resolve } from "@std/path";
import { type LoadedConfig, parseConfig } from "../config/load.ts";
import { problemText } from "../config/problems.ts";
import type { CONFIG_SCHEMA } from "../config/schema.ts";
import type { SettingName, SettingValues } from "../config/settings.ts";
import { systemClock } from "../core/clock.ts";
import { HubError } from "../core/errors.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { type Codec, createCodec } from "../nmdc/encoding.ts";
import { type RunningHub, startHub } from "../start_hub.ts";
import { openStore } from "../store/store.ts";
import type { Store } from "../store/types.ts";
import { createClient, type TestClient } from "./client.ts";
import { login, type LoginOptions } from "./login.ts";
import { QUIET } from "./quiet.ts";
import { createScriptLog, type ScriptLine } from "./script_log.ts";
import { untilQuiet } from "./wait.ts";

/** An entry of `scripts` in `hubcap.jsonc`. */
export type ScriptEntry = NonNullable<(typeof CONFIG_SCHEMA)["_zod"]["input"]["scripts"]>[number];

/** The rest of `hubcap.jsonc`: plugins, encoding, databases of places. */
export type TestConfig = Omit<(typeof CONFIG_SCHEMA)["_zod"]["input"], "scripts" | "data" | "listen" | "log">;

/** A script with deviations from the defaults, field for field as in `hubcap.jsonc`. */
export type TestScript = Omit<ScriptEntry, "source"> & {
  /** File of the script; a relative path counts from the current folder. */
  readonly source: string | URL;
};

/** Deno permissions, as in `hubcap.jsonc`. */
export type Grants = NonNullable<ScriptEntry["permissions"]>;

/** An account made before the scripts load. */
export interface TestAccount {
  /** Nick. */
  readonly nick: string;
  /** Class, 1…10. */
  readonly class: number;
  /** Password. Default `"password"`. */
  readonly password?: string;
}

/** What a test hub may be told. */
export interface TestHubOptions {
  /** Scripts in the order in which they are asked. */
  readonly scripts?: readonly (string | URL | TestScript)[];
  /** Deno permissions of every script that brings none. Default: none. */
  readonly grants?: Grants;
  /** Capabilities of every script that brings none. */
  readonly capabilities?: NonNullable<ScriptEntry["capabilities"]>;
  /** `vh.options` of every script that brings none. */
  readonly options?: NonNullable<ScriptEntry["options"]>;
  /** Settings of the hub, Verlihub's names. */
  readonly settings?: Partial<SettingValues>;
  /** Accounts. */
  readonly accounts?: readonly TestAccount[];
  /** Anything else that stands in `hubcap.jsonc`; relative paths count from the current folder. */
  readonly config?: TestConfig;
  /** Unix milliseconds at which the hub's clock starts. Default: now, in whole seconds. */
  readonly startsAt?: number;
}

/** A hub inside a test. */
export interface TestHub extends AsyncDisposable {
  /**
   * Brings a user in. Resolves when hub and scripts are done with the login; the inbox then holds the messages the
   * user got.
   *
   * @throws {Error} When the user is refused; the text shows what the hub said.
   */
  login(nick: string, options?: LoginOptions): Promise<TestClient>;
  /** Lets so many seconds pass, one by one; OnTimer runs in each. The script's own timers and `Date` are not moved. */
  passes(seconds: number): Promise<void>;
  /**
   * Resolves when the hub and all hooks it called are done, promises returned by hooks included. What a script started
   * by itself (a timer, a promise it did not return) is not waited for.
   */
  settled(): Promise<void>;
  /** The hub's time, Unix milliseconds. */
  readonly now: number;
  /** What scripts wrote to the console, and what the hub said about scripts. */
  readonly scriptLog: readonly ScriptLine[];
  /** What went wrong: hooks that threw, scripts that died, console.error. */
  readonly errors: readonly string[];
  /** The hub's settings, live. */
  readonly settings: Readonly<SettingValues>;
  /** Changes a setting, as an operator would. */
  set<N extends SettingName>(name: N, value: SettingValues[N]): void;
  /** Codes with which the hub was asked to stop: 0 stop, 1 restart. It does not. */
  readonly stops: readonly number[];
  /** The hub itself, for what the kit has no word for. */
  readonly hub: RunningHub;
}

const PLAIN = "plain:";
/** Passwords that are their own hash: tests need no slow ones. */
const PASSWORDS = {
  hash: (password: string | Uint8Array) => Promise.resolve(`${PLAIN}${textOf(password)}`),
  verify: (password: string | Uint8Array, hash: string) =>
    Promise.resolve(hash === `${PLAIN}${textOf(password)}`),
};
const DEFAULT_PASSWORD = "password";
/** Limits of scripts that have none of their own: a machine busy with other tests must not end a script. */
const PATIENT = { hookMs: 10_000, loadMs: 60_000 };

function textOf(password: string | Uint8Array): string {
  return typeof password === "string" ? password : new TextDecoder().decode(password);
}

/** Lines of a login that are no message. */
const LOGIN_NOISE = /^\$(?!To:)/;

/**
 * Starts a hub for a test.
 *
 * @throws {HubError} `config.invalid` for options that make no sense.
 * @throws {Error} When a script does not load; the text says why.
 *
 * @example A private message, and time
 * ```ts
 * import { testHub } from "hubcap/testing";
 *
 * await using hub = await testHub({
 *   scripts: [new URL("../../scripts/quickstart/mod.ts", import.meta.url)],
 *   options: { greeting: "Hi %nick%" },
 *   startsAt: Date.UTC(2024, 0, 1, 11, 59, 58),
 * });
 * const alice = await hub.login("alice", { class: 3, share: 5e9 });
 * await alice.receives("Hi alice");
 * await hub.passes(3);
 * await alice.receives("It is 12:00 UTC.");
 * ```
 */
export async function testHub(options: TestHubOptions = {}): Promise<TestHub> {
  const scriptLog = createScriptLog();
  const stops: number[] = [];
  const clock = fakeClock(options.startsAt ?? Math.floor(Date.now() / 1000) * 1000);
  const data = await Deno.makeTempDir({ prefix: "hubcap_test_" });
  let hub: RunningHub;
  let codec: Codec;
  try {
    prepare(data, options);
    const config = configOf(options, data);
    codec = createCodec(config.hub.encoding, config.hub.fallback)!; // the schema takes no other
    hub = await startHub({
      config: { ...config, listen: [] },
      clock,
      scriptClock: systemClock(),
      log: scriptLog.log,
      passwords: PASSWORDS,
      version: "0.0.0",
      requestStop: (code) => void stops.push(code),
      proof: Promise.resolve({ ok: true, checks: [] }),
    });
  } catch (error) {
    await Deno.remove(data, { recursive: true });
    throw error;
  }
  const stop = async () => {
    await hub.stop();
    await Deno.remove(data, { recursive: true });
  };
  const broken = hub.slots.filter(({ state }) => state !== "running");
  if (broken.length > 0) {
    await stop();
    const why = scriptLog.errors.map((error) => `\n  ${error}`).join("");
    throw new Error(`Cannot start ${broken.map(({ definition }) => definition.name).join(", ")}:${why}`);
  }
  const settled = async () => {
    clock.tick(0); // what the hub put off for no time at all
    await untilQuiet(hub);
  };
  let addresses = 0;
  return {
    hub,
    stops,
    settled,
    scriptLog: scriptLog.lines,
    errors: scriptLog.errors,
    settings: hub.store.settings.values,
    set: (name, value) => hub.store.settings.set(name, value),
    get now() {
      return clock.now();
    },
    async login(nick, wanted = {}) {
      const { class: userClass = 0, tls = "", ip = `10.0.${++addresses >> 8}.${addresses & 255}` } = wanted;
      let { password } = wanted;
      const account = hub.store.accounts.get(nick);
      if (userClass > 0 && !account) {
        addAccount(hub.store, { nick, class: userClass, password: password ??= DEFAULT_PASSWORD });
      } else if (account) password ??= DEFAULT_PASSWORD;
      const made = createClient({
        nick,
        ip,
        tls,
        codec,
        accept: hub.accept,
        settled,
        errors: scriptLog.errors,
      });
      await login(made, { ...wanted, ...(password === undefined ? {} : { password }) });
      await settled();
      if (!wanted.keepLogin) made.forget(({ line }) => LOGIN_NOISE.test(line));
      return made.client;
    },
    async passes(seconds) {
      for (let left = seconds; left > 0; left--) {
        clock.tick(Math.min(1, left) * 1000);
        if (hub.openHooks > 0) await settled();
      }
      await settled();
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** The configuration of a test hub. */
function configOf(options: TestHubOptions, data: string): LoadedConfig {
  const { grants = {}, capabilities = {}, options: scriptOptions = {} } = options;
  const scripts = (options.scripts ?? []).map((script) => {
    const entry = typeof script === "string" || script instanceof URL ? { source: script } : script;
    const source = entry.source instanceof URL ? fromFileUrl(entry.source) : resolve(entry.source);
    const limits = { ...PATIENT, ...entry.limits };
    return { permissions: grants, capabilities, options: scriptOptions, ...entry, source, limits };
  });
  const parsed = parseConfig(
    JSON.stringify({ autoload: false, ...options.config, data, scripts }),
    join(resolve("."), "hubcap.jsonc"),
  );
  if (parsed.ok) return parsed.config;
  throw new HubError("config.invalid", `Cannot use these options\n${problemText(parsed.problems)}`);
}

/** Writes settings and accounts before the hub reads them. */
function prepare(data: string, { settings = {}, accounts = [] }: TestHubOptions): void {
  const store = openStore(data, { clock: systemClock() });
  try {
    for (const [name, value] of Object.entries({ ...QUIET, ...settings })) {
      store.settings.set(name as SettingName, value as never);
    }
    for (const account of accounts) addAccount(store, account);
  } finally {
    store.close();
  }
}

function addAccount(
  store: Store,
  { nick, class: userClass, password = DEFAULT_PASSWORD }: TestAccount,
): void {
  store.accounts.add({
    nick,
    class: userClass,
    passwordHash: `${PLAIN}${password}`,
    passwordChange: false,
  });
}
