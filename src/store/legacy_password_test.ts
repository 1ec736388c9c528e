/**
 * Tests of imported hashes: every form that can be checked against values of the system's crypt(3), what cannot be
 * checked said so, hostile texts, the bound on length.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes } from "../core/bytes.ts";
import { createCodec } from "../nmdc/encoding.ts";
import { isLegacy, legacyHash, verifyLegacy } from "./legacy_password.ts";
import { createPasswords } from "./password.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** Password, Verlihub's type, stored text; made with the C library. */
const VECTORS: readonly [string, number, string][] = [
  ["secret12", 0, "secret12"],
  ["secret12", 2, "8b2fee48cd255fddee9a662b55da4fd4"],
  ["secret12", 2, "8B2FEE48CD255FDDEE9A662B55DA4FD4"],
  ["secret12", 1, "abhv/ZnAzL36k"],
  ["secret12", 1, "./VASzoL7KZi."],
  ["a", 1, "zZ/Dc0K.bMxrQ"],
  ["пароль", 1, "zZErYvw8RkX8E"],
  ["secret12", 1, "$1$saltsalt$37SS0fv0WxVowJIO.9PQN."],
  ["a", 1, "$1$x$P8VObTrxaqT4VBmnH06P8."],
  ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 1, "$1$saltsalt$lTT80f5GEB.8cfLv43D0D1"],
  ["secret12", 1, "$5$saltsalt$x6O4JEXuq1N.gt6ToK6ehZwmohT0desY8YDkK3DpK21"],
  ["пароль", 1, "$5$rounds=1400$abc$WwVs7V1eTWhSj2hFxaoWT208J/VxX..bOeNEXgJiaGB"],
  [
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    1,
    "$6$saltsaltsaltsalt$52.i7Z4wcHPIAU75iTaMqUU3adK9dmC1xe8g5T.PjfdsAs8i2HsZ4g.vnMKlQFfnR8BRqKpCkpJAAkkaM9D6b/",
  ],
];

for (const [password, type, text] of VECTORS) {
  Deno.test(`legacy password: ${text.slice(0, 16)} of type ${type} is known again, others are not`, async () => {
    const { stored, problem } = legacyHash(type, bytes(text));
    assertEquals(problem, null);
    assert(isLegacy(stored));
    assert(await verifyLegacy([bytes(password)], stored));
    for (const wrong of ["", "Secret12", `x${password}`, password.slice(1)]) {
      assertEquals(await verifyLegacy([bytes(wrong)], stored), false, wrong);
    }
  });
}

Deno.test("legacy password: DES looks at eight characters and no more", async () => {
  const { stored } = legacyHash(1, bytes("abhv/ZnAzL36k"));
  assert(await verifyLegacy([bytes("secret12 and more")], stored));
});

Deno.test("legacy password: a password typed in another encoding is found among its spellings", async () => {
  const page = createCodec("cp1251")!.encode("пароль");
  const { stored } = legacyHash(2, bytes("749789e4982b0c563f6729aac100a614"));
  assertEquals(await verifyLegacy([bytes("пароль")], stored), false);
  assert(await verifyLegacy([bytes("пароль"), page], stored));
  const plain = legacyHash(0, page).stored;
  assert(await verifyLegacy([page], plain));
  assertEquals(await verifyLegacy([bytes("пароль")], plain), false);
});

Deno.test("legacy password: what cannot be checked is named and matches nothing", async () => {
  const bad: readonly [number, string, RegExp][] = [
    [1, "$2y$10$abcdefghijklmnopqrstuu5s8lrYQWhMgVbSnDzhN3rGxqWyJzT2u", /bcrypt/],
    [1, "$6$saltsaltsaltsalt$52.i7Z4wcHPIAU75iTaMqUU3", /cut off/],
    [1, "$5$rounds=999999$abc$WwVs7V1eTWhSj2hFxaoWT208J/VxX..bOeNEXgJiaGB", /100000 rounds/],
    [1, "plain", /no crypt/],
    [2, "8b2fee48", /no MD5/],
    [7, "x", /unknown type 7/],
  ];
  for (const [type, text, reason] of bad) {
    const { stored, problem } = legacyHash(type, bytes(text));
    assertMatch(problem ?? "", reason);
    assert(isLegacy(stored));
    assertEquals(await verifyLegacy([bytes(text)], stored), false, text);
  }
  assertEquals(legacyHash(2, new Uint8Array()), { stored: "", problem: null });
});

Deno.test("legacy password: hostile stored texts match nothing and end soon", async () => {
  const head = fc.constantFrom("vh0$", "vh1$", "vh2$", "vh1$$1$", "vh1$$5$rounds=", "vh1$$6$", "vh9$");
  await fc.assert(
    fc.asyncProperty(
      head,
      fc.string(),
      async (start, rest) => !await verifyLegacy([bytes("x")], start + rest),
    ),
    { numRuns: 200 },
  );
});

Deno.test("legacy password: passwords beyond 256 bytes are not even tried", async () => {
  const long = latin1Bytes("x".repeat(257));
  assertEquals(await verifyLegacy([long], legacyHash(0, long).stored), false);
  assert(await verifyLegacy([long.subarray(1)], legacyHash(0, long.subarray(1)).stored));
});

Deno.test("legacy password: a hub's own check takes both kinds", async () => {
  const passwords = createPasswords({ logN: 4 });
  const { stored } = legacyHash(2, bytes("8b2fee48cd255fddee9a662b55da4fd4"));
  assert(await passwords.verify("secret12", stored));
  assertEquals(await passwords.verify("secret13", stored), false);
  assertEquals(isLegacy(await passwords.hash("x")), false);
});
