/**
 * The quick-start script in a real hub, as a user with a client meets it.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { fakeClock } from "../../src/core/fake_clock.ts";
import { systemClock } from "../../src/core/clock.ts";
import { startTestHub } from "../../tests/support/hub.ts";

const SOURCE = fromFileUrl(new URL("./mod.ts", import.meta.url));

Deno.test("quickstart: greets, answers its commands to the asker alone, lets chat pass", async () => {
  await using hub = await startTestHub({
    scripts: [{ source: SOURCE, options: { greeting: "Hi %nick%" } }],
    accounts: [{ nick: "boss", class: 5, password: "secret" }],
  });
  const alice = await hub.connect();
  await alice.login({ nick: "alice" });
  await alice.expect("$To: alice From: Hubcap $<Hubcap> Hi alice");
  const bob = await hub.login("bob");
  const boss = await hub.login("boss", { password: "secret" });

  alice.send("<alice> !stats|");
  assertMatch(await alice.expect(/^<Hubcap> Users: /), /^<Hubcap> Users: 3, share: 2\.93 KiB, up: \d+m$/);
  alice.send("<alice> !info|");
  await alice.expect("<Hubcap> alice: class 0, share 1000 B");
  boss.send("<boss> !info alice|");
  await boss.expect(`<Hubcap> alice: class 0, share 1000 B, address ${alice.ip}`);
  alice.send("<alice> !info nobody|");
  await alice.expect("<Hubcap> There is no user nobody.");
  alice.send("<alice> !ops|");
  await alice.expect("<Hubcap> Operators (3): Hubcap, OpChat, boss");
  alice.send("$To: Hubcap From: alice $<alice> !users|");
  await alice.expect("$To: alice From: Hubcap $<Hubcap> Users (5): Hubcap, OpChat, alice, bob, boss");

  alice.send("<alice> hello|");
  await bob.expect("<alice> hello");
  await hub.settled();
  assertEquals(bob.frames.filter((frame) => /stats|Users/.test(frame)), [], "others see no commands");
});

Deno.test("quickstart: says the time at the full hour and not in between", async () => {
  const hour = 1_700_002_800_000; // 2023-11-14T23:00:00Z
  const fake = fakeClock(hour - 2_500);
  const clock = { ...systemClock(), now: fake.now };
  await using hub = await startTestHub({ scripts: [{ source: SOURCE }], clock });
  const alice = await hub.login("alice");
  fake.tick(2_600);
  await alice.expect("<Hubcap> It is 23:00 UTC.");
  fake.tick(3_000);
  alice.send("<alice> after|");
  await alice.expect("<alice> after");
  assertEquals(alice.frames.filter((frame) => frame.includes("UTC")).length, 1);
});
