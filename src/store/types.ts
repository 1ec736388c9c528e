/**
 * What the hub may ask of a store. Owns the shapes of accounts, settings and kick bans, nothing of how they are
 * kept. Every call is synchronous and durable on return: what a caller told a user happened survives a crash.
 *
 * @module
 */
import type { SettingName, SettingValues } from "../config/settings.ts";
import type { RedirectStore } from "./redirects.ts";
import type { TriggerStore } from "./triggers.ts";
import type { AuditStore } from "./audit.ts";
import type { ClientRuleStore } from "./client_rules.ts";
import type { ConnTypeStore } from "./conn_types.ts";

/** Classes an account can have. Verlihub: 6 to 9 do not exist, and guests have no account. */
export const ACCOUNT_CLASSES: readonly number[] = [-1, 1, 2, 3, 4, 5, 10];

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
  /** Classes up to this one do not see whom this operator kicks; 0 = everybody does. */
  readonly classHideKick: number;
  /** Nobody sees whom this operator kicks. */
  readonly hideKick: boolean;
  /** The user's share neither counts nor shows. */
  readonly hideShare: boolean;
  /** The user is not shown as an operator; wins over `showKeys`. */
  readonly hideKeys: boolean;
  /** The user is shown as an operator, whatever its class. */
  readonly showKeys: boolean;
  /** The user enters without main chat. */
  readonly hideChat: boolean;
  /** The user is not told about connect requests that fail. */
  readonly hideCtmMsg: boolean;
  /** Besides the real one this address is taken in searches and connect requests; `""` = none. */
  readonly alternateIp: string;
  /** Others see this address instead of the real one; `""` = the real one. */
  readonly fakeIp: string;
  /** Operators' note. */
  readonly noteOp: string;
  /** Note the user may see. */
  readonly noteUsr: string;
  /** Last good login: time and address. */
  readonly loginAt: number;
  /** Address of the last good login. */
  readonly loginIp: string;
  /** Good logins. */
  readonly loginCount: number;
  /** When the user last left. */
  readonly logoutAt: number;
  /** Wrong passwords, and logins from a wrong address, since the last good login. */
  readonly errorCount: number;
  /** The last of them: time and address. */
  readonly errorAt: number;
  /** Address of the last of them. */
  readonly errorIp: string;
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
  /** Writes down when users left, all in one step. Nicks without an account are passed over. */
  noteLogouts(logouts: ReadonlyMap<string, number>): void;
  /** All accounts, or those of one class, by nick. */
  list(userClass?: number): Account[];
  /** The nicks of a class by name, at most `limit` from `offset` on. */
  nicks(userClass: number, limit: number, offset: number): string[];
  /** How many there are, or are of one class. */
  count(userClass?: number): number;
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
  /** Note the banned user reads. */
  readonly noteUser: string;
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

/** A ban that was looked for. */
export interface FoundBan extends Ban {
  /** Last time it refused somebody, Unix seconds; 0 = never. */
  readonly lastHit: number;
}

/** A ban that was lifted. */
export interface LiftedBan extends Ban {
  /** Who lifted it. */
  readonly unban: Unban;
}

/** A kick or a drop, as the history keeps it. */
export interface Kick {
  /** Who had to go. */
  readonly nick: string;
  /** The real address. */
  readonly ip: string;
  /** Nick of the operator. */
  readonly op: string;
  /** Why. */
  readonly reason: string;
  /** Unix seconds. */
  readonly at: number;
  /** Without a ban. */
  readonly drop: boolean;
}

/** The lists of bans and kicks. */
export type BanList = "bans" | "unbans" | "kicks";

/** The lists as operators read and empty them, newest first; the first `skip` are left out. */
export interface BanHistory {
  /** Bans in force at `now`. */
  list(limit: number, now: number, skip?: number): Ban[];
  /** Lifted bans. */
  listUnbans(limit: number, skip?: number): LiftedBan[];
  /** Lifted bans about a nick, an address or the text of a range. */
  unbansOf(what: string, limit: number): LiftedBan[];
  /** Kicks and drops. */
  listKicks(limit: number, skip?: number): Kick[];
  /** How many a list has; of bans those in force at `now`. */
  count(what: BanList, now: number): number;
  /** Writes a kick into the history. */
  recordKick(kick: Kick): void;
  /** The last kick of a nick since then (Unix seconds), or `null`. */
  lastKick(nick: string, since: number): Kick | null;
  /** Empties a list; returns how many rows there were, ended bans included. */
  clear(what: BanList): number;
}

/** Per history: days after which a row is deleted, counted from its end; 0 keeps it for ever. */
export interface HistoryAges {
  /** Bans, from their end. */
  readonly bans: number;
  /** Lifted bans. */
  readonly unbans: number;
  /** Kicks and drops. */
  readonly kicks: number;
  /** The audit trail. */
  readonly audit: number;
}

/** Deletes what is older at `now` (Unix seconds), at most `rows` rows. `true`: there may be more. */
export type Prune = (ages: HistoryAges, now: number, rows: number) => boolean;

