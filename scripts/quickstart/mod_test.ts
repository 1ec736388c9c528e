/**
 * The quick-start script as users meet it: through the test kit, and once over a real socket.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { testHub } from "hubcap/testing";
import { startTestHub } from "../../tests/support/hub.ts";

const SOURCE = new URL("./mod.ts", import.meta.url);

Deno.test("quickstart: greets, answers its commands to the asker alone, lets chat pass", async () => {
  await using hub = await testHub({ scripts: [SOURCE], options: { greeting: "Hi %nick%" } });
  const alice = await hub.login("alice", { share: 1000 });
  await alice.receives("Hi alice");
  const bob = await hub.login("bob", { share: 1000 });
  const boss = await hub.login("boss", { class: 5, share: 1000 });
  bob.takes();

  await alice.says("!stats");
  assertMatch((await alice.receives(/^Users: /)).text, /^Users: 3, share: 2\.93 KiB, up: \d+m$/);
  await alice.says("!user");
  await alice.receives("<Hubcap> alice: class 0, share 1000 B");
  await boss.says("!user alice");
  await boss.receives(`<Hubcap> alice: class 0, share 1000 B, address ${alice.ip}`);
  await alice.says("!user nobody");
  await alice.receives("<Hubcap> There is no user nobody.");
  await alice.says("!staff");
  await alice.receives("<Hubcap> Operators (3): Hubcap, OpChat, boss");
  await alice.tells("Hubcap", "!users");
  assertEquals((await alice.receives("Users (5): Hubcap, OpChat, alice, bob, boss")).inPM, true);
  await bob.doesNotReceive();

  await alice.says("hello");
  await bob.receives("<alice> hello");
  assertEquals(hub.errors, []);
});

Deno.test("quickstart: says the time at the full hour and not in between", async () => {
  await using hub = await testHub({ scripts: [SOURCE], startsAt: Date.UTC(2023, 10, 14, 22, 59, 57) });
  const alice = await hub.login("alice");
  await hub.passes(3);
  await alice.receives("<Hubcap> It is 23:00 UTC.");
  await hub.passes(3599);
  await alice.doesNotReceive(/UTC/);
  await hub.passes(1);
  await alice.receives("<Hubcap> It is 00:00 UTC.");
});

Deno.test("quickstart: a client with a socket gets the same", async () => {
  const source = fromFileUrl(SOURCE);
  await using hub = await startTestHub({ scripts: [{ source, options: { greeting: "Hi %nick%" } }] });
  const alice = await hub.connect();
  await alice.login({ nick: "alice" });
  await alice.expect("$To: alice From: Hubcap $<Hubcap> Hi alice");
  alice.send("<alice> !stats|");
  assertMatch(await alice.expect(/^<Hubcap> Users: /), /^<Hubcap> Users: 1, share: 1000 B, up: \d+m$/);
});
