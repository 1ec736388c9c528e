/**
 * The hub for registered users only.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { hubKit, MODERN } from "../testing/hub_kit.ts";

const ACCOUNTS = [
  { nick: "Anna", class: 1, passwordHash: "hash:secret" },
  { nick: "Off", class: 1, passwordHash: "hash:secret", enabled: false },
  { nick: "Pinger", class: -1 },
];

Deno.test("private hub: guests, disabled accounts and unknown pingers are told how to get in", async () => {
  const settings = { registered_only: true, hub_owner: "anna@example.org", hubfull_message: "Be patient." };
  const kit = hubKit({ settings, accounts: ACCOUNTS });
  for (
    const [nick, options] of [["guest", {}], ["Off", {}], ["bot", {
      supports: `${MODERN} BotINFO`,
    }]] as const
  ) {
    const client = await kit.login(nick, { ...options, keep: true });
    const got = client.take();
    assertEquals([got.at(-1), client.ended], ["$HubIsFull", "end"], nick);
    assertStringIncludes(
      got.at(-2)!,
      "Only registered users may enter this hub. To get your nick registered, ask anna@example.org. Be patient.",
    );
  }
  assertEquals([kit.hub.users.size, kit.hub.context.accepted], [2, 0]);
});

Deno.test("private hub: accounts come in, also a pinger's, and the switch works at once", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const early = await kit.login("early");
  kit.store.settings.set("registered_only", true);
  assertEquals((await kit.login("Anna", { password: "secret" })).ended, null);
  assertEquals((await kit.login("Pinger", { supports: `${MODERN} BotINFO` })).ended, null);
  assertEquals((await kit.login("late")).ended, "end");
  assertEquals(early.ended, null);
  kit.store.settings.set("registered_only", false);
  assertEquals((await kit.login("later")).ended, null);
});
