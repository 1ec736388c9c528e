/**
 * From the bytes of a source's row to values: text in the encoding it was written in, whole numbers, addresses.
 * Owns what counts as such a value; decides nothing about rows.
 *
 * @module
 */
import { usualAddress } from "../core/ip.ts";
import type { Codec } from "../nmdc/encoding.ts";
import { whyNoNick } from "../nmdc/nick.ts";
import type { SourceRow } from "./source.ts";

const STRICT_UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const NUMBER = /^-?\d{1,15}(?:\.0*)?$/;

/** The values of one row. A column that is missing or NULL is empty text and 0. */
export interface Fields {
  /** True when the column is there and not NULL. */
  has(column: string): boolean;
  /** The bytes as they are. */
  bytes(column: string): Uint8Array;
  /** Text without NUL and without space around it. UTF-8 if it can be, otherwise the page. */
  text(column: string): string;
  /** A whole number; `fallback` for NULL and for what is none. */
  int(column: string, fallback?: number): number;
  /** A switch: everything but 0 and NULL; `fallback` where the column is missing. */
  flag(column: string, fallback?: boolean): boolean;
}

const NO_BYTES = new Uint8Array();

/** Text of bytes: UTF-8 if it can be, otherwise the page of `codec`. */
export function textOf(bytes: Uint8Array, codec: Codec): string {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return codec.fallback.decode(bytes);
  }
}

/** The fields of a row whose text is in `codec`. */
export function fieldsOf(row: SourceRow, codec: Codec): Fields {
  const text = (column: string) => textOf(row.get(column) ?? NO_BYTES, codec).replaceAll("\0", "").trim();
  const int = (column: string, fallback = 0) => {
    const written = text(column);
    return NUMBER.test(written) ? Math.trunc(Number(written)) : fallback;
  };
  return {
    has: (column) => row.get(column) instanceof Uint8Array,
    bytes: (column) => row.get(column) ?? NO_BYTES,
    text,
    int,
    flag: (column, fallback = false) => row.has(column) ? int(column) !== 0 : fallback,
  };
}

/** Why nobody here can have this nick, as words behind "have", or `null`. */
export function whyNotNick(text: string): string | null {
  return whyNoNick(new TextEncoder().encode(text), text);
}

/** An address in its usual form, or `""`. */
export function addressOf(text: string): string {
  return usualAddress(text) ?? "";
}

/** A number with a fraction; `fallback` for NULL, for what is none, and for what is negative or huge. */
export function decimalOf(fields: Fields, column: string, fallback: number): number {
  const written = fields.text(column);
  const value = /^\d{1,12}(\.\d{1,20})?$/.test(written) ? Number(written) : fallback;
  return value <= 1e9 ? value : fallback;
}

/** True for a text of 1 to `longest` bytes on one line. */
export function isRuleText(text: string, longest: number): boolean {
  // deno-lint-ignore no-control-regex
  return text !== "" && !/[\0-\x1f|]/.test(text) && new TextEncoder().encode(text).length <= longest;
}
