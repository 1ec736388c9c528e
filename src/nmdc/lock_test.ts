/**
 * Locks and keys: every vector, and that nothing but the whole key passes.
 *
 * @module
 */
import { assert, assertEquals, assertFalse } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import keys from "../../tests/corpus/nmdc/keys.json" with { type: "json" };
import { escapeDcn, unescapeDcn } from "./escape.ts";
import { keyMatches, lockToKey, makeLock, parseLock } from "./lock.ts";
import { ascii } from "./wire.ts";

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

Deno.test("lock: every lock of the corpus gives its key", () => {
  for (const { lock, keyHex } of keys) assertEquals(hex(lockToKey(ascii(lock))), keyHex, lock);
});

Deno.test("lock: every escape the corpus names stands in the key", () => {
  for (const { lock, escaped } of keys) {
    const key = latin1Text(lockToKey(ascii(lock)));
    const found = [...key.matchAll(/%DCN(\d{3})%/g)].map(([, code]) => Number(code));
    assertEquals([...new Set(found)].sort((a, b) => a - b), escaped, lock);
  }
});

Deno.test("lock: the text behind Pk= is no part of the lock", () => {
  assertEquals(
    lockToKey(ascii("EXTENDEDPROTOCOL_verlihub Pk=x y")),
    lockToKey(ascii("EXTENDEDPROTOCOL_verlihub")),
  );
});

Deno.test("lock: a part of the key, none at all or a longer one does not match", () => {
  const lock = ascii("EXTENDEDPROTOCOL_NMDC_1445");
  const key = lockToKey(lock);
  assert(keyMatches(lock, key));
  for (let length = 0; length < key.length; length++) assertFalse(keyMatches(lock, key.subarray(0, length)));
  assertFalse(keyMatches(lock, Uint8Array.of(...key, 0)));
});

Deno.test("lock: a drawn lock carries its kind and four digits", () => {
  assertEquals(makeLock(() => 0), "EXTENDEDPROTOCOL_NMDC_0000");
  assertEquals(makeLock(() => 0.00079, "TLS_"), "EXTENDEDPROTOCOL_NMDC_TLS_0007");
  assertEquals(makeLock(() => 0.99999, "TLSONLY_"), "EXTENDEDPROTOCOL_NMDC_TLSONLY_9999");
});

Deno.test("lock: any lock gives a key without a raw special byte, and unescaping it gives one byte per byte", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (lock) => {
    const text = latin1Text(lock);
    fc.pre(!text.includes(" Pk=") && !text.includes("/%DCN"));
    const key = latin1Text(lockToKey(lock));
    assertEquals(unescapeDcn(key).length, lock.length);
    assertEquals(escapeDcn(unescapeDcn(key)), key);
    assertFalse([0, 5, 36, 96, 124, 126].some((code) => key.includes(String.fromCharCode(code))));
  }));
});

Deno.test("lock: parseLock splits lock, Pk and Ref, with or without them", () => {
  const parts = (frame: string) => {
    const lock = parseLock(latin1Bytes(frame));
    return lock && [lock.lock, lock.pk, lock.ref].map((part) => latin1Text(part));
  };
  assertEquals(parts("$Lock EXTENDEDPROTOCOLABC Pk=XRef=dchub://a.example:411"), [
    "EXTENDEDPROTOCOLABC",
    "X",
    "dchub://a.example:411",
  ]);
  assertEquals(parts("$Lock abc Pk=x y"), ["abc", "x y", ""]);
  assertEquals(parts("$Lock abc def"), ["abc", "", ""]);
  assertEquals(parts("$Lock abc"), ["abc", "", ""]);
  assertEquals(parts("$Lock "), null);
  assertEquals(parts("$Lock  Pk=x"), null);
});
