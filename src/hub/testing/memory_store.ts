/**
 * A store in memory, for tests of the hub. Not used by a running hub.
 *
 * @module
 */
import { defaultSettings, type SettingName, type SettingValues } from "../../config/settings.ts";
import type { Account, Ban, NewAccount, Store } from "../../store/types.ts";
import { nickKey } from "../nick_key.ts";

const FRESH: Omit<Account, "nick" | "class"> = {
  passwordHash: "",
  passwordChange: false,
  enabled: true,
  registeredBy: "",
  registeredAt: 0,
  authIp: "",
  classProtect: 0,
  hideShare: false,
  hideKeys: false,
  noteOp: "",
  loginAt: 0,
  loginIp: "",
  errorCount: 0,
};

/** A store in memory with its kicks readable. */
export interface MemoryStore extends Store {
  /** Every kick, oldest first. */
  readonly kicks: { nick: string; ip: string; op: string; reason: string; at: number; drop: boolean }[];
  /** Every ban, oldest first. */
  readonly banList: Ban[];
}

/** Creates a store with these settings (others: default) and accounts. */
export function memoryStore(settings: Partial<SettingValues>, accounts: readonly NewAccount[]): MemoryStore {
  const values = { ...defaultSettings(), ...settings };
  const byKey = new Map<string, Account>(
    accounts.map((account) => [nickKey(account.nick), { ...FRESH, ...account }]),
  );
  const banList: Ban[] = [];
  const kicks: MemoryStore["kicks"] = [];
  const free = new Map<string, string>();
  const listeners = new Set<(name: SettingName) => void>();
  return {
    kicks,
    banList,
    accounts: {
      get: (nick) => byKey.get(nickKey(nick)) ?? null,
      add(account) {
        if (byKey.has(nickKey(account.nick))) return false;
        byKey.set(nickKey(account.nick), { ...FRESH, ...account });
        return true;
      },
      update(nick, change) {
        const account = byKey.get(nickKey(nick));
        if (account) byKey.set(nickKey(nick), { ...account, ...change });
        return account !== undefined;
      },
      remove: (nick) => byKey.delete(nickKey(nick)),
      list: (userClass) =>
        [...byKey.values()].filter((account) => userClass === undefined || account.class === userClass),
      count: () => byKey.size,
    },
    bans: {
      add: (ban) => void banList.push(ban),
      match: (nick, ip, now) =>
        banList.find((ban) =>
          (ban.end === 0 || ban.end > now) &&
          ((ban.nick !== "" && nickKey(ban.nick) === nickKey(nick)) || (ban.ip !== "" && ban.ip === ip))
        ) ?? null,
      remove(nickOrIp) {
        const before = banList.length;
        banList.splice(0, before, ...banList.filter((ban) => ban.nick !== nickOrIp && ban.ip !== nickOrIp));
        return before - banList.length;
      },
      recordKick: (kick) => void kicks.push(kick),
    },
    settings: {
      values,
      set(name, value) {
        if (values[name] === value) return;
        values[name] = value;
        for (const listener of listeners) listener(name);
      },
      getFree: (conf, name) => free.get(`${conf}/${name}`) ?? null,
      setFree: (conf, name, value) => void free.set(`${conf}/${name}`, value),
      onChange(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    poll: () => false,
    close() {},
  };
}
