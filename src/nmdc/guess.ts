/**
 * What one connection writes. Owns the guess from its texts and the reading of bytes by that guess. NMDC negotiates
 * no encoding, so the bytes have to tell: text of some length that is valid UTF-8 is nothing else, and text that is
 * not UTF-8 is in a code page, for which the hub knows only one name.
 *
 * Knows no message: which bytes are text that tells something is decided by whoever calls.
 *
 * @module
 */
import { isAscii, latin1Text } from "../core/bytes.ts";
import type { Codec, TextReader } from "./encoding.ts";
import { DOLLAR, ENQ } from "./wire.ts";

/** What a connection writes: `ascii` as long as nothing told. */
export type Writes = "ascii" | "utf-8" | "page";

/** The guess of one connection. */
export interface EncodingGuess extends TextReader {
  /** What the connection writes. */
  readonly writes: Writes;
  /** Looks at text the user wrote. `true`: the guess has changed. */
  learn(bytes: Uint8Array): boolean;
  /** Keeps the guess, or `as`, to the end of the connection: a nick was written in it, and must not change. */
  pin(as: "page" | undefined): void;
  /**
   * The text of bytes as they came. In a UTF-8 connection a byte that is no UTF-8 is read by the page, so that one
   * bad byte spoils neither the nick nor the separators around it.
   */
  read(bytes: Uint8Array): string;
}

/** Most times a guess is made: more is no client, and each one may cost a user list. */
const MOST_GUESSES = 4;
/** Characters of several bytes in one text that turn a guess from a page to UTF-8. By chance a few happen. */
const STRONG = 4;

// Without a stream a decoder keeps nothing between calls, so all connections may share it.
const UTF16 = new TextDecoder("utf-16le", { ignoreBOM: true });

const isTail = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80 && byte <= 0xbf;

/** How many bytes a character beginning with this byte has, 0 for a byte that begins none. */
function lengthBy(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** Length of the UTF-8 character at `at`, 0 when there is none. Overlong forms and surrogates are none. */
function characterAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const length = lengthBy(lead);
  for (let i = 1; i < length; i++) if (!isTail(bytes[at + i])) return 0;
  if (length < 3) return length;
  const second = bytes[at + 1]!;
  if (lead === 0xe0 && second < 0xa0 || lead === 0xed && second > 0x9f) return 0;
  return lead === 0xf0 && second < 0x90 || lead === 0xf4 && second > 0x8f ? 0 : length;
}

/** Length of a character that was cut off at the end of a field, as clients do that count bytes; 0 = it is none. */
function cutAt(bytes: Uint8Array, at: number): number {
  const length = lengthBy(bytes[at]!);
  let end = at + 1;
  while (end < at + length && isTail(bytes[end])) end++;
  if (end >= at + length) return 0;
  const next = bytes[end];
  return next === undefined || next === DOLLAR || next === 0x3c || next === ENQ ? end - at : 0;
}

/**
 * What bytes tell: the number of characters of several bytes when they are UTF-8, −1 when they are not, 0 for ASCII.
 * A character that was cut off at the end of a field counts for nothing.
 */
export function utf8Evidence(bytes: Uint8Array): number {
  let whole = 0;
  let cut = 0;
  for (let at = 0; at < bytes.length;) {
    const length = characterAt(bytes, at);
    if (length > 1) whole++;
    else if (length === 0) {
      const partial = cutAt(bytes, at);
      if (partial === 0) return -1;
      cut++;
      at += partial;
      continue;
    }
    at += length;
  }
  return whole === 0 && cut > 0 ? -1 : whole;
}

/** True when bytes are UTF-8 to the last one. */
export function isValidUtf8(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length;) {
    const length = characterAt(bytes, at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** The code point of the UTF-8 character of `length` bytes at `at`. */
function codeAt(bytes: Uint8Array, at: number, length: number): number {
  const lead = bytes[at]!;
  if (length === 1) return lead;
  let code = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) code = code << 6 | bytes[at + i]! & 0x3f;
  return code;
}

/**
 * Reads UTF-8, bytes that are none by the page, and of characters that were cut off nothing. One pass over one buffer:
 * input of the worst kind must cost no more than any other.
 */
function readMixed(bytes: Uint8Array, page: Codec): string {
  const units = new Uint16Array(bytes.length);
  let end = 0;
  for (let at = 0; at < bytes.length;) {
    const length = characterAt(bytes, at);
    if (length === 0) {
      const cut = cutAt(bytes, at);
      if (cut === 0) units[end++] = page.high.charCodeAt(bytes[at]! - 128);
      at += Math.max(1, cut);
      continue;
    }
    const code = codeAt(bytes, at, length);
    if (code > 0xffff) {
      units[end++] = 0xd800 + ((code - 0x10000) >> 10);
      units[end++] = 0xdc00 + (code & 0x3ff);
    } else units[end++] = code;
    at += length;
  }
  return UTF16.decode(units.subarray(0, end));
}

/** Creates the guess of a connection to a hub whose old clients write `page`. */
export function createGuess(page: Codec): EncodingGuess {
  let writes: Writes = "ascii";
  let guesses = 0;
  return {
    get writes() {
      return writes;
    },
    learn(bytes) {
      if (guesses >= MOST_GUESSES) return false;
      const evidence = utf8Evidence(bytes);
      const now = evidence < 0 ? "page" : evidence > 0 ? "utf-8" : writes;
      if (now === writes || (writes === "page" && evidence < STRONG)) return false;
      writes = now;
      guesses++;
      return true;
    },
    pin(as) {
      writes = as ?? writes;
      guesses = MOST_GUESSES;
    },
    read(bytes) {
      if (writes === "utf-8" || (writes === "ascii" && utf8Evidence(bytes) > 0)) {
        return isAscii(bytes) ? latin1Text(bytes) : readMixed(bytes, page);
      }
      return page.decode(bytes);
    },
  };
}
