/**
 * Text codecs: UTF-8 and every single-byte code page the platform can decode, plus the per-connection guess.
 * NMDC negotiates no encoding, so bytes are relayed as they came and only text the hub reads or writes passes
 * here. Knows no message.
 *
 * @module
 */
import { isAscii, latin1Bytes, latin1Text } from "../core/bytes.ts";

/** Text to bytes and back in one encoding. Neither direction throws. */
export interface Codec {
  /** The name in the WHATWG list, for example `utf-8` or `windows-1251`. */
  readonly name: string;
  /** The codec for bytes that are not UTF-8: the codec itself, or `windows-1252` for UTF-8. */
  readonly fallback: Codec;
  /** The bytes of a text. A character the page does not have becomes `&#NNN;`, its decimal code point. */
  encode(text: string): Uint8Array;
  /** The text of bytes. A byte without meaning becomes U+FFFD. */
  decode(bytes: Uint8Array): string;
}

const HIGH_BYTES = Uint8Array.from({ length: 128 }, (_, i) => i + 128);
const NOT_ASCII = /[^\0-\x7f]/;
const REPLACEMENT = 0xfffd;

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

/** Creates the codec of an encoding by any name {@linkcode normalizeEncoding} takes, or `null`. */
export function createCodec(name: string): Codec | null {
  const label = normalizeEncoding(name);
  if (label === null) return null;
  return label === "utf-8" ? utf8Codec() : pageCodec(label);
}

function utf8Codec(): Codec {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    name: "utf-8",
    fallback: pageCodec("windows-1252"),
    encode: (text) => NOT_ASCII.test(text) ? encoder.encode(text) : latin1Bytes(text),
    decode: (bytes) => isAscii(bytes) ? latin1Text(bytes) : decoder.decode(bytes),
  };
}

function pageCodec(label: string): Codec {
  const decoder = new TextDecoder(label);
  const byteOf = new Map<number, number>();
  [...decoder.decode(HIGH_BYTES)].forEach((char, i) => {
    const code = char.codePointAt(0)!;
    if (code !== REPLACEMENT) byteOf.set(code, i + 128);
  });

  const encodeHigh = (text: string): Uint8Array => {
    let narrow = "";
    for (const char of text) {
      const code = char.codePointAt(0)!;
      const byte = code < 128 ? code : byteOf.get(code);
      narrow += byte === undefined
        ? `&#${char.isWellFormed() ? code : REPLACEMENT};`
        : String.fromCharCode(byte);
    }
    return latin1Bytes(narrow);
  };

  const codec: Codec = {
    name: label,
    get fallback() {
      return codec;
    },
    encode: (text) => NOT_ASCII.test(text) ? encodeHigh(text) : latin1Bytes(text),
    decode: (bytes) => isAscii(bytes) ? latin1Text(bytes) : decoder.decode(bytes),
  };
  return codec;
}

/** Reads the text of one connection and finds out what it is written in. */
export interface TextReader {
  /**
   * What the connection writes: `ascii` while nothing told, `utf-8` after valid non-ASCII text, `page` from
   * the first text that is not UTF-8 on, for good.
   */
  readonly writes: "ascii" | "utf-8" | "page";
  /** The text of bytes this connection sent. */
  read(bytes: Uint8Array): string;
}

// Without a stream a decoder keeps nothing between calls, so all connections may share it.
const STRICT_UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Creates the reader of one connection: UTF-8 as long as every text is valid, then the hub's code page
 * (`hub.fallback`) to the end of the connection.
 */
export function createTextReader(hub: Codec): TextReader {
  let writes: TextReader["writes"] = "ascii";
  return {
    get writes() {
      return writes;
    },
    read(bytes) {
      if (isAscii(bytes)) return latin1Text(bytes);
      if (writes !== "page") {
        try {
          const text = STRICT_UTF8.decode(bytes);
          writes = "utf-8";
          return text;
        } catch {
          writes = "page"; // not UTF-8, which is an answer and not an error
        }
      }
      return hub.fallback.decode(bytes);
    },
  };
}
