/**
 * What may cross a channel and how it looks as bytes: the value type, the tags and the limits that `encoder.ts` and
 * `decoder.ts` share. Knows no records, rings or threads.
 *
 * A value is a tag byte and its content: 32-bit words and doubles in the machine's byte order (both ends share it),
 * text as a length and one byte per character, or two where a character is above 255.
 *
 * @module
 */

/** What arrives at the other end of a channel. Objects have no prototype. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | Value[]
  | Map<Value, Value>
  | Set<Value>
  | { [key: string]: Value };

/** Levels of arrays, objects, maps and sets that a script's value may have, the list of arguments included. */
export const MAX_DEPTH = 16;
/** Levels that the host may add when it passes a script's value on. */
export const WRAP_DEPTH = 8;
/** Array items and entries of objects, maps and sets of one record, together. Keeps small hostile bytes from becoming huge values. */
export const MAX_ITEMS: number = 1 << 18;

/** The byte in front of each value. */
export const TAG = {
  null: 0,
  false: 1,
  true: 2,
  /** One word, signed. */
  int: 3,
  /** Eight bytes. */
  double: 4,
  /** A word n and n bytes, one per character. */
  narrow: 5,
  /** A word n and 2 n bytes, two per character. */
  wide: 6,
  /** A word n and n bytes. */
  bytes: 7,
  /** A word n and n values. */
  array: 8,
  /** A word n and n pairs of a text and a value. */
  object: 9,
  /** A text of hexadecimal digits. */
  big: 10,
  /** The same, below zero. */
  negativeBig: 11,
  /** A word n and n pairs of values. */
  map: 12,
  /** A word n and n values. */
  set: 13,
  /** Eight bytes: milliseconds as a double, NaN for an invalid date. */
  date: 14,
} as const;
