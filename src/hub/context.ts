/**
 * What every part of the hub shares: the state of one hub and its dependencies, handed down as the first argument.
 * Owns its shape; holds no behaviour.
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
import type { ScriptSink } from "../port/script_sink.ts";
import type { Passwords } from "../store/password.ts";
import type { Texts } from "../store/text_files.ts";
import type { Store } from "../store/types.ts";
import type { CommandRegistry, Holder } from "./command_line/command.ts";
import type { ClientRules } from "./my_info/client_rules.ts";
import type { Guesses } from "./login/guesses.ts";
import type { HubListState } from "./presence/hub_list.ts";
import type { Load } from "./load.ts";
import type { LoginCounts } from "./login/logins.ts";
import type { OperatorLooks } from "./login/look_alike.ts";
import type { OperatorAddresses } from "./login/operator_places.ts";
import type { Session, SharedWindow, User } from "./model.ts";
import type { TempBanTable } from "./moderation/temp_bans.ts";
import type { ReportKind } from "./talk/op_chat.ts";
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
  /** Bots of scripts refused. */
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
  /** Deeds of operators in the present minute, by nick key; `since` is its start in monotonic milliseconds. */
  readonly deeds: Map<string, { since: number; count: number }>;
  /** Reports of one kind in the present minute; `since` is its start in monotonic milliseconds. */
  readonly reports: Map<ReportKind, { since: number; count: number }>;
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
  /** Menus as they go out, by class; emptied when a setting changes what is in them. */
  readonly menus: Map<string, { readonly holder: Holder; readonly bytes: Uint8Array }>;
  /** How often menus were brought up to date because a setting changed, in the present second. */
  readonly menuPace: {
    /** Start of the second, monotonic milliseconds. */
    since: number;
    /** How often. */
    count: number;
    /** A setting changed and nobody was told yet. */
    stale: boolean;
  };
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
  /** What operators' nicks look like. */
  readonly operatorLooks: OperatorLooks;
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
