/**
 * The shortest useful script: a greeting for whoever logs in, `!stats` inside the chat hook, a line once a minute.
 * Its private message is written in the order of the old plugin, text first, which must work too.
 *
 * @module
 */
import vh from "vh";

/** Greets everybody in main chat and the newcomer in private. */
export function OnUserLogin(nick: string): number {
  vh.SendToAll(`Welcome to the hub, ${nick}!`);
  vh.pm("Type !stats to see how the hub is doing.", nick);
  return 1;
}

/** Answers `!stats`; nobody else sees the line. */
export function OnParsedMsgChat(nick: string, text: string): number {
  if (text !== "!stats") return 1;
  vh.usermc(`${vh.GetUsersCount()} users share ${vh.GetTotalShareSize()} bytes`, nick);
  return 0;
}

/** Says something at every full minute. */
export function OnTimer(ms: number): number {
  if (ms % 60_000 < 1000) vh.mc(`${vh.GetUsersCount()} users are online.`);
  return 1;
}
