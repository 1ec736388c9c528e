/**
 * Which message a frame is. Owns the table of what clients send: name and prefix.
 * Looks only at the prefix; the family files split the rest. Knows no state and no rights.
 *
 * @module
 */
import { hasBytesAt, latin1Text } from "../core/bytes.ts";
import { ascii, DOLLAR } from "./wire.ts";

/** Every message a hub can receive, as small numbers for tables and switches. */
export const Kind = {
  Unknown: 0,
  /** The empty frame: a keep-alive. */
  Ping: 1,
  Chat: 2,
  Supports: 3,
  Key: 4,
  ValidateNick: 5,
  MyPass: 6,
  Version: 7,
  GetNickList: 8,
  MyHubURL: 9,
  MyINFO: 10,
  To: 11,
  MCTo: 12,
  ConnectToMe: 13,
  MultiConnectToMe: 14,
  RevConnectToMe: 15,
  SearchActive: 16,
  SearchPassive: 17,
  MultiSearchActive: 18,
  MultiSearchPassive: 19,
  SA: 20,
  SP: 21,
  SR: 22,
  GetINFO: 23,
  UserIP: 24,
  Quit: 25,
  Kick: 26,
  OpForceMove: 27,
  BotINFO: 28,
  ExtJSON: 29,
  IN: 30,
  Ban: 31,
  TempBan: 32,
  UnBan: 33,
  GetBanList: 34,
  WhoIP: 35,
  GetTopic: 36,
  SetTopic: 37,
  MyIP: 38,
  MyNick: 39,
  Lock: 40,
} as const;

/** A number from {@linkcode Kind}. */
export type Kind = typeof Kind[keyof typeof Kind];

/** How many kinds there are: the length of a table indexed by {@linkcode Kind}. */
export const KIND_COUNT: number = Object.keys(Kind).length;

const NAMES: readonly string[] = Object.keys(Kind);

/** The name of a kind, for logs and metrics. */
export function kindName(kind: Kind): string {
  return NAMES[kind]!;
}

interface Row {
  readonly kind: Kind;
  readonly prefix: Uint8Array;
}

const row = (kind: Kind, prefix: string): Row => ({ kind, prefix: ascii(prefix) });

// NMDC: names are case-sensitive and matched as prefixes with their space; the three without one match whatever
// follows. "Hub:" forms stand before the general ones because the first match wins.
const ROWS: readonly Row[] = [
  row(Kind.Supports, "$Supports "),
  row(Kind.Key, "$Key "),
  row(Kind.ValidateNick, "$ValidateNick "),
  row(Kind.MyPass, "$MyPass "),
  row(Kind.Version, "$Version "),
  row(Kind.GetNickList, "$GetNickList"),
  row(Kind.MyHubURL, "$MyHubURL "),
  row(Kind.MyINFO, "$MyINFO "),
  row(Kind.To, "$To: "),
  row(Kind.MCTo, "$MCTo: "),
  row(Kind.ConnectToMe, "$ConnectToMe "),
  row(Kind.MultiConnectToMe, "$MultiConnectToMe "),
  row(Kind.RevConnectToMe, "$RevConnectToMe "),
  row(Kind.SearchPassive, "$Search Hub:"),
  row(Kind.SearchActive, "$Search "),
  row(Kind.MultiSearchPassive, "$MultiSearch Hub:"),
  row(Kind.MultiSearchActive, "$MultiSearch "),
  row(Kind.SA, "$SA "),
  row(Kind.SP, "$SP "),
  row(Kind.SR, "$SR "),
  row(Kind.GetINFO, "$GetINFO "),
  row(Kind.UserIP, "$UserIP "),
  row(Kind.Quit, "$Quit "),
  row(Kind.Kick, "$Kick "),
  row(Kind.OpForceMove, "$OpForceMove $Who:"),
  row(Kind.BotINFO, "$BotINFO "),
  row(Kind.ExtJSON, "$ExtJSON "),
  row(Kind.IN, "$IN "),
  row(Kind.Ban, "$Ban "),
  row(Kind.TempBan, "$TempBan "),
  row(Kind.UnBan, "$UnBan "),
  row(Kind.GetBanList, "$GetBanList"),
  row(Kind.WhoIP, "$WhoIP "),
  row(Kind.GetTopic, "$GetTopic"),
  row(Kind.SetTopic, "$SetTopic "),
  row(Kind.MyIP, "$MyIP "),
  row(Kind.MyNick, "$MyNick "),
  row(Kind.Lock, "$Lock "),
];

const BY_SECOND_BYTE: readonly (readonly Row[])[] = Array.from(
  { length: 256 },
  (_, byte) => ROWS.filter(({ prefix }) => prefix[1] === byte),
);

const BY_KIND: readonly (Row | undefined)[] = Array.from(
  { length: KIND_COUNT },
  (_, kind) => ROWS.find((entry) => entry.kind === kind),
);

/** What a message of this kind is called on the wire, for texts to users: `$Search`; `chat` where it has no word. */
export function kindWord(kind: Kind): string {
  const prefix = BY_KIND[kind]?.prefix;
  return prefix ? latin1Text(prefix).split(/[ :]/, 1)[0]! : kindName(kind).toLowerCase();
}

/** Tells which message a frame is. Allocates nothing. */
export function classify(frame: Uint8Array): Kind {
  const first = frame[0];
  if (first === undefined) return Kind.Ping;
  if (first === 0x3c) return Kind.Chat;
  if (first !== DOLLAR || frame.length < 2) return Kind.Unknown;
  const rows = BY_SECOND_BYTE[frame[1]!]!;
  for (let i = 0; i < rows.length; i++) {
    const entry = rows[i]!;
    if (hasBytesAt(frame, entry.prefix)) return entry.kind;
  }
  return Kind.Unknown;
}

/**
 * What stands behind the prefix of a frame of this kind: the one parameter of `$Key`, `$Supports`,
 * `$ValidateNick`, `$MyPass`, `$Version`, `$MyHubURL`, `$Kick`, `$UserIP`, `$Quit`, `$BotINFO`, `$UnBan`,
 * `$WhoIP`, `$SetTopic` and `$MyNick`. It may be empty.
 */
export function paramOf(frame: Uint8Array, kind: Kind): Uint8Array {
  return frame.subarray(BY_KIND[kind]?.prefix.length ?? 0);
}
