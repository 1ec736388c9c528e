/**
 * Which nicks a guest may take. Owns the rules and their texts. Knows no connection, no ban and no other user.
 *
 * @module
 */
import { hasBytesAt } from "../core/bytes.ts";
import { type BadNick, formatBadNick } from "../nmdc/login.ts";
import { ascii, terminated } from "../nmdc/wire.ts";
import type { HubContext } from "./context.ts";
import { hasForbiddenNickByte } from "./nick_key.ts";

/** Bytes `$NickRule` and `$BadNick` name; space, `$` and `|` go without saying in NMDC. */
export const FORBIDDEN_NICK_BYTES: readonly number[] = [60, 62, 13, 10];

/** Why a nick is refused: text for the user, and what a client with NickRule understands (with its `|`). */
export interface NickRefusal {
  /** Text. */
  readonly text: string;
  /** `$BadNick …|`. */
  readonly frame: Uint8Array;
}

/** The prefixes one of which a guest needs; none = no rule. */
export function prefixesOf(hub: HubContext): Uint8Array[] {
  return hub.vars.nick_prefix.split(" ").filter((prefix) => prefix !== "").map((prefix) =>
    hub.codec.encode(prefix)
  );
}

const OPERATOR_PREFIX = ascii("[OP]");

/** Checks what holds for everybody: a nick has bytes, and none of them means something to the protocol. */
export function checkAnyNick(nickBytes: Uint8Array): NickRefusal | null {
  if (nickBytes.length > 0 && !hasForbiddenNickByte(nickBytes)) return null;
  return {
    text: "Your nick is empty or has a character that is not allowed.",
    frame: terminated(formatBadNick({ reason: "char", forbidden: FORBIDDEN_NICK_BYTES })),
  };
}

/** Checks a nick of somebody who is not registered. */
export function checkGuestNick(hub: HubContext, nickBytes: Uint8Array, nick: string): NickRefusal | null {
  const { min_nick, max_nick, nick_chars, nick_prefix, nick_prefix_nocase } = hub.vars;
  const bad = (text: string, why: BadNick): NickRefusal => ({ text, frame: terminated(formatBadNick(why)) });
  if (nickBytes.length < min_nick) {
    return bad(`Your nick is too short: at least ${min_nick} bytes.`, { reason: "min", limit: min_nick });
  }
  if (nickBytes.length > max_nick) {
    return bad(`Your nick is too long: at most ${max_nick} bytes.`, { reason: "max", limit: max_nick });
  }
  if (nick_chars !== "" && [...nick].some((char) => !nick_chars.includes(char))) {
    return bad(`Your nick may only have these characters: ${nick_chars}`, {
      reason: "char",
      forbidden: [...nickBytes].filter((byte) =>
        byte > 127 || !nick_chars.includes(String.fromCharCode(byte))
      ),
    });
  }
  const prefixes = prefixesOf(hub);
  const fold = (text: string) => nick_prefix_nocase ? text.toLowerCase() : text;
  const wanted = nick_prefix.split(" ").filter((prefix) => prefix !== "");
  if (wanted.length > 0 && !wanted.some((prefix) => fold(nick).startsWith(fold(prefix)))) {
    return bad(`Your nick has to begin with one of: ${wanted.join(" ")}`, { reason: "prefix", prefixes });
  }
  return hasBytesAt(nickBytes, OPERATOR_PREFIX)
    ? bad("Your nick may not begin with [OP].", { reason: "prefix", prefixes: [] })
    : null;
}
