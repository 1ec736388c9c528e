/**
 * The example scripts every author starts from, in a real hub with real clients: quick start, complete example,
 * commands, filter and transform, failed logins, and two scripts that talk to each other.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { systemClock } from "../../src/core/clock.ts";
import { fakeClock } from "../../src/core/fake_clock.ts";
import { startTestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";
import { asks, CALM, fixture, framesLike, quiet } from "./kit.ts";

const BOSS = { nick: "boss", class: 5, password: "secret" };
const OP = { nick: "op", class: 3, password: "secret" };

Deno.test("examples: quick start greets, answers the asker alone and speaks every minute", async () => {
  const minute = 1_700_000_040_000; // a full minute
  const fake = fakeClock(minute - 1500);
  await using hub = await startTestHub({
    scripts: [fixture("quick_start")],
    clock: { ...systemClock(), now: fake.now },
  });
  const alice = await hub.login("alice");
  const bob = await hub.connect();
  await bob.login({ nick: "bob" });
  await bob.expect("<Hubcap> Welcome to the hub, bob!");
  await bob.expect("$To: bob From: Hubcap $<Hubcap> Type !stats to see how the hub is doing.");
  await alice.expect("<Hubcap> Welcome to the hub, bob!");
  assertEquals(await asks(bob, "bob", "!stats"), "2 users share 2000 bytes");
  bob.send("<bob> hello|");
  await alice.expect("<bob> hello");
  fake.tick(1600);
  await alice.expect("<Hubcap> 2 users are online.");
  await quiet(hub);
  assertEquals(framesLike(alice, /^<bob> !stats|share/), []);
});

Deno.test("examples: the complete example greets by class, warns, kicks, and says goodbye", async (t) => {
  await using hub = await startTestHub({
    scripts: [fixture("complete", { options: { words: ["Spam"], warnings: 1 } })],
    accounts: [BOSS, OP, { nick: "carol", class: 1, password: "secret" }],
    settings: { hide_all_kicks: false },
  });
  const boss = await hub.connect();
  await boss.login({ nick: "boss", password: "secret" });
  await boss.expect("<Hubcap> Operator boss is here.");

  await t.step("complete: greetings by class, and a report for operators", async () => {
    const alice = await hub.connect();
    await alice.login({ nick: "alice" });
    await alice.expect("<Hubcap> Hello alice, you are a guest here.");
    await boss.expect(`$To: boss From: OpChat $<OpChat> alice (${alice.ip}) logged in`);
    const carol = await hub.connect();
    await carol.login({ nick: "carol", password: "secret" });
    await carol.expect("<Hubcap> Good to see you again, carol.");
    const op = await hub.connect();
    await op.login({ nick: "op", password: "secret" });
    await boss.expect("<Hubcap> Operator op is here.");
    await quiet(hub);
    assertEquals(framesLike(alice, /^<.*Operator|logged in/), []);
    for (const client of [alice, carol, op]) client.close();
    for (const nick of ["alice", "carol", "op"]) await boss.expect(`$Quit ${nick}`);
  });

  await t.step("complete: a warning first, then the kick; operators may say it", async () => {
    const dave = await hub.login("dave");
    dave.send("<dave> buy SPAM now|");
    await dave.expect('$To: dave From: Hubcap $<Hubcap> Please do not say "spam": warning 1 of 1.');
    dave.send("<dave> more spam|");
    await boss.expect('<Hubcap> Hubcap is kicking dave because: Said "spam" 2 times');
    await dave.closed;
    boss.send("<boss> spam is a word|");
    await boss.expect("<boss> spam is a word");
    assertEquals(framesLike(boss, /buy|more/), []);
  });

  await t.step("complete: commands in main chat and by private message, rights included", async () => {
    const erin = await hub.login("erin");
    await quiet(hub);
    erin.take();
    assertEquals(await asks(erin, "erin", "!who"), "Hubcap OpChat boss erin");
    erin.send("$To: Hubcap From: erin $<erin> !loads|");
    await erin.expect("$To: erin From: Hubcap $<Hubcap> Loaded 1 times");
    assertEquals(await asks(erin, "erin", "!settopic mine"), "Only operators set the topic.");
    assertEquals(await asks(boss, "boss", "!settopic Welcome"), "Topic is now: Welcome");
    await erin.expect(/^\$HubName .* - Welcome$/);
  });

  await t.step("complete: a reload ends the old one, keeps settings, takes the new title", async () => {
    boss.send("<boss> !tsreload complete|");
    await boss.expect("<Hubcap> complete is going.");
    await until(
      () => hub.hub.slots[0]?.state === "running" && hub.hub.slots[0].id > 1,
      "the new one",
    );
    boss.send("<boss> !loads|");
    await boss.expect("<Hubcap> Loaded 2 times");
    assertEquals(hub.hub.slots[0]!.title, { name: "Complete", version: "1.4" });
  });
});

Deno.test("examples: myip and stats are answered where the question came from", async () => {
  await using hub = await startTestHub({
    scripts: [fixture("my_ip")],
    accounts: [BOSS],
    settings: { max_users: 321 },
  });
  const alice = await hub.login("alice");
  const boss = await hub.login("boss", { password: "secret" });
  assertEquals(await asks(alice, "alice", "!myip"), `Your address is ${alice.ip}.`);
  const stats = "2 users, 2000 bytes, max 321.";
  assertEquals(await asks(alice, "alice", "+stats"), `Class 0, trigger +: ${stats}`);
  assertEquals(await asks(boss, "boss", "!stats"), `Class 5, trigger !: ${stats}`);
  boss.send("$To: Hubcap From: boss $<boss> !myip|");
  await boss.expect(`$To: boss From: Hubcap $<Hubcap> Your address is ${boss.ip}.`);
  assertMatch(await asks(alice, "alice", "!nothing"), /^Unknown command: !nothing/);
  await quiet(hub);
  assertEquals(framesLike(boss, /<alice>/), []);
});

Deno.test("examples: filter and transform, in every form an answer may have", async (t) => {
  await using hub = await startTestHub({
    scripts: [fixture("filter")],
    accounts: [BOSS],
    settings: { ...CALM, int_myinfo: 0 },
  });
  const alice = await hub.login("alice");
  const bob = await hub.login("bob");
  const boss = await hub.login("boss", { password: "secret" });

  await t.step("filter: what is blocked reaches nobody, what is replaced reaches everybody", async () => {
    for (
      const [said, seen] of [
        ["come to dchub://elsewhere", null],
        ["damn, that is good", "<alice> ****, that is good"],
        ["WHY IS IT SO LOUD", "<alice> why is it so loud"],
        ["as Oracle it will rain", "<Oracle> it will rain"],
        ["fine", "<alice> fine"],
      ] as const
    ) {
      alice.send(`<alice> ${said}|`);
      if (seen === null) continue;
      await bob.expect(/^</).then((frame) => assertEquals(frame, seen));
      await alice.expect(seen);
    }
  });

  await t.step("filter: raw lines go to the speaker alone, with either verdict", async () => {
    alice.send("<alice> raw|<alice> typed|");
    await alice.expect("<Filter> only for alice");
    await alice.expect("<Filter> one line more");
    await bob.expect("<alice> typed form");
    await quiet(hub);
    assertEquals(framesLike(bob, /Filter|raw/), []);
  });

  await t.step("filter: private advertising is kept and reported, operators may", async () => {
    alice.send("$To: bob From: alice $<alice> dchub://x|");
    await boss.expect("$To: boss From: OpChat $<OpChat> alice advertised to bob");
    boss.send("$To: bob From: boss $<boss> dchub://ours|");
    await bob.expect("$To: bob From: boss $<boss> dchub://ours");
    assertEquals(framesLike(bob, /dchub:\/\/x/), []);
  });

  await t.step("filter: a forbidden search reaches nobody", async () => {
    alice.send(`$Search ${alice.ip}:412 F?T?0?1?forbidden|`);
    alice.send(`$Search ${alice.ip}:412 F?T?0?1?welcome|`);
    await bob.expect(`$Search ${alice.ip}:412 F?T?0?1?welcome`);
    assertEquals(framesLike(bob, /forbidden/), []);
  });

  await t.step("filter: MyINFO is shown as the script wants it", async () => {
    alice.send("$MyINFO $ALL alice mine<test V:1,M:A,H:1/0/0,S:3>$ $50\x01$a@b.c$400$|");
    await bob.expect("$MyINFO $ALL alice [small] mine<test V:1,M:A,H:1/0/0,S:3>$ $50\x01$$400$");
  });
});

Deno.test("examples: failed logins are written to a file, and only there is the guess known", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "failed.log");
    await Deno.writeTextFile(file, "");
    const entry = (name: string, more: Record<string, unknown>) =>
      fixture("failed_logins", { name, permissions: { write: [folder] }, ...more });
    await using hub = await startTestHub({
      scripts: [
        entry("trusted", { options: { file }, capabilities: { passwords: true } }),
        entry("plain", { options: { file: join(folder, "plain.log") } }),
      ],
      accounts: [BOSS],
    });
    const thief = await hub.connect();
    await thief.login({ nick: "boss", password: "guess" }).catch(() => {});
    await thief.closed;
    const boss = await hub.login("boss", { password: "secret" });
    const line = `boss from ${thief.ip} with a guess of 5 characters`;
    await until(() => Deno.readTextFileSync(file) === `${line}\n`, "the line in the file");
    boss.send("<boss> !failed|");
    // The two are asked side by side: either may answer first.
    const told = [line, `boss from ${thief.ip} with a hidden guess`];
    for (let i = 0; i < 2; i++) {
      const frame = await boss.expect(/^\$To: boss From: Hubcap /);
      told.splice(told.indexOf(frame.slice("$To: boss From: Hubcap $<Hubcap> ".length)) >>> 0, 1);
    }
    assertEquals(told, []);
    assert(!(await Deno.readTextFile(file)).includes("guess\n"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
