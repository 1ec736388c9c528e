/**
 * The bytes every NMDC message is made of: separators, searching inside a frame, building a frame.
 * Owns the rule that a frame carries no final `|` and that strings given here are ASCII wire constants.
 * Knows no message; the family files do.
 *
 * @module
 */

/** The byte that ends a frame on the wire: `|`. */
export const PIPE = 0x7c;
/** `$`, the first byte of a command and the separator of many fields. */
export const DOLLAR = 0x24;
/** The field separator of ConnectToMe, SP, MCTo and others. */
export const SPACE = 0x20;
/** `:`, between address and port. */
export const COLON = 0x3a;
/** The separator inside `$SR`. */
export const ENQ = 0x05;

/** An empty run of bytes. */
export const NO_BYTES: Uint8Array = new Uint8Array(0);

/** A piece of a frame: bytes as they are, an ASCII wire constant, or a whole number in decimal. */
export type Part = Uint8Array | string | number;

const QUESTION = 0x3f;

/** Position of `needle` in `bytes` at or after `from`, or -1. Linear for needles that do not repeat themselves. */
export function indexOfBytes(bytes: Uint8Array, needle: Uint8Array, from = 0): number {
  const last = bytes.length - needle.length;
  const first = needle[0];
  if (first === undefined) return from <= bytes.length ? from : -1;
  for (let at = from; at <= last; at++) {
    if (bytes[at] !== first) continue;
    let i = 1;
    while (i < needle.length && bytes[at + i] === needle[i]) i++;
    if (i === needle.length) return at;
  }
  return -1;
}

/**
 * The bytes of an ASCII wire constant. A character outside ASCII becomes `?`: text must go through a codec, and
 * cutting a code unit to eight bits could otherwise forge a `|` or a `$`.
 */
export function ascii(text: string): Uint8Array {
  const out = new Uint8Array(text.length);
  writeAscii(out, 0, text);
  return out;
}

function writeAscii(out: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    out[at + i] = code < 128 ? code : QUESTION;
  }
}

/**
 * Joins parts into one frame, without the final `|`. Bytes are copied as they are: the caller is sure that
 * they hold no `|` (everything that arrived in a frame is; text goes through `escape.ts` and a codec first).
 */
export function frameOf(...parts: readonly Part[]): Uint8Array {
  return build(parts, false);
}

/** Like {@linkcode frameOf}, for parts that are already in an array: lists may be longer than a call can be. */
export function frameFrom(parts: readonly Part[]): Uint8Array {
  return build(parts, false);
}

/** Like {@linkcode frameOf}, with the final `|`: ready for a write queue. */
export function wireOf(...parts: readonly Part[]): Uint8Array {
  return build(parts, true);
}

/** A copy of `frame` with the final `|`. */
export function terminated(frame: Uint8Array): Uint8Array {
  const out = new Uint8Array(frame.length + 1);
  out.set(frame);
  out[frame.length] = PIPE;
  return out;
}

/**
 * The value of the decimal digits in `bytes[start, end)`, or -1 when there is none, something else among them,
 * or more than `maxDigits` (15 at most: beyond that a number is no longer exact).
 */
export function decimal(bytes: Uint8Array, start = 0, end = bytes.length, maxDigits = 15): number {
  if (end <= start || end - start > maxDigits) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** True when `bytes` are exactly the characters of the ASCII string `text`. */
export function equalsAscii(bytes: Uint8Array, text: string): boolean {
  if (bytes.length !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

function build(parts: readonly Part[], pipe: boolean): Uint8Array {
  let length = pipe ? 1 : 0;
  for (const part of parts) length += typeof part === "number" ? String(part).length : part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    if (part instanceof Uint8Array) {
      out.set(part, at);
      at += part.length;
    } else {
      const text = typeof part === "number" ? String(part) : part;
      writeAscii(out, at, text);
      at += text.length;
    }
  }
  if (pipe) out[at] = PIPE;
  return out;
}
