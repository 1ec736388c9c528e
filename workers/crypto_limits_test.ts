/**
 * Bounds on Web Crypto work that nothing could stop.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { limitCrypto, MAX_ITERATIONS, MAX_RSA_BITS } from "./crypto_limits.ts";

/** A stand-in for `SubtleCrypto.prototype` that records what reaches it. */
function limited() {
  const calls: unknown[] = [];
  const record = (...values: unknown[]) => Promise.resolve(void calls.push(values[0]));
  const subtle: Record<string, (...values: unknown[]) => Promise<unknown>> = {
    deriveBits: record,
    deriveKey: record,
    generateKey: record,
  };
  limitCrypto(subtle);
  return { subtle, calls };
}

Deno.test("crypto: work that nothing could stop is refused", async () => {
  const { subtle, calls } = limited();
  for (const name of ["deriveBits", "deriveKey"]) {
    for (const iterations of [MAX_ITERATIONS + 1, Infinity, NaN, "5", { valueOf: () => 1 }]) {
      await assertRejects(() => subtle[name]!({ name: "PBKDF2", iterations }), RangeError);
    }
  }
  await assertRejects(() => subtle.generateKey!({ modulusLength: MAX_RSA_BITS + 1 }), RangeError);
  assertEquals(calls, []);
});

Deno.test("crypto: an inherited or changing value does not slip through", async () => {
  const { subtle, calls } = limited();
  await assertRejects(() => subtle.deriveBits!(Object.create({ iterations: 1e9 })), RangeError);
  let reads = 0;
  await subtle.deriveBits!({
    get iterations() {
      return ++reads === 1 ? 1 : 1e9;
    },
  });
  assertEquals((calls[0] as { iterations: number }).iterations, 1);
});

Deno.test("crypto: usual work passes", async () => {
  const prototype = Object.create(SubtleCrypto.prototype);
  limitCrypto(Object.assign(prototype, {
    deriveBits: SubtleCrypto.prototype.deriveBits,
    deriveKey: SubtleCrypto.prototype.deriveKey,
    generateKey: SubtleCrypto.prototype.generateKey,
  }));
  const key = await crypto.subtle.importKey("raw", new Uint8Array(8), "PBKDF2", false, ["deriveBits"]);
  const bits = await prototype.deriveBits.call(
    crypto.subtle,
    { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(8), iterations: 1000 },
    key,
    256,
  );
  assertEquals(bits.byteLength, 32);
});
