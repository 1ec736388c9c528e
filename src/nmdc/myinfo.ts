/**
 * `$MyINFO`: what a user tells about itself. Owns the grammar, the share rule and the flag byte; the tag inside
 * the description is `tag.ts`. What is shown of it to others is the hub's business.
 *
 * @module
 */
import { decimal, DOLLAR, frameOf, SPACE } from "./wire.ts";

/** The bits of the byte behind the connection text. */
export const MyInfoFlag = {
  Normal: 0x01,
  Away: 0x02,
  Server: 0x04,
  Fireball: 0x08,
  /** Client-to-client TLS. */
  Tls: 0x10,
  /** NAT traversal. */
  Nat: 0x20,
  Ipv4: 0x40,
  Ipv6: 0x80,
} as const;

/** A MyINFO, its texts as views into its frame. */
export interface MyInfo {
  /** `$ALL`; hubs do not check it. */
  dest: Uint8Array;
  /** Whose information it is. */
  nick: Uint8Array;
  /** The description with its tag. */
  description: Uint8Array;
  /** The connection text without the flag byte; empty for bots. */
  connection: Uint8Array;
  /** {@linkcode MyInfoFlag} bits; 1 where the byte is missing. */
  flag: number;
  /** The e-mail address. */
  email: Uint8Array;
  /** Bytes shared: 0 when the text is no number, is negative or has more than 18 characters. */
  share: number;
  /** The share as it was sent. */
  shareText: Uint8Array;
}

/** What a MyINFO is built from. */
export interface MyInfoParts {
  /** Whose information it is. */
  nick: Uint8Array;
  /** The description, without a tag. */
  description: Uint8Array;
  /** `<…>`, or empty. */
  tag: Uint8Array;
  /** The connection text. */
  connection: Uint8Array;
  /** The byte behind it. */
  flag: number;
  /** The e-mail address. */
  email: Uint8Array;
  /** Bytes shared. */
  share: number;
}

const START = 8;
const MOST_SHARE_DIGITS = 18;

/**
 * Splits `$MyINFO $ALL nick description<tag>$ $connection+flag$email$share$`, or `null`. The two bytes behind
 * the description are skipped unread (old clients put `A` or `P` between the `$`), so is the last byte.
 */
export function parseMyInfo(frame: Uint8Array): MyInfo | null {
  const dest = frame.indexOf(SPACE, START);
  if (dest < 0) return null;
  const nick = frame.indexOf(SPACE, dest + 1);
  if (nick < 0) return null;
  const description = frame.indexOf(DOLLAR, nick + 1);
  if (description < 0) return null;
  const speed = frame.indexOf(DOLLAR, description + 3);
  if (speed < 0) return null;
  const email = frame.indexOf(DOLLAR, speed + 1);
  if (email < 0 || email + 1 >= frame.length) return null;
  const share = frame.subarray(email + 1, frame.length - 1);
  const bare = speed === description + 3;
  return {
    dest: frame.subarray(START, dest),
    nick: frame.subarray(dest + 1, nick),
    description: frame.subarray(nick + 1, description),
    connection: frame.subarray(description + 3, bare ? speed : speed - 1),
    flag: bare ? MyInfoFlag.Normal : frame[speed - 1]!,
    email: frame.subarray(speed + 1, email),
    share: parseShare(share),
    shareText: share,
  };
}

/**
 * The share of a MyINFO in bytes. Exact up to 9 PB; beyond, the last digits are rounded, which is no loss: no
 * such share exists.
 */
export function parseShare(text: Uint8Array): number {
  if (text.length > MOST_SHARE_DIGITS) return 0;
  const split = Math.max(0, text.length - 9); // two halves that are exact, so that only the sum is rounded
  const high = split === 0 ? 0 : decimal(text, 0, split);
  const low = decimal(text, split);
  return high < 0 || low < 0 ? 0 : high * 1e9 + low;
}

/** A MyINFO (with or without its `|`) that does not say that its user can do TLS; the very array where it does not. */
export function withoutTls(frame: Uint8Array): Uint8Array {
  const info = parseMyInfo(frame);
  if (!info || (info.flag & MyInfoFlag.Tls) === 0) return frame;
  const plain = frame.slice();
  // The lowest bit is set in every flag; without it some would become a "$" or a NUL.
  plain[info.email.byteOffset - frame.byteOffset - 2] = info.flag & ~MyInfoFlag.Tls | MyInfoFlag.Normal;
  return plain;
}

/** Builds `$MyINFO $ALL nick description<tag>$ $connection+flag$email$share$`. */
export function formatMyInfo(info: MyInfoParts): Uint8Array {
  const { nick, description, tag, connection, flag, email, share } = info;
  const flagByte = Uint8Array.of(flag);
  return frameOf(
    "$MyINFO $ALL ",
    nick,
    " ",
    description,
    tag,
    "$ $",
    connection,
    flagByte,
    "$",
    email,
    "$",
    share,
    "$",
  );
}
