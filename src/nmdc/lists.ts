/**
 * User lists: `$NickList`, `$OpList`, `$BotList`, `$UserIP`, `$GetINFO`. Owns the `$$` grammar of lists.
 * Who gets which list is decided by the features a client announced, in the hub.
 *
 * @module
 */
import { DOLLAR, frameFrom, frameOf, type Part, SPACE } from "./wire.ts";

/** A request for one user's MyINFO, as views into its frame. */
export interface GetInfo {
  /** Whose information is wanted. */
  other: Uint8Array;
  /** Who asks. */
  nick: Uint8Array;
}

/** A user and its address. */
export interface NickIp {
  /** The user. */
  nick: Uint8Array;
  /** Its IP; bots are reported as 127.0.0.1. */
  ip: string;
}

/** Builds `$NickList a$$b$$`: for clients without NoHello. */
export function formatNickList(nicks: Iterable<Uint8Array>): Uint8Array {
  return listOf("$NickList ", nicks);
}

/** Builds `$OpList a$$b$$`. NMDC: it adds to what the client has; only `$Quit` takes a key away. */
export function formatOpList(nicks: Iterable<Uint8Array>): Uint8Array {
  return listOf("$OpList ", nicks);
}

/** Builds `$BotList a$$b$$`: for clients with BotList. */
export function formatBotList(nicks: Iterable<Uint8Array>): Uint8Array {
  return listOf("$BotList ", nicks);
}

/** Builds `$UserIP a 1.2.3.4$$b 2.3.4.5$$`. */
export function formatUserIp(users: Iterable<NickIp>): Uint8Array {
  const parts: Part[] = ["$UserIP "];
  for (const { nick, ip } of users) parts.push(nick, " ", ip, "$$");
  return frameFrom(parts);
}

/**
 * Splits `a$$b$$c` into its entries; empty ones are dropped.
 *
 * @param limit most entries returned; what follows is ignored
 */
export function splitList(list: Uint8Array, limit: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let start = 0;
  while (start < list.length && entries.length < limit) {
    let end = list.indexOf(DOLLAR, start);
    while (end >= 0 && list[end + 1] !== DOLLAR) end = list.indexOf(DOLLAR, end + 1);
    if (end < 0) end = list.length;
    if (end > start) entries.push(list.subarray(start, end));
    start = end + 2;
  }
  return entries;
}

/** Splits `$GetINFO other nick`, or `null`. */
export function parseGetInfo(frame: Uint8Array): GetInfo | null {
  const start = 9;
  const space = frame.indexOf(SPACE, start);
  return space < 0 ? null : { other: frame.subarray(start, space), nick: frame.subarray(space + 1) };
}

/** Builds `$GetINFO other nick`. */
export function formatGetInfo(other: Uint8Array, nick: Uint8Array): Uint8Array {
  return frameOf("$GetINFO ", other, " ", nick);
}

function listOf(name: string, nicks: Iterable<Uint8Array>): Uint8Array {
  const parts: Part[] = [name];
  for (const nick of nicks) parts.push(nick, "$$");
  return frameFrom(parts);
}
