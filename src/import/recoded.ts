/**
 * Undoes what a server does to the bytes of a hub: a hub writes whatever bytes users send over a connection that the
 * server takes for latin1, and where the table or the dump is in UTF-8 each of these bytes has become a character.
 *
 * @module
 */
import { isAscii, latin1Bytes } from "../core/bytes.ts";

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Makes a function that turns characters of UTF-8 back into the bytes they were. Text that cannot have come about in
 * this way (it is no UTF-8, or has characters that latin1 has not) stays as it is.
 */
export function recodedBytes(): (bytes: Uint8Array) => Uint8Array {
  // MySQL's latin1 is this page, with its five holes as control characters.
  const page = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, i) => i));
  const byteOf = new Map([...page].map((char, byte) => [char, byte]));
  return (bytes) => {
    if (isAscii(bytes)) return bytes;
    let narrow = "";
    try {
      for (const char of STRICT.decode(bytes)) {
        const byte = byteOf.get(char);
        if (byte === undefined) return bytes;
        narrow += String.fromCharCode(byte);
      }
    } catch {
      return bytes; // nobody has recoded it
    }
    return latin1Bytes(narrow);
  };
}
