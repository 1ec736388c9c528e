/**
 * Password hashes that came with an import: the forms in which they are kept until their owner logs in, and how they
 * are checked. Owns the forms; makes no hash for anybody.
 *
 * Forms: `vh0$<password, base64>`, `vh1$<crypt(3) text>`, `vh2$<MD5, hex>`. The number is Verlihub's `pwd_crypt`.
 *
 * @module
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { decodeBase64, encodeBase64 } from "@std/encoding";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import { desCrypt } from "./crypt/des.ts";
import { md5Crypt } from "./crypt/md5.ts";
import { MAX_SHA_ROUNDS, shaCrypt } from "./crypt/sha.ts";

/** Longer passwords match nothing: crypt(3) takes time by the square of the length. */
const MAX_BYTES = 256;

const DES = /^[./0-9A-Za-z]{13}$/;
const MD5 = /^\$1\$([^$]{0,8})\$[./0-9A-Za-z]{22}$/;
const MD5_HEX = /^[0-9a-f]{32}$/;
const SHA = /^\$([56])\$(?:rounds=(\d{4,6})\$)?([^$]{0,16})\$[./0-9A-Za-z]{43,86}$/;

/** What an imported hash became. */
export interface LegacyHash {
  /** What to store, or `""` when there was no password. */
  readonly stored: string;
  /** Why no password will ever match it, or `null`. */
  readonly problem: string | null;
}

function cryptProblem(text: string): string | null {
  if (DES.test(text) || MD5.test(text)) return null;
  const rounds = SHA.exec(text)?.[2];
  if (SHA.test(text)) {
    return Number(rounds ?? 0) > MAX_SHA_ROUNDS ? `asks for more than ${MAX_SHA_ROUNDS} rounds` : null;
  }
  if (/^\$2[abxy]?\$/.test(text)) return "is a bcrypt hash";
  return /^\$[56]\$/.test(text)
    ? "is a SHA-crypt hash that was cut off"
    : "is no crypt(3) hash this hub knows";
}

/** The stored form of an old hash. `type` is Verlihub's `pwd_crypt`. */
export function legacyHash(type: number, bytes: Uint8Array): LegacyHash {
  if (bytes.length === 0) return { stored: "", problem: null };
  const text = latin1Text(bytes);
  if (type === 0) return { stored: `vh0$${encodeBase64(bytes.slice())}`, problem: null };
  if (type === 1) return { stored: `vh1$${text}`, problem: cryptProblem(text) };
  if (type !== 2) return { stored: `vh${type}$`, problem: `has the unknown type ${type}` };
  const hex = text.toLowerCase();
  return { stored: `vh2$${hex}`, problem: MD5_HEX.test(hex) ? null : "is no MD5 of 32 digits" };
}

/** True for a hash that is to be replaced as soon as its password is known. */
export function isLegacy(stored: string): boolean {
  return /^vh\d+\$/.test(stored);
}

const digest = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest());

/** False for a stored hash that no password will ever match. Of hashes that are not imported ones it says nothing. */
export function canMatch(stored: string): boolean {
  const [kind, text] = [stored.slice(0, 4), stored.slice(4)];
  if (!isLegacy(stored)) return true;
  if (kind === "vh0$") return (plainOf(text)?.length ?? 0) > 0;
  if (kind === "vh1$") return cryptProblem(text) === null;
  return kind === "vh2$" && MD5_HEX.test(text);
}

/** Compares without telling by the time it takes where they differ. */
const same = (a: Uint8Array, b: Uint8Array): boolean => timingSafeEqual(digest(a), digest(b));

function plainOf(base64: string): Uint8Array | null {
  try {
    return decodeBase64(base64);
  } catch {
    return null; // somebody else wrote this text: it is no password
  }
}

async function cryptOf(password: Uint8Array, wanted: string): Promise<string | null> {
  if (cryptProblem(wanted) !== null) return null;
  if (DES.test(wanted)) return desCrypt(password, wanted.slice(0, 2));
  const md5 = MD5.exec(wanted);
  if (md5) return md5Crypt(password, md5[1]!);
  const [, kind, rounds, salt] = SHA.exec(wanted)!;
  return await shaCrypt(
    kind === "5" ? 5 : 6,
    password,
    salt!,
    rounds === undefined ? undefined : Number(rounds),
  );
}

async function matches(password: Uint8Array, stored: string): Promise<boolean> {
  if (password.length === 0 || password.length > MAX_BYTES) return false;
  const wanted = stored.slice(4);
  if (stored.startsWith("vh0$")) {
    const plain = plainOf(wanted);
    return plain !== null && plain.length > 0 && same(password, plain);
  }
  if (stored.startsWith("vh2$")) {
    return same(latin1Bytes(createHash("md5").update(password).digest("hex")), latin1Bytes(wanted));
  }
  if (!stored.startsWith("vh1$")) return false;
  const made = await cryptOf(password, wanted);
  return made !== null && same(latin1Bytes(made), latin1Bytes(wanted));
}

/**
 * True when one of these passwords made the hash. Old hubs hashed whatever bytes the client sent, so the caller
 * offers the same password in every encoding it may have been typed in; the first four count.
 */
export async function verifyLegacy(passwords: readonly Uint8Array[], stored: string): Promise<boolean> {
  for (const password of passwords.slice(0, 4)) if (await matches(password, stored)) return true;
  return false;
}
