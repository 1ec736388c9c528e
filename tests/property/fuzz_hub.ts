/**
 * The hub of a round: its store, settings, time, log and names of hosts, all chosen by the round's seed. Owns how
 * they are made; knows no client.
 *
 * @module
 */
import { type FakeClock, fakeClock } from "../../src/core/fake_clock.ts";
import type { Log } from "../../src/core/log.ts";
import { createMetrics } from "../../src/core/metrics.ts";
import {
  FLOOD_NAMES,
  type SettingName,
  type SettingValues,
  SHARED_FLOOD_NAMES,
} from "../../src/config/settings.ts";
import { HUB_COMMANDS } from "../../src/hub/commands/mod.ts";
import { createHub, type Hub } from "../../src/hub/hub.ts";
import { type MemoryStore, memoryStore } from "../../src/hub/testing/memory_store.ts";
import { createCodec } from "../../src/nmdc/encoding.ts";
import type { NewAccount, Store } from "../../src/store/types.ts";
import type { Random } from "./random.ts";
import { ACCOUNTS, mark, passwordOf, SECRET } from "./scene.ts";

/** A clock that knows how many timers are set. */
export function countingClock(): { clock: FakeClock; timers: () => number } {
  const inner = fakeClock();
  const set = new Set<object>();
  const counted = (start: (fn: () => void) => () => void, fn: () => void, once: boolean) => {
    const timer = {};
    set.add(timer);
    const cancel = start(() => {
      if (once) set.delete(timer);
      fn();
    });
    return () => {
      set.delete(timer);
      cancel();
    };
  };
  return {
    clock: {
      ...inner,
      after: (ms, fn) => counted((run) => inner.after(ms, run), fn, true),
      every: (ms, fn) => counted((run) => inner.every(ms, run), fn, false),
    },
    timers: () => set.size,
  };
}

/** A log that is read: errors are breaches, and so is a password. */
function watchedLog(breach: (text: string) => void): Log {
  const read = (isError: boolean) => (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
    const text = `${message} ${Object.values(fields).map(String).join(" ")}`;
    if (isError) breach(`The hub logs an error: ${text}`);
    if (text.includes(SECRET) || text.includes(mark.nobody)) breach(`A password is logged: ${text}`);
  };
  const log: Log = {
    debug: read(false),
    info: read(false),
    warn: read(false),
    error: read(true),
    child: () => log,
    setLevel() {},
    reopen() {},
    close() {},
  };
  return log;
}

/** Settings of a round: with floods answered or without any limit. */
function settingsOf(random: Random): Partial<SettingValues> {
  const settings: Partial<Record<SettingName, SettingValues[SettingName]>> = {
    int_login: 0,
    int_chat_ms: 0,
    pwd_tmpban: 1,
    max_share: 0,
    max_share_reg: 0,
    send_user_ip: random.chance(0.7),
    delayed_myinfo: random.chance(0.5),
    disable_extjson: random.chance(0.3),
    tban_kick: 2,
    autoreg_class: random.int(3),
  };
  if (random.chance(0.75)) {
    for (const name of FLOOD_NAMES) settings[`int_flood_${name}_limit`] = 0;
    for (const name of SHARED_FLOOD_NAMES) settings[`int_flood_all_${name}_limit`] = 0;
    Object.assign(settings, { int_search: 0, int_search_pas: 0, int_search_reg: 0, int_search_reg_pas: 0 });
  } else {
    for (const name of FLOOD_NAMES) settings[`proto_flood_${name}_action`] = random.int(4);
    settings.proto_flood_tban_time = 5;
  }
  return settings as Partial<SettingValues>;
}

const hashOf = (password: string | Uint8Array): string =>
  `hash:${
    typeof password === "string" ? password.split("").reverse().join("") : password.toReversed().join()
  }`;

/** Accounts before a round. */
const INITIAL: readonly NewAccount[] = ACCOUNTS.map(([nick, userClass]) => ({
  nick,
  class: userClass,
  passwordHash: nick === "Reg2" ? "" : hashOf(passwordOf(nick)),
  passwordChange: nick === "Reg2",
  hideShare: nick === "Vip",
  hideKeys: nick === "Op2",
  enabled: true,
}));

/** Lifts bans and puts accounts back as they were. */
export function forgive({ bans, accounts }: MemoryStore): void {
  bans.clear("bans");
  for (const account of accounts.list()) accounts.remove(account.nick);
  for (const account of INITIAL) accounts.add(account);
}

/** The store of a round: accounts, and settings chosen at random. */
export function newStore(random: Random): MemoryStore {
  return memoryStore(settingsOf(random), INITIAL);
}

/** The hub of a round; `breach` gets errors and passwords that are logged. */
export function newHub(random: Random, clock: FakeClock, store: Store, breach: (text: string) => void): Hub {
  return createHub({
    store,
    passwords: {
      hash: (password) =>
        random.chance(0.02) ? Promise.reject(new Error("busy")) : Promise.resolve(hashOf(password)),
      verify: (password, stored) => Promise.resolve(stored === hashOf(password)),
    },
    codec: createCodec(random.pick(["utf-8", "windows-1251"]))!,
    clock,
    random: random.float,
    log: watchedLog(breach),
    metrics: createMetrics(),
    version: { name: "Hubcap", version: "0.1.0" },
    address: "hub.example:4111",
    commands: HUB_COMMANDS,
    requestStop() {},
    maxLogins: random.pick([6, 2000]),
    places: {
      countryCode(ip, done) {
        const code = ["DE", "FR", "--", "L1"][Number(ip.split(".").at(-1)) % 4]!;
        // The database may still be on its way from the disk.
        if (random.chance(0.8)) done(code);
        else queueMicrotask(() => done(code));
      },
      countryName: (_ip, done) => done("Country"),
      city: (_ip, _db, done) => done(null),
    },
    hostOf(ip, done) {
      const host = random.pick([null, "host.isp.example", `${ip}.a.example`]);
      if (random.chance(0.5)) done(host);
      else queueMicrotask(() => done(host));
    },
  });
}
