/**
 * A whole hub for tests: the very wiring of a real one, on a free port, with its data in a temporary folder and
 * quiet settings. Everything it starts ends with it.
 *
 * @module
 */
import { CONFIG_SCHEMA } from "../../src/config/schema.ts";
import { type LoadedScript, scriptNameOf } from "../../src/config/load.ts";
import type { SettingName, SettingValues } from "../../src/config/settings.ts";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import { type Log, silentLog } from "../../src/core/log.ts";
import { type RunningHub, startHub } from "../../src/start_hub.ts";
import { createPasswords } from "../../src/store/password.ts";
import { openStore } from "../../src/store/store.ts";
import { STILL } from "../../src/testing/quiet.ts";
import { connectClient, type HubClient, type LoginOptions, MARK } from "./client.ts";
import { until } from "./until.ts";

/** An account made before the hub starts. */
export interface TestAccount {
  /** Nick. */
  readonly nick: string;
  /** Class. */
  readonly class: number;
  /** Password; `""`: the user has to choose one. */
  readonly password: string;
}

/** What a test hub may be told. */
export interface TestHubOptions {
  /** Runtime variables over {@linkcode STILL}. */
  readonly settings?: Partial<SettingValues>;
  /** Accounts. */
  readonly accounts?: readonly TestAccount[];
  /** Script entries as they stand in a configuration; `source` must be absolute. */
  readonly scripts?: readonly Record<string, unknown>[];
  /** Encoding of the hub. */
  readonly encoding?: string;
  /** Log, default none. */
  readonly log?: Log;
  /** Time, default real. */
  readonly clock?: Clock;
  /** Fills the data folder before the hub starts. */
  readonly prepare?: (data: string) => Promise<void>;
  /** Further fields of the configuration. */
  readonly config?: Record<string, unknown>;
  /** Answers for name servers; default: there is no name for any address. */
  readonly resolvePtr?: (name: string) => Promise<readonly string[]>;
}

/** A running test hub. */
export interface TestHub extends AsyncDisposable {
  /** The hub. */
  readonly hub: RunningHub;
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Data folder. */
  readonly data: string;
  /** Codes of stop requests from inside. */
  readonly stops: readonly number[];
  /** Opens a connection. Every call without `from` gets an address of its own in 127/8. */
  connect(from?: string): Promise<HubClient>;
  /** Opens a connection and logs in; frames of the login are taken. */
  login(nick: string, options?: Partial<LoginOptions> & { from?: string }): Promise<HubClient>;
  /**
   * Resolves when the hub has read everything its clients sent and everything it wrote to users in the list has
   * arrived: what was not received by now was not sent. Does not wait for scripts.
   */
  settled(): Promise<void>;
}

/** Limits of scripts without their own: no test meets them because the machine is busy. */
const PATIENT = { hookMs: 20_000, loadMs: 60_000 };
/** Turns of the event loop without a byte after which nothing is on its way within this machine. */
const QUIET_TURNS = 60;

/** Starts a hub. */
export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const clock = options.clock ?? systemClock();
  const data = await Deno.makeTempDir({ prefix: "hubcap_" });
  const passwords = createPasswords({ logN: 4 });
  const store = openStore(data, { clock });
  const settings = Object.entries({ ...STILL, ...options.settings });
  for (const [name, value] of settings) store.settings.set(name as SettingName, value as never);
  for (const { nick, class: userClass, password } of options.accounts ?? []) {
    const passwordHash = password === "" ? "" : await passwords.hash(password);
    store.accounts.add({ nick, class: userClass, passwordHash, passwordChange: password === "" });
  }
  store.close();
  await options.prepare?.(data);
  const raw = CONFIG_SCHEMA.parse({
    listen: [{ host: "127.0.0.1", port: 0 }],
    data,
    hub: { encoding: options.encoding ?? "utf-8" },
    scripts: (options.scripts ?? []).map((script) => ({
      ...script,
      limits: { ...PATIENT, ...script.limits ?? {} },
    })),
    ...options.config,
  });
  const scripts = raw.scripts.map((script): LoadedScript => ({
    ...script,
    name: script.name ?? scriptNameOf(script.source),
  }));
  const stops: number[] = [];
  const hub = await startHub({
    config: { ...raw, scripts },
    clock,
    log: options.log ?? silentLog(),
    passwords,
    version: "0.0.0",
    resolvePtr: options.resolvePtr ?? (() => Promise.resolve([])),
    requestStop: (code) => void stops.push(code),
    // Proven by tests of its own; here it would cost every hub with a script three more workers.
    proof: Promise.resolve({ ok: true, checks: [] }),
  });
  const { port } = hub.addresses[0]!;
  // A plain client that begins with an empty message need not wait until it is taken for one.
  const detectsTls = raw.listen[0]!.tls === "detect";
  const clients: HubClient[] = [];
  const nicks = new Map<string, HubClient>();
  let marks = 0;
  const allRead = async () => {
    const read = () => hub.metrics.read("net_bytes_in_total") ?? 0;
    const sent = clients.reduce((sum, { bytesSent }) => sum + bytesSent, 0);
    let last = -1;
    let quiet = 0;
    await until(() => {
      quiet = read() === last ? quiet + 1 : 0;
      last = read();
      // What was sent to a connection that the hub has closed is never read. Turns count, not time: this thread, on
      // which the hub runs too, may have had none.
      return last >= sent || (clients.some(({ isClosed }) => isClosed) && quiet > QUIET_TURNS);
    }, "the hub has read everything");
  };
  const test: TestHub = {
    hub,
    port,
    data,
    stops,
    async connect(from = `127.0.${1 + (clients.length >> 7)}.${1 + (clients.length & 127)}`) {
      const client = await connectClient({ port, from, first: detectsTls ? "|" : "" });
      clients.push(client);
      return client;
    },
    async login(nick, { from, ...login } = {}) {
      const client = await test.connect(from);
      await client.login({ nick, ...login });
      nicks.set(nick, client);
      await test.settled();
      client.take();
      return client;
    },
    async settled() {
      await allRead();
      const mark = ++marks;
      const waiting = [...nicks].filter(([nick]) => hub.port.rawTo(nick, `${MARK}${mark}|`, false));
      for (const [nick, client] of waiting) {
        await until(() => client.isClosed || client.mark === mark, `mark ${mark} at ${nick}`);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.close();
      await hub.stop();
      await Deno.remove(data, { recursive: true });
    },
  };
  return test;
}
