/**
 * Chat, private messages and `$MCTo`: parse and format. Texts and nicks are bytes, relayed as they came.
 * Who may say what to whom is the hub's business.
 *
 * @module
 */
import { ascii, frameOf, indexOfBytes, SPACE } from "./wire.ts";

/** A chat line, as views into its frame. */
export interface Chat {
  /** Between `<` and the first `> `. */
  nick: Uint8Array;
  /** Behind it; may be empty. */
  text: Uint8Array;
}

/** A private message, as views into its frame. */
export interface PrivateMessage {
  /** The receiver. */
  to: Uint8Array;
  /** The sender by the `From:` field. */
  from: Uint8Array;
  /** The sender by the `$<nick>` field; a hub accepts only the real sender in both. */
  nick: Uint8Array;
  /** What is said; may be empty. */
  text: Uint8Array;
}

/** A private message shown in main chat, as views into its frame. */
export interface ChatTo {
  /** The receiver. */
  to: Uint8Array;
  /** The sender. */
  nick: Uint8Array;
  /** What is said; may be empty. */
  text: Uint8Array;
}

const NICK_END = ascii("> ");
const FROM = ascii(" From: ");
const FROM_END = ascii(" $<");
const NICK_START = ascii(" $");
const TO_LENGTH = 5;
const MCTO_LENGTH = 7;

/** Splits `<nick> text`, or `null` without a `> `. `frame` begins with `<`. */
export function parseChat(frame: Uint8Array): Chat | null {
  const end = indexOfBytes(frame, NICK_END, 1);
  return end < 0 ? null : { nick: frame.subarray(1, end), text: frame.subarray(end + 2) };
}

/** Builds `<nick> text`. */
export function formatChat(nick: Uint8Array, text: Uint8Array): Uint8Array {
  return frameOf("<", nick, "> ", text);
}

/** Splits `$To: to From: from $<nick> text`, or `null`. `frame` begins with `$To: `. */
export function parseTo(frame: Uint8Array): PrivateMessage | null {
  const from = indexOfBytes(frame, FROM, TO_LENGTH);
  if (from < 0) return null;
  const nick = indexOfBytes(frame, FROM_END, from + FROM.length);
  if (nick < 0) return null;
  const text = indexOfBytes(frame, NICK_END, nick + FROM_END.length);
  if (text < 0) return null;
  return {
    to: frame.subarray(TO_LENGTH, from),
    from: frame.subarray(from + FROM.length, nick),
    nick: frame.subarray(nick + FROM_END.length, text),
    text: frame.subarray(text + NICK_END.length),
  };
}

/** Builds `$To: to From: from $<nick> text`. A room sends as `from` what `nick` said in it. */
export function formatTo(to: Uint8Array, from: Uint8Array, nick: Uint8Array, text: Uint8Array): Uint8Array {
  return frameOf("$To: ", to, " From: ", from, " $<", nick, "> ", text);
}

/** Splits `$MCTo: to $nick text`, or `null`. `frame` begins with `$MCTo: `. */
export function parseMCTo(frame: Uint8Array): ChatTo | null {
  const dollar = indexOfBytes(frame, NICK_START, MCTO_LENGTH);
  if (dollar < 0) return null;
  const space = frame.indexOf(SPACE, dollar + NICK_START.length);
  if (space < 0) return null;
  return {
    to: frame.subarray(MCTO_LENGTH, dollar),
    nick: frame.subarray(dollar + NICK_START.length, space),
    text: frame.subarray(space + 1),
  };
}

/** Builds `$MCTo: to $nick text`, for receivers that announced MCTo; others get a chat line. */
export function formatMCTo(to: Uint8Array, nick: Uint8Array, text: Uint8Array): Uint8Array {
  return frameOf("$MCTo: ", to, " $", nick, " ", text);
}
