/**
 * Which nicks there can be at all, for users, accounts, bots and what is imported: one rule for everybody. Owns bytes
 * and characters; how long a guest's nick may be and what it has to look like are settings of the hub.
 *
 * @module
 */

/** Longest nick of an account in bytes. */
export const MAX_ACCOUNT_NICK = 250;

/** True when the nick holds a byte no nick may have. NMDC: space `$ | < >`, carriage return and line feed. */
export function hasForbiddenNickByte(nick: Uint8Array): boolean {
  for (let i = 0; i < nick.length; i++) {
    const byte = nick[i]!;
    if (byte <= 32 || byte === 36 || byte === 60 || byte === 62 || byte === 124) return true;
  }
  return false;
}

/**
 * Characters that nobody sees, and the numbers that commands read as `$` and `|`. What joins the parts of an emoji
 * may stand behind one.
 */
const UNTYPABLE =
  /(?!(?<=\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}\ufe0f]?)[\u200d\ufe0f])[\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]|&#(?:36|124);/u;

/** False for a nick that looks like another one, or that operators could name in no command. */
export function isTypableNick(nick: string): boolean {
  return !UNTYPABLE.test(nick);
}

/** Why nobody can have this nick, as words behind "have", or `null`. `bytes` is the nick in an encoding of the hub. */
export function whyNoNick(bytes: Uint8Array, nick: string): string | null {
  if (bytes.length === 0) return "no nick";
  if (bytes.length > MAX_ACCOUNT_NICK) return `a nick of more than ${MAX_ACCOUNT_NICK} bytes`;
  if (hasForbiddenNickByte(bytes)) return "a nick with a character no nick may have (space, $, |, <, >)";
  return isTypableNick(nick) ? null : "a nick with a character that cannot be seen or typed";
}
