/**
 * Text codecs: UTF-8 and every single-byte code page the platform can decode. Owns the rule that keeps a page from
 * losing anything: a character it lacks is written as its number, `&#8364;`, and such a number is read back as the
 * character. Knows no message and no connection.
 *
 * @module
 */
import { isAscii, latin1Bytes, latin1Text } from "../core/bytes.ts";

/** Text to bytes and back in one encoding. Neither direction throws. */
export interface Codec {
  /** The name in the WHATWG list, for example `utf-8` or `windows-1251`. */
  readonly name: string;
  /** The codec for bytes that are not UTF-8: the codec itself, or for UTF-8 the page it was created with. */
  readonly fallback: Codec;
  /** The characters of the bytes from 128 to 255, U+FFFD where a byte has none; for UTF-8 those of its fallback. */
  readonly high: string;
  /** The bytes of a text. A character the page does not have becomes `&#NNN;`, its decimal code point. */
  encode(text: string): Uint8Array;
  /**
   * The text of bytes, the inverse of `encode`: `&#NNN;` of a character the page does not have becomes that
   * character, every other one stays as it stands. A byte without meaning becomes U+FFFD.
   */
  decode(bytes: Uint8Array): string;
}

/** Reads frames as text. */
export interface TextReader {
  /** The text of bytes. */
  read(bytes: Uint8Array): string;
}

/** The page of clients that do not write UTF-8, unless a hub is told another one. */
export const DEFAULT_PAGE = "windows-1252";

const HIGH_BYTES = Uint8Array.from({ length: 128 }, (_, i) => i + 128);
const NOT_ASCII = /[^\0-\x7f]/;
const REPLACEMENT = 0xfffd;
/** Characters from which on the platform's encoder is faster than a loop. */
const LONG = 128;
/** A number as `encode` writes it: decimal, at least 128, without a leading zero. */
const NUMBERS = /&#(1(?:2[89]|[3-9]\d)|[2-9]\d\d|[1-9]\d{3,6});/g;
const LAST_CODE_POINT = 0x10ffff;
/** Bytes of the longest number per UTF-16 unit: `&#65535;`. */
const LONGEST_NUMBER = 8;

/**
 * The platform's name of an encoding as operators write it (`CP1251`, `cp-1252`, `UTF8`, `ISO-8859-1` …), or
 * `null` when it is unknown or is neither UTF-8 nor a single-byte page.
 */
export function normalizeEncoding(name: string): string | null {
  const page = /^(?:cp|windows|win|ansi)[-_ ]?(\d{3,4})$/i.exec(name.trim())?.[1];
  const label = page === undefined ? name : page === "866" ? "ibm866" : `windows-${page}`;
  try {
    const decoder = new TextDecoder(label);
    if (decoder.encoding === "utf-8") return "utf-8";
    return decoder.decode(HIGH_BYTES).length === 128 && !decoder.encoding.startsWith("utf-16")
      ? decoder.encoding
      : null;
  } catch {
    return null; // the only thing the constructor throws: it does not know the name
  }
}

/**
 * Creates the codec of an encoding by any name {@linkcode normalizeEncoding} takes, or `null`. `page` is the fallback
 * of UTF-8; any name but that of a page gives {@linkcode DEFAULT_PAGE}.
 */
export function createCodec(name: string, page: string = DEFAULT_PAGE): Codec | null {
  const label = normalizeEncoding(name);
  if (label === null) return null;
  if (label !== "utf-8") return pageCodec(label);
  const old = normalizeEncoding(page);
  return utf8Codec(pageCodec(old === null || old === "utf-8" ? DEFAULT_PAGE : old));
}

function utf8Codec(fallback: Codec): Codec {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    name: "utf-8",
    fallback,
    high: fallback.high,
    encode: (text) => text.length >= LONG || NOT_ASCII.test(text) ? encoder.encode(text) : latin1Bytes(text),
    decode: (bytes) => isAscii(bytes) ? latin1Text(bytes) : decoder.decode(bytes),
  };
}

function pageCodec(label: string): Codec {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder(label);
  /** The byte of each character of one UTF-16 unit; 0 = the page lacks it. */
  const byteOf = new Uint8Array(0x10000);
  const high = decoder.decode(HIGH_BYTES);
  for (let i = 0; i < high.length; i++) {
    const code = high.charCodeAt(i);
    if (code !== REPLACEMENT) byteOf[code] = i + 128;
  }

  const encodeHigh = (text: string): Uint8Array => {
    const out = new Uint8Array(text.length * LONGEST_NUMBER);
    let at = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const byte = unit < 128 ? unit : byteOf[unit]!;
      if (byte !== 0 || unit === 0) {
        out[at++] = byte;
        continue;
      }
      const code = text.codePointAt(i)!;
      if (code > 0xffff) i++;
      const digits = String(code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code);
      out[at++] = 0x26;
      out[at++] = 0x23;
      for (let k = 0; k < digits.length; k++) out[at++] = digits.charCodeAt(k);
      out[at++] = 0x3b;
    }
    return out.slice(0, at);
  };

  const lacks = (code: number): boolean =>
    code <= LAST_CODE_POINT && (code < 0xd800 || code > 0xdfff) && (code > 0xffff || byteOf[code] === 0);
  const withNumbersRead = (text: string): string =>
    text.includes("&#")
      ? text.replace(NUMBERS, (written, digits) => {
        const code = Number(digits);
        return lacks(code) ? String.fromCodePoint(code) : written;
      })
      : text;

  const codec: Codec = {
    name: label,
    get fallback() {
      return codec;
    },
    high,
    encode: (text) =>
      NOT_ASCII.test(text)
        ? encodeHigh(text)
        : text.length >= LONG
        ? encoder.encode(text)
        : latin1Bytes(text),
    decode: (bytes) => withNumbersRead(isAscii(bytes) ? latin1Text(bytes) : decoder.decode(bytes)),
  };
  return codec;
}
