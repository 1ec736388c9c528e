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

/** The nick with every forbidden character replaced by `_`. */
export function cleanNick(nick: string): string {
  // deno-lint-ignore no-control-regex -- the control characters are what it is about
  return nick.replace(/[\x00-\x20$<>|]/g, "_");
}
