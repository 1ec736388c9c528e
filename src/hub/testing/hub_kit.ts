/**
 * A hub for tests of this folder: fake links that behave as the contract says, a fake clock, a store in memory, and
 * a script side whose answers the test writes. Not used by a running hub.
 *
 * @module
 */
import { latin1Bytes, latin1Text } from "../../core/bytes.ts";
import { type FakeClock, fakeClock } from "../../core/fake_clock.ts";
import { silentLog } from "../../core/log.ts";
import { createMetrics, type Metrics } from "../../core/metrics.ts";
import type { SettingValues } from "../../config/settings.ts";
import type { RegisterAt } from "../../net/hub_list.ts";
import type { Link, LinkEnd, LinkHandler } from "../../net/link.ts";
import { createCodec } from "../../nmdc/encoding.ts";
import { lockToKey } from "../../nmdc/lock.ts";
import type { HubCommand } from "../command_line/command.ts";
import type { HostOf, Places } from "../context.ts";
import { createHub, type Hub } from "../hub.ts";
import { type FakeScripts, fakeScripts } from "./fake_scripts.ts";
import { memoryStore } from "./memory_store.ts";
import type { NewAccount, Store } from "../../store/types.ts";

/** A client as a test drives it. Text is one character per byte. */
export interface TestClient {
  /** Frames (without their `|`) the hub sent since the last call. */
  take(): string[];
  /** Sends text as it is, pipes included; what comes after a pause waits like in a real connection. */
  send(text: string): void;
  /** How the hub ended the connection: `"end"`, `"destroy"`, or `null`. */
  readonly ended: "end" | "destroy" | null;
  /** The client goes away. */
  drop(why?: LinkEnd): void;
  /** True while the hub keeps frames back. */
  readonly paused: boolean;
  /** Arrays passed to `write` and `writeLater`, as they were. */
  readonly writes: Uint8Array[];
  /** Of these, how many were `writeLater`. */
  readonly later: number;
  /** What `queued()` reports. */
  waiting: number;
  /** False when the hub took no handler. */
  readonly accepted: boolean;
}

/** How a test client logs in. */
export interface LoginOptions {
  /** Behind `$Supports`. */
  supports?: string;
  /** Password, when one is asked for. */
  password?: string;
  /** Tag mode. */
  mode?: "A" | "P" | "5";
  /** Share in bytes. */
  share?: number | string;
  /** Status byte. */
  flag?: number;
  /** Sends `$GetNickList`. Default true. */
  list?: boolean;
  /** Description before the tag. */
  desc?: string;
  /** Address. */
  ip?: string;
  /** TLS version of the link. */
  tls?: string;
  /** Keeps what the login produced for `take`. Default false. */
  keep?: boolean;
}

/** A hub under test. */
export interface HubKit {
  /** The hub. */
  readonly hub: Hub;
  /** Its clock. */
  readonly clock: FakeClock;
  /** Its store. */
  readonly store: Store;
  /** Its figures. */
  readonly metrics: Metrics;
  /** Its scripts. */
  readonly scripts: FakeScripts;
  /** Codes of `requestStop`. */
  readonly stops: number[];
  /** Opens a connection; every one has its own address unless told. */
  connect(ip?: string, tls?: string): TestClient;
  /** Opens a connection and logs in. Accounts need `await settle()` for their password. */
  login(nick: string, options?: LoginOptions): Promise<TestClient>;
}

/** Lets promises that are ready run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

/** What DC++-like clients announce. */
export const MODERN = "NoHello NoGetINFO UserIP2 TTHSearch";

