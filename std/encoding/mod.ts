/**
 * Local stand-in for `jsr:@std/encoding`: hex, base32 and base64 on top of `node:buffer`, with the original's names,
 * types and errors. Remove it by deleting the `links` line of deno.json where JSR can be reached.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** What the encoders take; text is encoded as UTF-8. */
export type Source = string | Uint8Array<ArrayBuffer> | ArrayBuffer;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(src: Source): Uint8Array {
  if (typeof src === "string") return new TextEncoder().encode(src);
  return src instanceof ArrayBuffer ? new Uint8Array(src) : src;
}

const bufferOf = (src: Source): Buffer => {
  const { buffer, byteOffset, byteLength } = bytesOf(src);
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
};

/** Throws for the first character of `text` outside the set that `bad` finds. */
function refuse(text: string, bad: RegExp, format: string): void {
  const found = bad.exec(text)?.[0];
  if (found !== undefined) {
    throw new TypeError(`Cannot decode input as ${format}: Invalid character (${found})`);
  }
}

/** A tight copy, so that callers may hand `.buffer` on (node buffers share a pool). */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** Bytes or text as lower-case hexadecimal. */
export function encodeHex(src: Source): string {
  return bufferOf(src).toString("hex");
}

/**
 * The bytes of hexadecimal text, either case.
 *
 * @throws {TypeError} for a character that is no hex digit and for an odd length.
 */
export function decodeHex(src: string): Uint8Array<ArrayBuffer> {
  refuse(src, /[^0-9a-fA-F]/u, "hex");
  if (src.length % 2 === 1) refuse(src, /.$/u, "hex");
  return own(Buffer.from(src, "hex"));
}

/** Bytes or text as base64 with padding. */
export function encodeBase64(data: Source): string {
  return bufferOf(data).toString("base64");
}

/**
 * The bytes of base64 text; padding may be missing.
 *
 * @throws {TypeError} for a character outside the alphabet. @throws {RangeError} for an impossible length.
 */
export function decodeBase64(b64: string): Uint8Array<ArrayBuffer> {
  const text = b64.replace(/={1,2}$/, "");
  refuse(text, /[^A-Za-z0-9+/]/u, "base64");
  if (text.length % 4 === 1) {
    throw new RangeError(
      `Cannot decode input as base64: Length (${text.length}), excluding padding, ` +
        `must not have a remainder of 1 when divided by 4`,
    );
  }
  return own(Buffer.from(text, "base64"));
}

/** Bytes or text as base32 (RFC 4648) with padding. */
export function encodeBase32(data: Source): string {
  let out = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytesOf(data)) {
    held = (held << 8 | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) out += ALPHABET[held >> bits - 5 & 31];
  }
  if (bits > 0) out += ALPHABET[held << 5 - bits & 31];
  return out.padEnd(Math.ceil(out.length / 8) * 8, "=");
}

/**
 * The bytes of base32 text; padding may be missing.
 *
 * @throws {TypeError} for a character outside the alphabet. @throws {RangeError} for an impossible length.
 */
export function decodeBase32(b32: string): Uint8Array<ArrayBuffer> {
  const text = b32.replace(/={1,6}$/, "");
  refuse(text, /[^A-Z2-7]/u, "base32");
  if ([1, 3, 6].includes(text.length % 8)) {
    throw new RangeError(
      `Cannot decode input as base32: Length (${text.length}), excluding padding, ` +
        `must not have a remainder of 1, 3, or 6 when divided by 8`,
    );
  }
  const out = new Uint8Array(Math.floor(text.length * 5 / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const char of text) {
    held = (held << 5 | ALPHABET.indexOf(char)) & 0xfff;
    bits += 5;
    if (bits >= 8) out[at++] = held >> (bits -= 8) & 255;
  }
  return out;
}
