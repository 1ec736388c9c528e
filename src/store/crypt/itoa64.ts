/**
 * The base64 of crypt(3): its own alphabet, least significant bits first. Pure.
 *
 * @module
 */

/** The alphabet, in the order of values. */
export const ITOA64 = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * Bytes of a digest in the order the format names them, three to four characters. An order of `-1` is a zero byte
 * that shortens the last group.
 */
export function encodeDigest(digest: Uint8Array, order: readonly (readonly number[])[]): string {
  let text = "";
  for (const group of order) {
    let value = group.reduce((sum, index) => sum << 8 | digest[index]!, 0);
    const length = Math.ceil(group.length * 8 / 6);
    for (let i = 0; i < length; i++) {
      text += ITOA64[value & 63];
      value >>= 6;
    }
  }
  return text;
}
