/**
 * Tests of look_alike.ts.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { latin1Text } from "../../core/bytes.ts";
import { commandKit } from "../testing/command_kit.ts";
import { looksOf } from "./look_alike.ts";

const written = (nick: string): string => latin1Text(new TextEncoder().encode(nick));
const CYRILLIC_O = "\u043e";

for (
  const [what, nick] of [
    ["the hub's bot in a Cyrillic letter", "Hub\u0441ap"],
    ["the hub's bot in wide letters", "\uff28ubcap"],
    ["the operator chat in a Greek letter", "\u039fpChat"],
    ["an operator who is away", `r${CYRILLIC_O}${CYRILLIC_O}t`],
    ["an operator in digits", "r00t"],
    ["an operator in numbers of characters", "r&#1086;&#x6f;t"],
    ["an operator in another case of that", `CH\u0406EF`],
  ] as const
) {
  Deno.test(`look-alikes: nobody comes in who looks like ${what}`, async () => {
    const kit = commandKit();
    const client = await kit.enter(written(nick), { keep: true });
    assertEquals(client.ended, "end");
    assertMatch(client.take().join("|"), /\$ValidateDenide .*|looks like somebody else's/);
    assertEquals(kit.hub.context.accepted, 0);
  });
}

Deno.test("look-alikes: the same nick in another spelling of Unicode is taken, by a user or by an account", async () => {
  const kit = commandKit();
  await kit.enter(written("Jos\u00e9"));
  assertEquals((await kit.enter(written("Jose\u0301"))).ended, "end");
  kit.store.accounts.add({ nick: "Rene\u0301", class: 1, passwordHash: "hash:secret" });
  assertEquals((await kit.enter(written("Ren\u00e9"))).ended, "end");
  assertEquals((await kit.enter(written("Zo\u00eb"))).ended, null);
});

Deno.test("look-alikes: operators themselves, and whoever resembles an ordinary user, come in", async () => {
  const kit = commandKit();
  kit.store.accounts.add({ nick: `Ann${CYRILLIC_O}`, class: 3, passwordHash: "hash:secret" });
  kit.store.accounts.add({ nick: "gone", class: 3, enabled: false });
  assertEquals((await kit.login(written(`Ann${CYRILLIC_O}`), { password: "secret" })).ended, null);
  for (const nick of ["gone", `v\u0456p`, "Жанна", "chef", `\u0410nna`, "Anna"]) {
    assertEquals((await kit.enter(written(nick))).ended, null, nick);
  }
});

Deno.test("look-alikes: a new operator is looked after within a minute", async () => {
  const kit = commandKit();
  await kit.enter("anna");
  kit.store.accounts.add({ nick: "boss", class: 4, passwordHash: "hash:secret" });
  kit.clock.tick(60_000);
  assertEquals((await kit.enter(written(`b${CYRILLIC_O}ss`))).ended, "end");
});

Deno.test("looksOf: different letters stay different", () => {
  assertEquals(looksOf("Bill"), looksOf("BiIl"));
  for (
    const [a, b] of [["Andre", "Andr\u00e9"], ["anna", "hanna"], ["Иван", "Ивон"], [
      "&#9999999;",
      "&#9999998;",
    ]] as const
  ) {
    assert(looksOf(a) !== looksOf(b), a);
  }
});
