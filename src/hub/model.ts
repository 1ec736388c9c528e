/**
 * What the hub knows of a connection and of a user. Owns the shapes and the numbers of progress and close reason;
 * holds no behaviour and knows no protocol message.
 *
 * @module
 */
import type { Cancel } from "../core/clock.ts";
import type { Link } from "../net/link.ts";
import type { TextReader } from "../nmdc/encoding.ts";
import type { EncodingGuess } from "../nmdc/guess.ts";
import type { Account, RightsGiven, RightsTaken } from "../store/types.ts";
import { CONSTANTS } from "../vh/constants.ts";
import type { Holder } from "./command_line/command.ts";

/** Why the hub closes a connection; the numbers scripts know as `eCR_*`. */
export const CloseReason: (typeof CONSTANTS)["eCR"]["values"] = CONSTANTS.eCR.values;

/** A number from {@linkcode CloseReason}. */
export type CloseReason = typeof CloseReason[keyof typeof CloseReason];

/** User classes by name. */
export const UserClass = {
  Pinger: -1,
  Guest: 0,
  Registered: 1,
  Vip: 2,
  Operator: 3,
  Chief: 4,
  Admin: 5,
  Master: 10,
} as const;

/** What a connection has done of the login, as bits. NMDC: all but `Listed` are needed before MyINFO counts. */
export const Progress = {
  Key: 1,
  Supports: 2,
  Nick: 4,
  Password: 8,
  Version: 16,
  /** In the user list: the login is over. */
  Listed: 32,
} as const;

/** Everything a client has to say before its first MyINFO is accepted. */
export const BEFORE_MYINFO: number = Progress.Key | Progress.Supports | Progress.Nick | Progress.Password |
  Progress.Version;

/** What the next `$MyPass` means. */
export type PasswordWish = "none" | "login" | "choose";

/** A validated nick: a user (in the list or still logging in) or a bot. */
export interface User {
  /** Nick, decoded. */
  readonly nick: string;
  /** Key of the nick in the list. */
  readonly key: string;
  /** Nick as it goes over the wire. */
  readonly nickBytes: Uint8Array;
  /** The connection, `null` for bots. */
  readonly session: Session | null;
  /** For bots: the script that made it, `""` for the hub. `null` for users. */
  readonly owner: string | null;
  /** Address as others see it; bots have 127.0.0.1. The real one is that of the session. */
  ip: string;
  /** Class, −1…10. */
  class: number;
  /** Shown in the operator list. */
  op: boolean;
  /** Published `$MyINFO …|`, ready for a write queue; empty before the first one. */
  myInfo: Uint8Array;
  /** `$MyINFO …` as the client sent it. */
  realMyInfo: Uint8Array;
  /** Share in bytes that counts; 0 while hidden. */
  share: number;
  /** True when the tag says active. */
  active: boolean;
  /** Status byte of MyINFO. */
  status: number;
  /** Sees main chat. */
  chat: boolean;
  /** Kicks from this class down fail; 0 = no protection. */
  protect: number;
  /** Nobody sees whom this user kicks. */
  hideKick: boolean;
  /** Classes up to this one do not see it; 0 = all do. */
  hideKicksTo: number;
  /** Rights taken for a time, `null` while none is. */
  taken: RightsTaken | null;
  /** Rights given for a time, `null` while none is. */
  given: RightsGiven | null;
  /** Place in the user list, −1 while not in it. */
  slot: number;
}

