/**
 * What every part of the hub shares: the state of one hub and its dependencies, handed down as the first argument.
 * Owns the shapes of the context and of commands; holds no behaviour.
 *
 * @module
 */
import type { Cancel, Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { Counter, Metrics } from "../core/metrics.ts";
import type { SettingValues, SharedFloodName } from "../config/settings.ts";
import type { Geo } from "../geo/geo.ts";
import type { Codec } from "../nmdc/encoding.ts";
import type { Transcoder } from "../nmdc/transcode.ts";
import type { CommandCaller, PortCommand } from "../port/hub_port.ts";
import type { ScriptSink } from "../port/script_sink.ts";
import type { Passwords } from "../store/password.ts";
import type { Texts } from "../store/text_files.ts";
import type { GivenRight, Store } from "../store/types.ts";
import type { ClientRules } from "./my_info/client_rules.ts";
import type { Guesses } from "./login/guesses.ts";
import type { HubListState } from "./presence/hub_list.ts";
import type { Load } from "./load.ts";
import type { LoginCounts } from "./login/logins.ts";
import type { OperatorAddresses } from "./login/operator_places.ts";
import type { Session, SharedWindow, User } from "./model.ts";
import type { TempBanTable } from "./moderation/temp_bans.ts";
import type { TriggerBook } from "./triggers/trigger_book.ts";
import type { UserList } from "./users.ts";

/** What the hub counts. */
export interface HubCounters {
  /** Connections refused because too many are logging in. */
  readonly refused: Counter;
  /** Logins completed. */
  readonly logins: Counter;
  /** Main chat lines sent to the users. */
  readonly chat: Counter;
  /** Private messages delivered. */
  readonly privateMessages: Counter;
  /** Searches passed on. */
  readonly searches: Counter;
  /** Floods answered. */
  readonly floods: Counter;
  /** Kicks. */
  readonly kicks: Counter;
  /** Logins refused because of earlier wrong passwords. */
  readonly guessesRefused: Counter;
  /** Connections refused because the hub is late. */
  readonly loadRefused: Counter;
  /** Bots refused because a script has too many. */
  readonly botsRefused: Counter;
}

/** Finds the host name of an address; `done` gets it at once when it is remembered, null when there is none. */
export type HostOf = (ip: string, done: (host: string | null) => void) => void;

/** Where addresses are: country code (`L1`, `P1`, `--` …), country name, city. `done` runs at once once the files are open. */
export type Places =
  & Pick<Geo, "countryCode" | "countryName" | "city">
  & Partial<Pick<Geo, "databases" | "reload">>;

/** Something `!reload` reads again. */
export interface Reloader {
  /** What it is, as `!reload` names it. */
  readonly name: string;
  /** Reads it. Throws, or rejects, when that fails; the old state goes on then. */
  reload(): void | Promise<void>;
}

/** `max_users` on its way to another value (`!userlimit`). Times are monotonic milliseconds. */
export interface LimitMove {
  /** Value at the start. */
  readonly from: number;
  /** Value at the end. */
  readonly to: number;
  /** Start. */
  readonly since: number;
  /** End. */
  readonly until: number;
  /** The next step. */
  stepAt: number;
  /** Who wanted it. */
  readonly by: string;
}

/** Facts about the machine and the process, as `!sysinfo` shows them: a name and a value each. */
export type MachineFacts = () => readonly (readonly [name: string, value: string])[];

/** One hub. */
export interface HubContext {
  /** Accounts, bans, settings. */
  readonly store: Store;
  /** Live runtime variables. */
  readonly vars: Readonly<SettingValues>;
  /** Hashing. */
  readonly passwords: Passwords;
  /** Time. */
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Log. */
  readonly log: Log;
  /** The hub's encoding. */
  readonly codec: Codec;
  /** Writes frames for connections that write another encoding. */
  readonly foreign: Transcoder;
  /** Software name and version. */
  readonly version: { readonly name: string; readonly version: string };
  /** `host:port` for pingers while `hub_host` is empty. */
  readonly address: string;
  /** Unix seconds of the start. */
  readonly startedAt: number;
  /** The scripts. */
  sink: ScriptSink;
  /** The user list. */
  readonly users: UserList;
  /** Every open connection. */
  readonly sessions: Set<Session>;
  /** Those of them that are logging in, by address. */
  readonly logins: LoginCounts;
  /** Connections that hold a place: their nick was accepted. */
  accepted: number;
  /** The same by zone. */
  readonly zones: number[];
  /** Rules for clients and connection types. */
  clientRules: ClientRules;
  /** Temporary bans by nick key. */
  readonly nickBans: TempBanTable;
  /** Temporary bans by address. */
  readonly ipBans: TempBanTable;
  /** Limits for all users together. */
  readonly shared: Record<SharedFloodName, SharedWindow>;
  /** Clients sent here as to a client, in the present minute. */
  readonly strays: {
    /** Start of the minute, monotonic milliseconds. */
    since: number;
    /** How many. */
    count: number;
    /** The hub that sent the last one, `""` if unknown. */
    from: string;
  };
  /** Rows that scripts caused in the audit trail, in the present minute. */
  readonly scriptDeeds: {
    /** Start of the minute, monotonic milliseconds. */
    since: number;
    /** How many. */
    count: number;
  };
  /** Another process wrote into the store, and when (monotonic milliseconds) that is looked at next. */
  readonly outside: { changed: boolean; lookAt: number };
  /** When users left, not written yet: nick → Unix seconds. */
  readonly logouts: Map<string, number>;
  /** Wrong passwords, and who has to wait because of them. */
  readonly guesses: Guesses;
  /** Hub lists and how registration with them went. */
  readonly hubLists: HubListState;
  /** Members of the operator chat; all of them are online. */
  readonly opChat: Set<User>;
  /** Those of them whose class does not open the room: a member invited them. */
  readonly roomGuests: Set<User>;
  /** The hub's own bot. */
  bot: User;
  /** The operator chat room, `null` while there is none. */
  room: User | null;
  /** Hub commands. */
  readonly commands: CommandRegistry;
  /** Menus as they go out, by class; emptied when a setting changes. */
  readonly menus: Map<number, Uint8Array>;
  /** Texts shown by themselves or when somebody types a word. */
  readonly triggers: TriggerBook;
  /** The files of such texts; null where there are none. */
  readonly texts: Texts | null;
  /** How often users were sent to each address since the start. */
  readonly redirectHits: Map<string, number>;
  /** How late the hub is. */
  readonly load: Load;
  /** Where operators logged in last. */
  readonly operatorAddresses: OperatorAddresses;
  /** Counters. */
  readonly counters: HubCounters;
  /** All figures of the process. */
  readonly metrics: Pick<Metrics, "read">;
  /** Messages received since the start, by `Kind`. */
  readonly messages: Float64Array;
  /** Most users and most share (bytes) at one time, also before this start; stored again at `storeAt`. */
  readonly peaks: { users: number; share: number; storeAt: number };
  /** What `!reload` reads again, in this order. */
  readonly reloaders: Reloader[];
  /** What `!userlimit` has under way, `null` for nothing. */
  limitMove: LimitMove | null;
  /** Facts about the machine; null where nobody knows them. */
  readonly machine: MachineFacts | null;
  /** Asks whoever runs the hub to stop it. Code 0 stop, 1 restart (Verlihub's convention). */
  requestStop(code: number): void;
  /** Calls a delayed stop off, `null` while none is pending. */
  cancelStop: Cancel | null;
  /** Looks host names up; null where nobody does. */
  readonly hostOf: HostOf | null;
  /** Looks places of addresses up; null where nobody does. */
  readonly places: Places | null;
  /** Monotonic milliseconds from which the histories may be pruned again. */
  pruneAt: number;
  /** True from `stop` on: nobody enters any more. */
  stopping: boolean;
}

/** What a hub command gets. */
export interface CommandCall extends CommandCaller {
  /** The hub. */
  readonly hub: HubContext;
  /** Who typed it. */
  readonly user: User;
  /** The connection it came from. */
  readonly session: Session;
  /** The line as typed, secrets as `***`. */
  readonly line: string;
  /** It came by private message to the hub's bot. */
  readonly inPm: boolean;
  /** What was glued to the word of a timed command behind `_`, `""` for nothing. */
  readonly period: string;
  /** Sends text as private message of the hub's bot; for lists. */
  replyPm(text: string): void;
  /** Says in the audit trail how it went, where nothing is replied; otherwise the first reply does. */
  outcome(text: string): void;
}

/** One entry of a command in the right-click menus of clients (NMDC: `$UserCommand`). */
export interface MenuEntry {
  /** Title; one backslash opens a submenu: `Bans\One day`. */
  readonly title: string;
  /** On a user of the list, or on the hub itself. */
  readonly on: "user" | "hub";
  /** What follows the command word. Clients fill in `%[nick]` and ask for `%[line:Text]`. */
  readonly args: string;
  /** Word of the command when it is not its name: `ban_1d`. */
  readonly word?: string;
}

/** A command of the hub itself, one row of a table under `commands/`. */
export interface HubCommand {
  /** Word after the trigger, lower case. */
  readonly name: string;
  /** Other words for it. */
  readonly aliases?: readonly string[];
  /** A span of time may be glued to the word: `!ban_5m`. A text instead says what has to be glued there. */
  readonly timed?: true | string;
  /** True: only for class 3 and up, behind a trigger of `cmd_start_op`. */
  readonly operator: boolean;
  /** Lowest class; read at every call, so it may come from a setting. */
  minClass(vars: Readonly<SettingValues>): number;
  /** Argument pattern for help, `""` for none. */
  readonly usage: string;
  /** One line for help. */
  readonly help: string;
  /** Further lines for whoever asks for help about this command alone. */
  readonly details?: () => string;
  /** Entries in the menus of clients whose user may run it. */
  readonly menu?: readonly MenuEntry[];
  /** Argument words from this one on, counted from 1, are secret (passwords): scripts, logs and the audit trail see `***`. */
  readonly secretFrom?: number;
  /** It changes something: every run is written into the audit trail. Kicks write their own row, whoever asks. */
  readonly audited?: true;
  /** Who was given this right for a time may run it below its class. */
  readonly right?: GivenRight;
  /** Number of the argument word the audit trail names as target, default 1; 0 for none. */
  readonly auditTarget?: number;
  /** Runs it; `args` is the rest of the line, trimmed, with `&#36;` and `&#124;` read. */
  run(call: CommandCall, args: string): void;
}

/** A command found by its word. */
export interface FoundCommand {
  /** Name under which help shows it. */
  readonly name: string;
  /** Other words for it. */
  readonly aliases: readonly string[];
  /** Lowest class at this moment. */
  readonly minClass: number;
  /** Argument pattern. */
  readonly usage: string;
  /** One line for help. */
  readonly help: string;
  /** Further lines of help about this command alone, `""` for none. */
  details(): string;
  /** For operators only. */
  readonly operator: boolean;
  /** Takes a span of time behind its word. */
  readonly timed: boolean;
  /** Entries in the menus of clients. */
  readonly menu: readonly MenuEntry[];
  /** First secret argument word, counted from 1; 0 where nothing is secret. */
  readonly secretFrom: number;
  /** Every run is written into the audit trail. */
  readonly audited: boolean;
  /** The right that opens it below its class, or `null`. */
  readonly right: GivenRight | null;
  /** Number of the argument word that is its target there, 0 for none. */
  readonly auditTarget: number;
  /** Runs it. */
  run(call: CommandCall, args: string): void;
}

/** The commands of a hub by word. */
export interface CommandRegistry {
  /** Adds the hub's own commands. Throws `RangeError` when a word is taken: the tables are wrong. */
  add(commands: readonly HubCommand[]): void;
  /** Adds operators' commands from outside; words that are taken stay with their owner. Returns the remover. */
  addPort(commands: readonly PortCommand[]): () => void;
  /**
   * The command of this word (any case), or `null`. A timed command is found with its span of time, too. Operators'
   * commands and those of all users have words of their own: an operator means the former, unless it needs arguments
   * and none follow (`bare`) and there is one of the latter.
   */
  find(word: string, operator?: boolean, bare?: boolean): FoundCommand | null;
  /** First secret argument word of any command of this word, 0 for none. */
  secretFrom(word: string): number;
  /** All words of commands with secret arguments. */
  secretWords(): string[];
  /** Commands a class may use, and those opened by rights it `has` for a time, by name, operator commands last. */
  available(userClass: number, has?: (right: GivenRight) => boolean): FoundCommand[];
  /** The same in the order of the table. */
  listed(userClass: number, has?: (right: GivenRight) => boolean): FoundCommand[];
}
