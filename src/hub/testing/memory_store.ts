/**
 * A store in memory, for tests of the hub. Not used by a running hub.
 *
 * @module
 */
import { defaultSettings, type SettingName, type SettingValues } from "../../config/settings.ts";
import { redirectStore } from "../../store/redirects.ts";
import { triggerStore } from "../../store/triggers.ts";
import { clientRuleStore } from "../../store/client_rules.ts";
import { connTypeStore } from "../../store/conn_types.ts";
import type { Account, Ban, Kick, LiftedBan, NewAccount, Store } from "../../store/types.ts";
import { nickKey } from "../nick_key.ts";
import { memoryBans } from "./memory_bans.ts";
import { memoryRights } from "./memory_rights.ts";

/** What a new account has where nobody says otherwise; the test of the real store holds it against the table. */
export const FRESH_ACCOUNT: Omit<Account, "nick" | "class"> = {
  passwordHash: "",
  passwordChange: false,
  enabled: true,
  registeredBy: "",
  registeredAt: 0,
  authIp: "",
  alternateIp: "",
  fakeIp: "",
  classProtect: 0,
  classHideKick: 0,
  hideKick: false,
  hideShare: false,
  hideKeys: false,
  showKeys: false,
  hideChat: false,
  hideCtmMsg: false,
  noteOp: "",
  noteUsr: "",
  loginAt: 0,
  loginIp: "",
  loginCount: 0,
  logoutAt: 0,
  errorCount: 0,
  errorAt: 0,
  errorIp: "",
};

/** A store in memory with its kicks readable. */
export interface MemoryStore extends Store {
  /** Every kick, oldest first. */
  readonly kicks: Kick[];
  /** Every ban, oldest first. */
  readonly banList: Ban[];
  /** Every lifted ban, oldest first. */
  readonly lifted: LiftedBan[];
}

/** Creates a store with these settings (others: default) and accounts. */
export function memoryStore(settings: Partial<SettingValues>, accounts: readonly NewAccount[]): MemoryStore {
  const values = { ...defaultSettings(), ...settings };
  const rights = memoryRights();
  const byKey = new Map<string, Account>(
    accounts.map((account) => [nickKey(account.nick), { ...FRESH_ACCOUNT, ...account }]),
  );
  const bans = memoryBans();
  const free = new Map<string, string>();
  const listeners = new Set<(name: SettingName) => void>();
  return {
    get kicks() {
      return bans.kicks();
    },
    get banList() {
      return bans.list();
    },
    get lifted() {
      return bans.lifted();
    },
    accounts: {
      get: (nick) => byKey.get(nickKey(nick)) ?? null,
      add(account) {
        if (byKey.has(nickKey(account.nick))) return false;
        byKey.set(nickKey(account.nick), { ...FRESH_ACCOUNT, ...account });
        return true;
      },
      update(nick, change) {
        const account = byKey.get(nickKey(nick));
        if (account) byKey.set(nickKey(nick), { ...account, ...change });
        return account !== undefined;
      },
      remove(nick) {
        const given = rights.given(nick);
        if (given) rights.give(nick, { ...given, kick: 0, reg: 0, opchat: 0 }, "", 0);
        return byKey.delete(nickKey(nick));
      },
      noteLogouts(logouts) {
        for (const [nick, logoutAt] of logouts) this.update(nick, { logoutAt });
      },
      list: (userClass) =>
        [...byKey.values()].filter((account) => userClass === undefined || account.class === userClass),
      nicks(userClass, limit, offset) {
        const nicks = this.list(userClass).map(({ nick }) => nick);
        return nicks.sort((a, b) => nickKey(a) < nickKey(b) ? -1 : 1).slice(offset, offset + limit);
      },
      count(userClass) {
        return this.list(userClass).length;
      },
    },
    bans: bans.bans,
    prune: bans.prune,
    rights,
    clientRules: clientRuleStore(),
    connTypes: connTypeStore(),
    settings: {
      values,
      set(name, value) {
        if (values[name] === value) return;
        values[name] = value;
        for (const listener of listeners) listener(name);
      },
      unset(name) {
        this.set(name, defaultSettings()[name] as never);
      },
      countFree: () => free.size,
      listFree: (conf, limit) =>
        [...free].map(([key, value]) => ({
          conf: key.slice(0, key.indexOf("/")),
          name: key.slice(key.indexOf("/") + 1),
          value,
        })).filter((row) => row.conf.startsWith(conf)).slice(0, limit),
      getFree: (conf, name) => free.get(`${conf}/${name}`) ?? null,
      setFree: (conf, name, value) => void free.set(`${conf}/${name}`, value),
      onChange(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    audit: bans.audit,
    triggers: triggerStore(),
    redirects: redirectStore(),
    poll: () => false,
    close: bans.close,
  };
}
