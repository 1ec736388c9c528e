/**
 * `<nick> [time]`: the arguments of commands that take or give a right for a time, and whose nick it may be. Owns the
 * usual time and what is said about a missing nick or a bad time; knows no right.
 *
 * @module
 */
import { parsePeriod } from "../../core/period.ts";
import type { CommandCall } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { firstWord } from "./args.ts";

const DEFAULT_TIME = "7d";

/** Whose right it is, and for how many seconds: 0 for a right that ends. */
export interface NickAndTime {
  /** Nick as typed. */
  readonly nick: string;
  /** Seconds. */
  readonly seconds: number;
}

/** Reads the arguments of `!word <nick> [time]`, or of `!unword <nick>` without `lasts`; `null` after saying why not. */
export function nickAndTime(
  call: CommandCall,
  args: string,
  word: string,
  lasts: boolean,
): NickAndTime | null {
  const [nick, time] = firstWord(args);
  if (nick === "") {
    call.reply(`Write whose right it is: ${lasts ? `!${word} <nick> [time]` : `!un${word} <nick>`}`);
    return null;
  }
  if (!lasts) return { nick, seconds: 0 };
  const seconds = parsePeriod(time || DEFAULT_TIME);
  if (seconds !== null && seconds > 0) return { nick, seconds };
  call.reply(`"${time.slice(0, 20)}" is no time: write for example 30m, 2h or 3d`);
  return null;
}

/** The class of a nick, online or not; guests have no account. */
export function classOfNick({ hub }: CommandCall, nick: string): number {
  return hub.users.get(nickKey(nick))?.class ?? hub.store.accounts.get(nick)?.class ?? UserClass.Guest;
}
