/**
 * Which nicks a guest may take. Owns the rules and their texts. Knows no connection, no ban and no other user.
 *
 * @module
 */
import { hasBytesAt } from "../../core/bytes.ts";
import { parseRange } from "../../core/networks.ts";
import { type BadNick, formatBadNick, formatNickRule } from "../../nmdc/login.ts";
import { hasForbiddenNickByte, isTypableNick } from "../../nmdc/nick.ts";
import { ascii, terminated } from "../../nmdc/wire.ts";
import type { HubContext } from "../context.ts";

/** Bytes `$NickRule` and `$BadNick` name; space, `$` and `|` go without saying in NMDC. */
const FORBIDDEN_NICK_BYTES: readonly number[] = [60, 62, 13, 10];

/** Why a nick is refused: text for the user, and what a client with NickRule understands (with its `|`). */
export interface NickRefusal {
  /** Text. */
  readonly text: string;
  /** `$BadNick …|`. */
  readonly frame: Uint8Array;
}

/**
 * The prefixes one of which a guest from `country` needs; none = no rule. `nick_prefix_cc` asks for the country, and
 * where it is not known (or has no code, as private networks) for nothing.
 */
function prefixesOf({ vars }: Pick<HubContext, "vars">, country: string): string[] {
  if (vars.nick_prefix_cc) return /^[A-Z]{2}$/.test(country) ? [`[${country}]`] : [];
  return vars.nick_prefix.split(" ").filter((prefix) => prefix !== "");
}

/** `$NickRule …|` for a client with NickRule from `country`. */
export function nickRuleFrame(hub: HubContext, country: string): Uint8Array {
  const { min_nick: min, max_nick: max } = hub.vars;
  const prefixes = prefixesOf(hub, country).map((prefix) => hub.codec.encode(prefix));
  return terminated(formatNickRule({ min, max, forbidden: FORBIDDEN_NICK_BYTES, prefixes }));
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

/**
 * Checks a nick of somebody who is not registered. A pinger has the same nick in every hub, so the shape this hub wants
 * nicks to have is not asked of it.
 */
export function checkGuestNick(
  hub: HubContext,
  nickBytes: Uint8Array,
  nick: string,
  country: string,
  pinger = false,
): NickRefusal | null {
  const { min_nick, max_nick, nick_chars, nick_prefix_nocase } = hub.vars;
  const bad = (text: string, why: BadNick): NickRefusal => ({ text, frame: terminated(formatBadNick(why)) });
  if (nickBytes.length < min_nick) {
    return bad(`Your nick is too short: at least ${min_nick} bytes.`, { reason: "min", limit: min_nick });
  }
  if (nickBytes.length > max_nick) {
    return bad(`Your nick is too long: at most ${max_nick} bytes.`, { reason: "max", limit: max_nick });
  }
  if (!isTypableNick(nick)) {
    const text = "Your nick has a character that cannot be seen or typed. Choose another nick.";
    return bad(text, { reason: "char", forbidden: FORBIDDEN_NICK_BYTES });
  }
  if (parseRange(nick) !== null) {
    // Whoever bans such a user a moment too late would ban the address, or the whole range, instead.
    const text = "Your nick reads like an address. Choose another nick.";
    return bad(text, { reason: "char", forbidden: FORBIDDEN_NICK_BYTES });
  }
  if (!pinger && nick_chars !== "" && [...nick].some((char) => !nick_chars.includes(char))) {
    return bad(`Your nick may only have these characters: ${nick_chars}`, {
      reason: "char",
      forbidden: [...nickBytes].filter((byte) =>
        byte > 127 || !nick_chars.includes(String.fromCharCode(byte))
      ),
    });
  }
  const fold = (text: string) => nick_prefix_nocase ? text.toLowerCase() : text;
  const wanted = pinger ? [] : prefixesOf(hub, country);
  if (wanted.length > 0 && !wanted.some((prefix) => fold(nick).startsWith(fold(prefix)))) {
    return bad(`Your nick has to begin with one of: ${wanted.join(" ")}`, {
      reason: "prefix",
      prefixes: wanted.map((prefix) => hub.codec.encode(prefix)),
    });
  }
  return hasBytesAt(nickBytes, OPERATOR_PREFIX)
    ? bad("Your nick may not begin with [OP].", { reason: "prefix", prefixes: [] })
    : null;
}
