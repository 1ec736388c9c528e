/**
 * Operators' messages: `$Kick`, `$OpForceMove` and the OpPlus family. Parses and formats them.
 * Who has the right to send one is the hub's business. `$Kick`, `$UnBan`, `$WhoIP`, `$SetTopic`: `paramOf`.
 *
 * @module
 */
import { ascii, DOLLAR, frameOf, indexOfBytes } from "./wire.ts";

/** A redirect by an operator, as views into its frame. */
export interface OpForceMove {
  /** The victim. */
  nick: Uint8Array;
  /** Where to. */
  address: Uint8Array;
  /** Why. */
  reason: Uint8Array;
}

/** A ban by an operator, as views into its frame. */
export interface Ban {
  /** The victim. */
  nick: Uint8Array;
  /** Why. */
  reason: Uint8Array;
}

/** A ban with an end, as views into its frame. */
export interface TempBan extends Ban {
  /** How long, for example `1h`. */
  time: Uint8Array;
}

const WHO_LENGTH = 18;
const WHERE = ascii("$Where:");
const MSG = ascii("$Msg:");

/** Splits `$OpForceMove $Who:nick$Where:address$Msg:reason`, or `null`. */
export function parseOpForceMove(frame: Uint8Array): OpForceMove | null {
  const where = indexOfBytes(frame, WHERE, WHO_LENGTH);
  const message = where < 0 ? -1 : indexOfBytes(frame, MSG, where + WHERE.length);
  if (message < 0) return null;
  return {
    nick: frame.subarray(WHO_LENGTH, where),
    address: frame.subarray(where + WHERE.length, message),
    reason: frame.subarray(message + MSG.length),
  };
}

/** Builds `$OpForceMove $Who:nick$Where:address$Msg:reason`. */
export function formatOpForceMove({ nick, address, reason }: OpForceMove): Uint8Array {
  return frameOf("$OpForceMove $Who:", nick, "$Where:", address, "$Msg:", reason);
}

/** Builds `$Kick nick`. */
export function formatKick(nick: Uint8Array): Uint8Array {
  return frameOf("$Kick ", nick);
}

/** Splits `$Ban nick$reason`, or `null`. */
export function parseBan(frame: Uint8Array): Ban | null {
  const dollar = frame.indexOf(DOLLAR, 5);
  return dollar < 0 ? null : { nick: frame.subarray(5, dollar), reason: frame.subarray(dollar + 1) };
}

/** Splits `$TempBan nick$time$reason`, or `null`. */
export function parseTempBan(frame: Uint8Array): TempBan | null {
  const time = frame.indexOf(DOLLAR, 9);
  const reason = time < 0 ? -1 : frame.indexOf(DOLLAR, time + 1);
  if (reason < 0) return null;
  return {
    nick: frame.subarray(9, time),
    time: frame.subarray(time + 1, reason),
    reason: frame.subarray(reason + 1),
  };
}

/** Builds `$UsersWithIP ip$$a$$b$$`, the answer to `$WhoIP`. */
export function formatUsersWithIp(ip: string, nicks: readonly Uint8Array[]): Uint8Array {
  return frameOf("$UsersWithIP ", ip, "$$", ...nicks.flatMap((nick) => [nick, "$$"]));
}