/** Starts a hub with accounts and settings. Passwords are their own hash. */
export function hubKit(
  options: {
    settings?: Partial<SettingValues>;
    accounts?: NewAccount[];
    encoding?: string;
    /** Page of old clients in a UTF-8 hub. */
    fallback?: string;
    commands?: HubCommand[];
    maxLogins?: number;
    hostOf?: HostOf;
    /** The way to hub lists. */
    registerAt?: RegisterAt;
    /** Country code by address. */
    countries?: Readonly<Record<string, string>>;
    /** Files of texts by name; the test may change them. */
    texts?: Map<string, string>;
  } = {},
): HubKit {
  const clock = fakeClock();
  const store = memoryStore(options.settings ?? {}, options.accounts ?? []);
  const metrics = createMetrics();
  const scripts = fakeScripts();
  const stops: number[] = [];
  const hub = createHub({
    store,
    passwords: {
      hash: (password) => Promise.resolve(`hash:${password}`),
      verify: (password, stored) => Promise.resolve(stored === `hash:${password}`),
    },
    codec: createCodec(options.encoding ?? "utf-8", options.fallback)!,
    clock,
    random: () => 0.1234,
    log: silentLog(),
    metrics,
    version: { name: "Hubcap", version: "0.1.0" },
    address: "hub.example:4111",
    commands: options.commands ?? [],
    requestStop: (code) => void stops.push(code),
    ...(options.countries === undefined ? {} : { places: placesOf(options.countries) }),
    ...(options.hostOf === undefined ? {} : { hostOf: options.hostOf }),
    ...(options.registerAt === undefined ? {} : { registerAt: options.registerAt }),
    ...(options.texts === undefined ? {} : { texts: { get: (name) => options.texts!.get(name) ?? null } }),
    ...(options.maxLogins === undefined ? {} : { maxLogins: options.maxLogins }),
  });
  hub.port.connect(scripts.sink);
  let next = 0;
  const connect = (ip = `10.0.${next / 250 | 0}.${++next % 250 + 1}`, tls = "") => testClient(hub, ip, tls);
  return {
    hub,
    clock,
    store,
    metrics,
    scripts,
    stops,
    connect,
    async login(nick, login = {}) {
      const { supports = MODERN, password, list = true } = login;
      const client = connect(login.ip, login.tls);
      const lock = /^\$Lock (\S+)/.exec(client.take()[0]!)![1]!;
      client.send(`$Supports ${supports}|$Key ${keyOf(lock)}|$ValidateNick ${nick}|`);
      if (password !== undefined) {
        client.send(`$MyPass ${password}|`);
        await settle();
      }
      client.send(`$Version 1,0091|${list ? "$GetNickList|" : ""}${myInfo(nick, login)}|`);
      await settle();
      if (!login.keep) client.take();
      return client;
    },
  };
}

function placesOf(countries: Readonly<Record<string, string>>): Places {
  return {
    countryCode: (ip, done) => done(countries[ip] ?? "--"),
    countryName: (ip, done) => done(countries[ip] ? `Land of ${countries[ip]}` : null),
    city: (ip, _db, done) => done(countries[ip] ? `City of ${countries[ip]}` : null),
  };
}

/** The key of a lock, one character per byte. */
export function keyOf(lock: string): string {
  return latin1Text(lockToKey(latin1Bytes(lock)));
}

/** A `$MyINFO` without its `|`. */
export function myInfo(nick: string, options: LoginOptions = {}): string {
  const { mode = "A", share = 1000, flag = 1, desc = "" } = options;
  const tag = `<Test V:1.0,M:${mode},H:1/0/0,S:3>`;
  return `$MyINFO $ALL ${nick} ${desc}${tag}$ $50${String.fromCharCode(flag)}$$${share}$`;
}

function testClient(hub: Hub, ip: string, tls: string): TestClient {
  const writes: Uint8Array[] = [];
  const waitingFrames: Uint8Array[] = [];
  let taken = 0;
  let later = 0;
  let paused = false;
  let ended: "end" | "destroy" | null = null;
  let gone = false;
  let delivering = false;
  let handler: LinkHandler | null = null;

  const pump = () => {
    if (delivering) return;
    delivering = true;
    while (!paused && !ended && !gone && waitingFrames.length > 0) {
      // A frame is only valid during the call: scribble over it afterwards, as a reused read buffer would.
      const frame = waitingFrames.shift()!;
      handler?.frame(frame);
      frame.fill(0x21);
    }
    delivering = false;
  };
  const finish = (why: LinkEnd) => {
    if (gone) return;
    gone = true;
    handler?.closed(why);
  };
  const client: TestClient = {
    take() {
      const text = writes.slice(taken).map((bytes) => latin1Text(bytes)).join("");
      taken = writes.length;
      const frames = text.split("|");
      if (frames.pop() !== "") throw new Error(`The hub sent an unfinished frame: ${text}`);
      return frames;
    },
    send(text) {
      for (const frame of text.split("|").slice(0, -1)) waitingFrames.push(latin1Bytes(frame));
      pump();
    },
    drop: (why = "remote") => finish(why),
    get ended() {
      return ended;
    },
    get paused() {
      return paused;
    },
    get later() {
      return later;
    },
    get accepted() {
      return handler !== null;
    },
    writes,
    waiting: 0,
  };
  const link: Link = {
    ip,
    tls,
    ports: { peer: 50_000, own: 4111 },
    write: (bytes) => void (ended || gone || writes.push(bytes)),
    writeLater(bytes) {
      if (ended || gone) return;
      writes.push(bytes);
      later++;
    },
    queued: () => client.waiting,
    pause: () => void (paused = true),
    resume() {
      paused = false;
      pump();
    },
    end() {
      ended ??= "end";
    },
    destroy() {
      ended = "destroy";
      finish("local");
    },
  };
  handler = hub.accept(link);
  return client;
}