/** One connection. */
export interface Session {
  /** Where frames in the hub's encoding go; for a client that writes another one they are rewritten on the way. */
  link: Link;
  /** The connection itself: what it gets is not rewritten. */
  readonly wire: Link;
  /** Address of the peer. */
  readonly ip: string;
  /**
   * Country of the address: two letters, `L1` this machine, `P1` a private network, `--` none; `""` until it is known.
   */
  country: string;
  /** Zone in which the user counts, from an accepted nick on. */
  zone: number;
  /** The lock this connection got. */
  readonly lock: Uint8Array;
  /** What this connection writes, and the reader of bytes as they came. */
  readonly guess: EncodingGuess;
  /** Reads the frames of this connection, which are in the hub's encoding when they come to a handler. */
  readonly reader: TextReader;
  /** Bits of {@linkcode Progress}. */
  progress: number;
  /** Bits of `Feature`: what the client announced. */
  features: number;
  /** Kinds of message received that may come only once. */
  readonly seen: Set<number>;
  /** The user, from an accepted nick on. */
  user: User | null;
  /** The registration of the nick, or `null` for guests and disabled accounts. */
  account: Account | null;
  /** The user knows the account's password, or an operator made the account for whoever is here. */
  proved: boolean;
  /** What the next `$MyPass` means. */
  password: PasswordWish;
  /** For whom the right-click menus in the client were made, `null` while it has none of the hub's. */
  menusOf: Holder | null;
  /** Monotonic milliseconds by which the present stage must be over; Infinity when nothing is awaited. */
  deadline: number;
  /** Monotonic milliseconds by which the whole login must be over. */
  readonly loginDeadline: number;
  /** Monotonic milliseconds of the next keepalive. */
  pingAt: number;
  /** Monotonic milliseconds since when the peer takes nothing of what waits; 0 = it takes. */
  stalledSince: number;
  /** Bytes that waited when that was last looked at. */
  stalledBytes: number;
  /** A user list was asked for and not sent yet. */
  listWanted: boolean;
  /** Monotonic milliseconds of the last user list sent, −Infinity before. */
  listAt: number;
  /** Monotonic milliseconds of the last passed MyINFO change. */
  myInfoAt: number;
  /** A MyINFO that came too early to be passed on, or `null`. */
  nextMyInfo: Uint8Array | null;
  /** Decisions being waited for; frames wait while it is not 0. */
  held: number;
  /** The link is paused for them. */
  paused: boolean;
  /** The hub is done with this connection: nothing is read or written any more. */
  over: boolean;
  /** Per flood kind: start of the window and messages in it; made at the first message. */
  flood: Float64Array | null;
  /** What the pace rules remember. */
  readonly pace: Pace;
  /** Text of `$Supports`. */
  supportsText: string;
  /** Text of `$Version`. */
  versionText: string;
  /** Address the client dialled, from `$MyHubURL`. */
  hubUrl: string;
  /** Last `$ExtJSON`, `""` if none. */
  extJson: string;
  /** The same, ready for a write queue; empty if none. */
  extJsonLine: Uint8Array;
  /** Version the client lacks to search and download; 0 = none. */
  lacksVersion: number;
  /** Nick of a client that takes the hub for another client, `""` otherwise. */
  strayNick: string;
  /** `$RevConnectToMe` of all users to this one. */
  rctm: SharedWindow | null;
  /** Where this user is sent when the hub closes the connection; `""` = where the redirects say. */
  redirect: string;
  /** Cancels a delayed close. */
  cancelClose: Cancel | null;
}

/** What one user last said and when; the rules of repetition and pace read it. */
export interface Pace {
  /** Monotonic milliseconds of the last chat line, −Infinity before. */
  chatAt: number;
  /** Last chat text. */
  chatText: Uint8Array | null;
  /** Last private text and how often it came in a row. */
  pmText: Uint8Array | null;
  /** Repeats of `pmText`. */
  pmRepeats: number;
  /** Last `$MCTo` text. */
  mctoText: Uint8Array | null;
  /** Repeats of `mctoText`. */
  mctoRepeats: number;
  /** Last search. */
  search: Uint8Array | null;
  /** Start of the search interval, monotonic milliseconds. */
  searchAt: number;
  /** Searches in it. */
  searches: number;
  /** Results passed to this user since the last passive search. */
  results: number;
  /** Monotonic milliseconds of the last notice that share is missing. */
  noticeAt: number;
}

/** A fresh {@linkcode Pace}. */
export function newPace(): Pace {
  return {
    chatAt: -Infinity,
    chatText: null,
    pmText: null,
    pmRepeats: 0,
    mctoText: null,
    mctoRepeats: 0,
    search: null,
    searchAt: -Infinity,
    searches: 0,
    results: 0,
    noticeAt: -Infinity,
  };
}

/** One window of a limit for all users together. Times are monotonic milliseconds. */
export interface SharedWindow {
  /** Start of the window. */
  start: number;
  /** Messages in it. */
  count: number;
  /** Locked until then; 0 = open. */
  lockedUntil: number;
}
