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

/** Kinds of ban. Verlihub: the place in this list is `banlist.ban_type`, and the bit of scripts' `eBF_*`. */
export const BAN_TYPES = [
  "nickip",
  "ip",
  "nick",
  "range",
  "host1",
  "host2",
  "host3",
  "share",
  "prefix",
  "hostr1",
] as const;

/** One of {@linkcode BAN_TYPES}. */
export type BanType = typeof BAN_TYPES[number];

/** A ban made by a kick or by hand. What is refused stands in `nick` and `ip`, by type. */
export interface Ban {
  /** Kind. */
  readonly type: BanType;
  /**
   * `nickip`, `nick`: the nick. `prefix`: how refused nicks begin. `host1`, `host2`, `host3`: the last labels of the
   * host name with a dot in front. `hostr1`: the host name without its first label. Otherwise `""`.
   */
  readonly nick: string;
  /** `nickip`, `ip`: the address. `range`: `from-to`. `share`: bytes. Otherwise `""`. */
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

/** Somebody who may be banned. */
export interface BanSubject {
  /** Nick. */
  readonly nick: string;
  /** Address. */
  readonly ip: string;
  /** Host name, `""` while it is not known. */
  readonly host: string;
  /** Has no account: prefix bans count. */
  readonly guest: boolean;
}

/** Who lifts a ban, and why. */
export interface Unban {
  /** Nick of the operator. */
  readonly op: string;
  /** Why. */
  readonly reason: string;
  /** Unix seconds. */
  readonly at: number;
}

/** Stored bans and the history of kicks. */
export interface BanStore {
  /** Adds a ban; the same nick and ip extend the old one, never shorten it. */
  add(ban: Ban): void;
  /** The longest ban in force at `now` (Unix seconds) for this user, share bans aside, or `null`. Notes the hit. */
  match(subject: BanSubject, now: number): Ban | null;
  /** The ban of this exact share in force, or `null`. Notes the hit. */
  matchShare(share: number, now: number): Ban | null;
  /** Bans in force whose nick or ip is this text, and ranges that hold this address; at most 100. */
  find(what: string, now: number): Ban[];
  /** The newest bans in force. */
  list(limit: number, now: number): Ban[];
  /** Moves bans of these types whose nick or ip is this text to the lifted ones; returns how many. */
  remove(what: string, types: readonly BanType[], by: Unban): number;
  /** True when any ban names hosts, so that host names are worth a look-up. */
  hasHostBans(): boolean;
  /** Writes a kick into the history. */
  recordKick(kick: { nick: string; ip: string; op: string; reason: string; at: number; drop: boolean }): void;
}

/** A right that can be taken from a user for a time. */
export type Right = "chat" | "pm" | "search" | "ctm";

/** Per right: until when it is taken, Unix seconds; 0 = it is not, Infinity = for ever. */
export type RightsTaken = Readonly<Record<Right, number>>;

/** Rights taken from nicks, also from nicks that are offline. */
export interface RightsStore {
  /** What is taken from this nick, or `null` when nothing is. */
  get(nick: string): RightsTaken | null;
  /** Sets what is taken from a nick; nothing taken removes the entry. */
  set(nick: string, taken: RightsTaken, by: string, at: number): void;
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
  /** Rights taken for a time. */
  readonly rights: RightsStore;
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
