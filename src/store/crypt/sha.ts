/**
 * crypt(3) with SHA-256 and SHA-512 (`$5$…`, `$6$…`), for checking hashes that other hubs left. Owns the algorithm;
 * the digest is the platform's. Thousands of rounds on the calling thread: it lets others run in between.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers";
import { encodeDigest } from "./itoa64.ts";

/** Most rounds a stored hash may ask for. */
export const MAX_SHA_ROUNDS = 100_000;
/** Rounds without a pause: about two milliseconds. */
const STRETCH = 500;
const DEFAULT_ROUNDS = 5000;

/** Each group names three bytes; the next group has the same three turned by one place, one byte further. */
function turning(size: number, step: number, back: boolean, last: readonly number[]): number[][] {
  const order: number[][] = [];
  let group = [0, step, 2 * step];
  for (let i = 0; i < size; i++) {
    order.push(group);
    const [a, b, c] = group.map((index) => index + 1) as [number, number, number];
    group = back ? [b, c, a] : [c, a, b];
  }
  return [...order, [...last]];
}

const KINDS = {
  5: { name: "sha256", size: 32, order: turning(10, 10, false, [31, 30]) },
  6: { name: "sha512", size: 64, order: turning(21, 21, true, [63]) },
} as const;

type Part = Uint8Array | string;

/** `length` bytes of `block` repeated. */
function stretched(block: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let at = 0; at < length; at += block.length) {
    out.set(block.subarray(0, Math.min(block.length, length - at)), at);
  }
  return out;
}

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The whole hash. `salt`: at most 16 characters; `rounds`: what the stored hash names, at most
 * {@linkcode MAX_SHA_ROUNDS}, or `undefined` where it names none.
 */
export async function shaCrypt(
  kind: 5 | 6,
  password: Uint8Array,
  salt: string,
  rounds?: number,
): Promise<string> {
  const { name, size, order } = KINDS[kind];
  const sha = (...parts: Part[]): Uint8Array => {
    const hash = createHash(name);
    for (const part of parts) hash.update(part);
    return new Uint8Array(hash.digest());
  };
  const other = sha(password, salt, password);
  const start = createHash(name).update(password).update(salt).update(stretched(other, password.length));
  for (let bits = password.length; bits > 0; bits >>= 1) start.update((bits & 1) === 1 ? other : password);
  let digest: Uint8Array = new Uint8Array(start.digest());
  const p = stretched(sha(...Array<Part>(password.length).fill(password)), password.length);
  const saltBytes = new TextEncoder().encode(salt);
  const s = stretched(sha(...Array<Part>(16 + digest[0]!).fill(salt)), saltBytes.length);
  const count = rounds ?? DEFAULT_ROUNDS;
  for (let i = 0; i < count; i++) {
    if (i % STRETCH === STRETCH - 1) await pause();
    const odd = i % 2 === 1;
    const parts: Part[] = [odd ? p : digest];
    if (i % 3 !== 0) parts.push(s);
    if (i % 7 !== 0) parts.push(p);
    parts.push(odd ? digest : p);
    digest = sha(...parts);
  }
  const named = rounds === undefined ? "" : `rounds=${rounds}$`;
  return `$${kind}$${named}${salt}$${encodeDigest(digest.subarray(0, size), order)}`;
}
