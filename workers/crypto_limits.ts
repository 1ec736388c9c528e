/**
 * Bounds the two operations of Web Crypto whose cost the caller chooses. They run on native threads that no kill
 * reaches, so an unbounded one would burn a core long after its script is gone.
 *
 * @module
 */
import { put } from "./properties.ts";

/** Most iterations of a password hash; about a second of SHA-512. */
export const MAX_ITERATIONS = 1_000_000;
/** Longest RSA key (bits). */
export const MAX_RSA_BITS = 4096;

type Method = (this: unknown, ...values: unknown[]) => Promise<unknown>;

/** A plain copy of what the caller passed, read once so that a getter cannot answer twice differently. */
function copyAlgorithm(algorithm: unknown): unknown {
  if (typeof algorithm !== "object" || algorithm === null) return algorithm;
  const copy: Record<string, unknown> = Object.create(null);
  for (const key in algorithm) copy[key] = (algorithm as Record<string, unknown>)[key];
  const { iterations, modulusLength } = copy;
  if (iterations !== undefined && !(typeof iterations === "number" && iterations <= MAX_ITERATIONS)) {
    throw new RangeError(`iterations must be a number up to ${MAX_ITERATIONS}`);
  }
  if (modulusLength !== undefined && !(typeof modulusLength === "number" && modulusLength <= MAX_RSA_BITS)) {
    throw new RangeError(`modulusLength must be a number up to ${MAX_RSA_BITS}`);
  }
  return copy;
}

/** Puts the bounds on `prototype`, which is `SubtleCrypto.prototype`. */
export function limitCrypto(prototype: object): void {
  const { apply } = Reflect;
  const methods = prototype as Record<string, Method>;
  for (const name of ["deriveBits", "deriveKey", "generateKey"]) {
    const original = methods[name]!;
    const limited: Method = async function (a, b, c, d, e) {
      return await apply(original, this, [copyAlgorithm(a), b, c, d, e]);
    };
    put(prototype, name, limited);
  }
}
