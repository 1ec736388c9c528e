/**
 * Password hashes: a versioned scrypt string, made and checked off the hub thread. Owns the format and the bound on
 * how many run at once (each costs 32 MiB and about 0.1 s). Knows no account.
 *
 * Format: `s1$<log2 N>$<r>$<p>$<salt, base64>$<key, base64>`; hashes of other hubs stand in legacy_password.ts.
 *
 * @module
 */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { decodeBase64, encodeBase64 } from "@std/encoding";
import { HubError } from "../core/errors.ts";
import { isLegacy, verifyLegacy } from "./legacy_password.ts";

/** Makes and checks hashes. */
export interface Passwords {
  /**
   * The hash to store. Text is hashed as UTF-8; bytes as they are.
   *
   * @throws {HubError} `store.busy` when too many are waiting already.
   */
  hash(password: string | Uint8Array): Promise<string>;
  /**
   * True when the password made this hash; false also for an empty password and for anything that is no hash.
   * `spellings` are other bytes the same password may have been: only imported hashes are compared with them.
   *
   * @throws {HubError} `store.busy` when too many are waiting already.
   */
  verify(
    password: string | Uint8Array,
    stored: string,
    spellings?: readonly Uint8Array[],
  ): Promise<boolean>;
}

/** What {@linkcode createPasswords} may be told. */
export interface PasswordOptions {
  /** scrypt cost as a power of two, default 15. */
  logN?: number;
  /** How many run at once, default 2. */
  parallel?: number;
  /** How many may wait for their turn, default 200; further ones are refused. */
  waiting?: number;
  /** Source of salt. */
  random?: (bytes: number) => Uint8Array;
}

interface Parameters {
  logN: number;
  r: number;
  p: number;
}

const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** A stored string asks for at most this much, whoever wrote it: 128 MiB. */
const MAX_LOG_N = 17;

function derive(password: Uint8Array, salt: Uint8Array, { logN, r, p }: Parameters): Promise<Uint8Array> {
  const options = { N: 2 ** logN, r, p, maxmem: 128 * 2 ** logN * r * p + 2 ** 20 };
  return new Promise((resolve, reject) => {
    scrypt(
      password,
      salt,
      KEY_BYTES,
      options,
      (error, key) => error ? reject(error) : resolve(new Uint8Array(key)),
    );
  });
}

function parse(stored: string): (Parameters & { salt: Uint8Array; key: Uint8Array }) | null {
  const found = /^s1\$(\d{1,2})\$(8)\$(1)\$([A-Za-z0-9+/]{22}==)\$([A-Za-z0-9+/]{43}=)$/.exec(stored);
  if (!found || Number(found[1]) < 1 || Number(found[1]) > MAX_LOG_N) return null;
  const [, logN, r, p, salt, key] = found;
  return {
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
    salt: decodeBase64(salt!),
    key: decodeBase64(key!),
  };
}

const bytesOf = (password: string | Uint8Array): Uint8Array =>
  typeof password === "string" ? new TextEncoder().encode(password) : password;

/** Lets `parallel` tasks run and `waiting` more wait. */
function turnstile(parallel: number, waiting: number): <T>(task: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= parallel) {
      if (queue.length >= waiting) {
        throw new HubError("store.busy", "Cannot check the password: too many checks are waiting", {
          remedy: "Try again in a minute",
        });
      }
      // The one that ends hands its place over, so nobody overtakes.
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running++;
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}

/** Creates a {@linkcode Passwords} with its own queue; a hub needs one. */
export function createPasswords(options: PasswordOptions = {}): Passwords {
  const { logN = 15, parallel = 2, waiting = 200, random = randomBytes } = options;
  const take = turnstile(parallel, waiting);
  return {
    hash(password) {
      const salt = new Uint8Array(random(SALT_BYTES));
      return take(async () => {
        const key = await derive(bytesOf(password), salt, { logN, r: 8, p: 1 });
        return `s1$${logN}$8$1$${encodeBase64(salt)}$${encodeBase64(new Uint8Array(key))}`;
      });
    },
    async verify(password, stored, spellings = []) {
      const given = bytesOf(password);
      if (isLegacy(stored)) return await take(() => verifyLegacy([given, ...spellings], stored));
      const wanted = parse(stored);
      if (!wanted || given.length === 0) return false;
      return await take(async () => timingSafeEqual(await derive(given, wanted.salt, wanted), wanted.key));
    },
  };
}
