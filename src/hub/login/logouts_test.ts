/**
 * The times at which users left: gathered, bounded, written when the hub stops, lost without harm.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { MOST_LOGOUTS, noteLogout } from "./logouts.ts";
import { hubKit } from "../testing/hub_kit.ts";

const ACCOUNTS = [{ nick: "Anna", class: 1, passwordHash: "hash:secret" }];

Deno.test("logouts: a hub that stops writes who was in", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  await kit.login("Anna", { password: "secret" });
  await kit.login("guest");
  kit.hub.stop();
  assertEquals(kit.store.accounts.get("anna")?.logoutAt, Math.floor(kit.clock.now() / 1000));
});

Deno.test("logouts: when too many wait they are written at once", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  await kit.login("Anna", { password: "secret" });
  const session = kit.hub.users.get("anna")!.session!;
  const hub = kit.hub.context;
  for (let i = 0; i <= MOST_LOGOUTS; i++) {
    noteLogout(hub, { ...session, account: { ...session.account!, nick: i === 7 ? "Anna" : `n${i}` } });
  }
  assertEquals([hub.logouts.size, kit.store.accounts.get("anna")!.logoutAt > 0], [0, true]);
});

Deno.test("logouts: a store that fails does not keep users in", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const anna = await kit.login("Anna", { password: "secret" });
  Object.assign(kit.store.accounts, {
    noteLogouts() {
      throw new Error("disk full");
    },
  });
  anna.drop();
  kit.clock.tick(1_000);
  assertEquals([kit.hub.users.get("anna"), kit.hub.context.logouts.size], [undefined, 0]);
});
