/**
 * What the hub may ask of a store. Owns the shapes of accounts, settings and kick bans, nothing of how they are
 * kept. Every call is synchronous and durable on return: what a caller told a user happened survives a crash.
 *
 * @module
 */
import type { SettingName, SettingValues } from "../config/settings.ts";

/** A registered nick. Times are Unix seconds, 0 = never. Column names follow Verlihub's `reglist`. */
export interface Account {
  /** Nick as registered; compared without ASCII case. */
  readonly nick: string;
  /** −1 pinger, 1 registered, 2 VIP, 3 operator, 4 chief, 5 administrator, 10 master. */
  readonly class: number;
  /** Versioned hash, or `""` while the user still has to choose a password. */
  readonly passwordHash: string;
  /** True while the user has to choose a password (new or reset account). */
  readonly passwordChange: boolean;
  /** False: the account is kept but its rights are off. */
  readonly enabled: boolean;
  /** Nick of the operator who made the account. */
  readonly registeredBy: string;
  /** When the account was made. */
  readonly registeredAt: number;
  /** Only from this address may the account log in; `""` = from anywhere. */
  readonly authIp: string;
  /** Kicks, drops and bans from this class downward fail; 0 = no protection. */
  readonly classProtect: number;
  /** The user's share neither counts nor shows. */
  readonly hideShare: boolean;
  /** The user is not shown as an operator. */
  readonly hideKeys: boolean;
  /** Operators' note. */
  readonly noteOp: string;
  /** Last good login: time and address. */
  readonly loginAt: number;
  /** Address of the last good login. */
  readonly loginIp: string;
  /** Wrong passwords since the last good login. */
  readonly errorCount: number;
}

/** What {@linkcode AccountStore.add} needs; everything else starts at its default. */
export type NewAccount = Pick<Account, "nick" | "class"> & Partial<Omit<Account, "nick" | "class">>;

/** Registered nicks. Look-ups ignore ASCII case. */
export interface AccountStore {
  /** The account of this nick, or `null`. */
  get(nick: string): Account | null;
  /** Makes an account. `false`: the nick has one already. */
  add(account: NewAccount): boolean;
  /** Changes the given fields. `false`: there is no such account. */
  update(nick: string, change: Partial<Omit<Account, "nick">>): boolean;
  /** Removes an account. `false`: there was none. */
  remove(nick: string): boolean;
  /** All accounts, or those of one class, by nick. */
  list(userClass?: number): Account[];
  /** How many there are. */
  count(): number;
}

/** A ban made by a kick or by hand. `nick` or `ip` may be `""` (not part of the match). */
export interface Ban {
  /** Nick that is refused, or `""`. */
  readonly nick: string;
  /** Address that is refused, or `""`. */
  readonly ip: string;
  /** Nick of the operator. */
  readonly op: string;
  /** Shown to the banned user. */
  readonly reason: string;
  /** Operators' note. */
  readonly noteOp: string;
  /** Start, Unix seconds. */
  readonly start: number;
  /** End, Unix seconds; 0 = permanent. */
  readonly end: number;
}

/** Stored bans and the history of kicks. */
export interface BanStore {
  /** Adds a ban; the same nick and ip extend the old one, never shorten it. */
  add(ban: Ban): void;
  /** The longest ban in force at `now` (Unix seconds) that names this nick or this address, or `null`. */
  match(nick: string, ip: string, now: number): Ban | null;
  /** Removes bans that name this nick or address; returns how many. */
  remove(nickOrIp: string): number;
  /** Writes a kick into the history. */
  recordKick(kick: { nick: string; ip: string; op: string; reason: string; at: number; drop: boolean }): void;
}

/** The hub's runtime variables (Verlihub's SetupList), typed, plus free sets of text values. */
export interface RuntimeSettings {
  /** Live values; read fields directly on a hot path. */
  readonly values: Readonly<SettingValues>;
  /** Stores a parsed value and tells the listeners. The caller has validated it. */
  set<N extends SettingName>(name: N, value: SettingValues[N]): void;
  /** A text value of a free set, or `null`. `conf` is any set name but the hub's own ("config"). */
  getFree(conf: string, name: string): string | null;
  /** Stores a text value in a free set. */
  setFree(conf: string, name: string, value: string): void;
  /** Called after a hub variable changed, with its name. Returns the unsubscriber. */
  onChange(listener: (name: SettingName) => void): () => void;
}

/** Everything that outlives a restart. */
export interface Store {
  /** Registered nicks. */
  readonly accounts: AccountStore;
  /** Stored bans. */
  readonly bans: BanStore;
  /** Runtime variables. */
  readonly settings: RuntimeSettings;
  /**
   * Looks for changes another process made (the command line beside a running hub), reloads settings and returns
   * true if anything changed. Cheap; call it about once a second.
   */
  poll(): boolean;
  /** Closes the database. */
  close(): void;
}
