/**
 * Tests of password hashes: format, verification, refusal of nonsense, the bound on waiting checks.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { HubError } from "../core/errors.ts";
import { createPasswords } from "./password.ts";

const quick = () => createPasswords({ logN: 4 });

Deno.test("password: a hash verifies its password and no other", async () => {
  const passwords = quick();
  const stored = await passwords.hash("pässword");
  assertMatch(stored, /^s1\$4\$8\$1\$/);
  assert(await passwords.verify("pässword", stored));
  assert(await passwords.verify(new TextEncoder().encode("pässword"), stored));
  for (const wrong of ["password", "pässword ", "", "p"]) {
    assertEquals(await passwords.verify(wrong, stored), false);
  }
});

Deno.test("password: the same password gives another hash each time", async () => {
  const passwords = quick();
  assertNotEquals(await passwords.hash("x"), await passwords.hash("x"));
});

Deno.test("password: the default cost is the documented one, and hashes of other costs still verify", async () => {
  const stored = await createPasswords().hash("x");
  assertMatch(stored, /^s1\$15\$8\$1\$/);
  assert(await quick().verify("x", stored));
});

Deno.test("password: what is no hash verifies nothing, however it looks", async () => {
  const passwords = quick();
  const stored = await passwords.hash("x");
  const forged = [
    "",
    "x",
    "s1$",
    stored.replace("s1", "s2"),
    stored.replace("$4$", "$31$"),
    stored + "=",
    "s1$0$8$1$$",
  ];
  for (const text of forged) assertEquals(await passwords.verify("x", text), false);
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => !await passwords.verify("x", text)),
    { numRuns: 50 },
  );
});

Deno.test("password: an empty password never matches, not even the hash of one", async () => {
  const passwords = quick();
  assertEquals(await passwords.verify("", await passwords.hash("")), false);
});

Deno.test("password: beyond the bound checks are refused at once, the others finish", async () => {
  const passwords = createPasswords({ logN: 4, parallel: 2, waiting: 3 });
  const started = Array.from({ length: 8 }, () => passwords.hash("x"));
  const results = await Promise.allSettled(started);
  assertEquals(results.map(({ status }) => status === "fulfilled"), [
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  const error = await assertRejects(() => started[7]!, HubError);
  assertEquals(error.code, "store.busy");
  assertMatch(await passwords.hash("again"), /^s1/);
});
