/**
 * How nicks are compared: without ASCII case and with nothing else folded. Owns the key of the user list and the
 * byte comparison that saves decoding on the hot path. Knows no user.
 *
 * @module
 */

/** Key under which a nick is unique: ASCII letters in lower case, everything else as it is. */
export function nickKey(nick: string): string {
  for (let i = 0; i < nick.length; i++) {
    const code = nick.charCodeAt(i);
    if (code > 64 && code < 91) return nick.replace(/[A-Z]+/g, lowered);
  }
  return nick;
}

const lowered = (letters: string): string => letters.toLowerCase();

/** True when `bytes[start, end)` is the nick `nick`, ASCII case aside. NMDC: every sender check compares so. */
export function isNick(nick: Uint8Array, bytes: Uint8Array, start = 0, end: number = bytes.length): boolean {
  if (end - start !== nick.length) return false;
  for (let i = 0; i < nick.length; i++) {
    const a = nick[i]!, b = bytes[start + i]!;
    if (a !== b && (a ^ b) !== 32) return false;
    if (a !== b && ((a | 32) < 97 || (a | 32) > 122)) return false;
  }
  return true;
}

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
  /(?!(?<=\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}\ufe0f]?)[\u200d\ufe0f])[\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}]|&#(?:36|124);/u;

/** False for a nick that looks like another one, or that operators could name in no command. */
export function isTypableNick(nick: string): boolean {
  return !UNTYPABLE.test(nick);
}

/** True when somebody could have an account of this nick: not empty, at most `max` bytes, no character in the way. */
export function isPossibleNick(bytes: Uint8Array, nick: string, max: number): boolean {
  return bytes.length > 0 && bytes.length <= max && !hasForbiddenNickByte(bytes) && isTypableNick(nick);
}

/** The nick with every forbidden character replaced by `_`. */
export function cleanNick(nick: string): string {
  // deno-lint-ignore no-control-regex -- the control characters are what it is about
  return nick.replace(/[\x00-\x20$<>|]/g, "_");
}
