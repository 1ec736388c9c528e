/**
 * Accounts changed by another process while their users are online.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { LOOK_EVERY } from "./outside_changes.ts";
import { commandKit } from "../testing/command_kit.ts";

/** A hub whose store tells, at its next look, that another process wrote. */
function scene() {
  const kit = commandKit();
  let wrote = false;
  Object.assign(kit.store, { poll: () => wrote && !(wrote = false) });
  return { kit, wrote: () => void (wrote = true) };
}

Deno.test("outside changes: a class, a flag and the end of an account reach their users", async () => {
  const { kit, wrote } = scene();
  await kit.enter("reg");
  const vip = await kit.enter("vip");
  const oper = await kit.enter("oper");
  kit.store.accounts.update("reg", { class: 3, hideShare: true });
  kit.store.accounts.update("vip", { passwordChange: true });
  kit.store.accounts.remove("oper");
  kit.clock.tick(1_000);
  assertEquals(kit.hub.users.get("reg")?.class, 1);
  wrote();
  kit.clock.tick(1_000);
  const reg = kit.hub.users.get("reg")!;
  assertEquals([reg.class, reg.op, reg.share], [3, true, 0]);
  assertMatch(vip.take().join(), /\$GetPass/);
  assertEquals([kit.hub.users.get("oper")?.class, kit.hub.users.get("oper")?.op], [0, false]);
  assertEquals(oper.ended, null);
});

Deno.test("outside changes: what the hub wrote itself, and what holds until logout, stays", async () => {
  const { kit, wrote } = scene();
  const chief = await kit.enter("chief");
  await kit.enter("reg");
  await kit.type(chief, "chief", "!class reg 2");
  kit.store.accounts.update("reg", { loginCount: 9, errorCount: 3, passwordHash: "hash:other" });
  wrote();
  kit.clock.tick(1_000);
  assertEquals(kit.hub.users.get("reg")?.class, 2);
});

Deno.test("outside changes: an account made for the nick of a guest waits for the next login", async () => {
  const { kit, wrote } = scene();
  await kit.login("guest");
  kit.store.accounts.add({ nick: "guest", class: 10, passwordHash: "hash:secret" });
  wrote();
  kit.clock.tick(1_000);
  assertEquals(kit.hub.users.get("guest")?.class, 0);
});

Deno.test("outside changes: however often somebody writes, the hub looks once in ten seconds", async () => {
  const { kit, wrote } = scene();
  await kit.enter("reg");
  let reads = 0;
  const { get } = kit.store.accounts;
  Object.assign(kit.store.accounts, { get: (nick: string) => (reads++, get(nick)) });
  for (let second = 0; second < 20; second++) {
    wrote();
    kit.clock.tick(1_000);
  }
  assertEquals([reads, LOOK_EVERY], [2, 10_000]);
  kit.clock.tick(10_000);
  assertEquals(reads, 3);
  kit.clock.tick(60_000);
  assertEquals(reads, 3);
});
