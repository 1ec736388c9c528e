/**
 * A store in memory, for tests of the hub. Not used by a running hub.
 *
 * @module
 */
import { defaultSettings, type SettingName, type SettingValues } from "../../config/settings.ts";
import { HOST_BANS, isNamed } from "../../store/ban_rules.ts";
import type { Account, Ban, NewAccount, RightsTaken, Store, Unban } from "../../store/types.ts";
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
  /** Every lifted ban, oldest first. */
  readonly lifted: (Ban & { by: Unban })[];
}

const inForce = (ban: Ban, now: number): boolean => ban.end === 0 || ban.end > now;
const hasKey = ({ nick, ip }: Ban, what: string): boolean =>
  what !== "" && (nickKey(nick) === nickKey(what) || ip === what);

/** Creates a store with these settings (others: default) and accounts. */
export function memoryStore(settings: Partial<SettingValues>, accounts: readonly NewAccount[]): MemoryStore {
  const values = { ...defaultSettings(), ...settings };
  const byKey = new Map<string, Account>(
    accounts.map((account) => [nickKey(account.nick), { ...FRESH, ...account }]),
  );
  const banList: Ban[] = [];
  const lifted: (Ban & { by: Unban })[] = [];
  const kicks: MemoryStore["kicks"] = [];
  const rights = new Map<string, RightsTaken>();
  const free = new Map<string, string>();
  const listeners = new Set<(name: SettingName) => void>();
  return {
    kicks,
    banList,
    lifted,
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
      match: (subject, now) => banList.find((ban) => inForce(ban, now) && isNamed(ban, subject)) ?? null,
      matchShare: (share, now) =>
        banList.find((ban) => inForce(ban, now) && ban.type === "share" && ban.ip === String(share)) ?? null,
      find: (what, now) => banList.filter((ban) => inForce(ban, now) && hasKey(ban, what)).reverse(),
      list: (limit, now) => banList.filter((ban) => inForce(ban, now)).reverse().slice(0, limit),
      remove(what, types, by) {
        const gone = banList.filter((ban) => types.includes(ban.type) && hasKey(ban, what));
        banList.splice(0, banList.length, ...banList.filter((ban) => !gone.includes(ban)));
        lifted.push(...gone.map((ban) => ({ ...ban, by })));
        return gone.length;
      },
      hasHostBans: () => banList.some(({ type }) => HOST_BANS.includes(type)),
      recordKick: (kick) => void kicks.push(kick),
    },
    rights: {
      get: (nick) => rights.get(nickKey(nick)) ?? null,
      set: (nick, taken) => void rights.set(nickKey(nick), taken),
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