/** Stored bans and the history of kicks. */
export interface BanStore extends BanHistory {
  /** Adds a ban; the same nick and ip extend the old one, never shorten it. Returns the end that counts now. */
  add(ban: Ban): number;
  /** The longest ban in force at `now` (Unix seconds) for this user, share bans aside, or `null`. Notes the hit. */
  match(subject: BanSubject, now: number): Ban | null;
  /** The ban of this exact share in force, or `null`. Notes the hit. */
  matchShare(share: number, now: number): Ban | null;
  /** Bans in force whose nick or ip is this text, and ranges that hold this address; at most 100. */
  find(what: string, now: number): FoundBan[];
  /** Moves bans of these types whose nick or ip is this text to the lifted ones; returns how many. */
  remove(what: string, types: readonly BanType[], by: Unban): number;
  /** True when any ban names hosts, so that host names are worth a look-up. */
  hasHostBans(): boolean;
}

/** A right that can be taken from a user for a time. */
export type Right = "chat" | "pm" | "search" | "ctm";

/** All of them, in the order scripts and lists know. */
export const RIGHTS: readonly Right[] = ["chat", "pm", "search", "ctm"];

/** Per right: until when it is taken, Unix seconds; 0 = it is not, Infinity = for ever. */
export type RightsTaken = Readonly<Record<Right, number>>;

/** A right that can be given to a user for a time. `share0`: the least share is not asked for. */
export type GivenRight = "kick" | "reg" | "opchat" | "share0";

/** All of them, in the order of lists. */
export const GIVEN_RIGHTS: readonly GivenRight[] = ["kick", "reg", "opchat", "share0"];

/** Per right: until when it is given, Unix seconds; 0 = it is not. */
export type RightsGiven = Readonly<Record<GivenRight, number>>;

/** Everything taken from and given to a nick for a time. */
export interface TempRights {
  /** Nick. */
  readonly nick: string;
  /** Who changed it last. */
  readonly by: string;
  /** When, Unix seconds. */
  readonly since: number;
  /** What is taken. */
  readonly taken: RightsTaken;
  /** What is given. */
  readonly given: RightsGiven;
}

/** Rights taken from and given to nicks for a time, also to nicks that are offline. */
export interface RightsStore {
  /** What is taken from this nick, or `null` when nothing is. */
  get(nick: string): RightsTaken | null;
  /** Sets what is taken from a nick; nothing taken removes the entry. */
  set(nick: string, taken: RightsTaken, by: string, at: number): void;
  /** What is given to this nick, or `null` when nothing is. Ends may be over. */
  given(nick: string): RightsGiven | null;
  /** What is taken from and given to this nick, in one look; `null` for nothing of both. Ends may be over. */
  both(nick: string): Pick<TempRights, "taken" | "given"> | null;
  /** Sets what is given to a nick; nothing given and nothing taken removes the entry. */
  give(nick: string, given: RightsGiven, by: string, at: number): void;
  /** Nicks with something taken or given at `now` (Unix seconds), by nick. */
  list(now: number, limit: number, offset: number): TempRights[];
  /** How many such nicks there are. */
  count(now: number): number;
  /** Takes these rights from nobody any more; returns how many nicks lacked one. */
  giveBack(rights: readonly Right[]): number;
  /** Takes and gives nothing any more; returns how many nicks it was about. */
  clear(): number;
}

/** The hub's runtime variables (Verlihub's SetupList), typed, plus free sets of text values. */
export interface RuntimeSettings {
  /** Live values; read fields directly on a hot path. */
  readonly values: Readonly<SettingValues>;
  /** Stores a parsed value and tells the listeners. The caller has validated it. */
  set<N extends SettingName>(name: N, value: SettingValues[N]): void;
  /** Forgets what was stored for a variable: the default counts. Tells the listeners. */
  unset(name: SettingName): void;
  /** A text value of a free set, or `null`. `conf` is any set name but the hub's own ("config"). */
  getFree(conf: string, name: string): string | null;
  /** Stores a text value in a free set. */
  setFree(conf: string, name: string, value: string): void;
  /** How many values the free sets hold. */
  countFree(): number;
  /** Names and values of the free sets whose name begins so, by set and name; at most `limit`. */
  listFree(conf: string, limit: number): { conf: string; name: string; value: string }[];
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
  /** Rules for clients. */
  readonly clientRules: ClientRuleStore;
  /** Rules by connection type. */
  readonly connTypes: ConnTypeStore;
  /** Texts shown by themselves or when somebody types a word. */
  readonly triggers: TriggerStore;
  /** Where those are sent who are turned away. */
  readonly redirects: RedirectStore;
  /** Who did what. */
  readonly audit: AuditStore;
  /** Deletes from the histories what is old. */
  readonly prune: Prune;
  /**
   * Looks for changes another process made (the command line beside a running hub), reloads settings and returns
   * true if anything changed. Cheap; call it about once a second.
   */
  poll(): boolean;
  /** Closes the database. */
  close(): void;
}
