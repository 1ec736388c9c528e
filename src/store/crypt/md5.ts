/**
 * crypt(3) with MD5 (`$1$salt$…`), for checking hashes that other hubs left. Owns the algorithm only; the digest is
 * the platform's.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { encodeDigest } from "./itoa64.ts";

const ROUNDS = 1000;
const ORDER = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]];

const md5 = (...parts: (Uint8Array | string)[]): Uint8Array => {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** The whole hash. `salt`: at most eight characters. */
export function md5Crypt(password: Uint8Array, salt: string): string {
  const other = md5(password, salt, password);
  const start = createHash("md5").update(password).update("$1$").update(salt);
  for (let left = password.length; left > 0; left -= 16) start.update(other.subarray(0, Math.min(16, left)));
  for (let bits = password.length; bits > 0; bits >>= 1) {
    // The format puts a zero byte for each 1, and the first character for each 0.
    start.update((bits & 1) === 1 ? new Uint8Array(1) : password.subarray(0, 1));
  }
  let digest: Uint8Array = new Uint8Array(start.digest());
  for (let i = 0; i < ROUNDS; i++) {
    const odd = i % 2 === 1;
    const parts: (Uint8Array | string)[] = [odd ? password : digest];
    if (i % 3 !== 0) parts.push(salt);
    if (i % 7 !== 0) parts.push(password);
    parts.push(odd ? digest : password);
    digest = md5(...parts);
  }
  return `$1$${salt}$${encodeDigest(digest, ORDER)}`;
}
