/**
 * Several handlers for one hook: inside one script (`vh.on`) and in several scripts, their order, failures, and what
 * a block means. The counterpart of the dispatcher tests of Verlihub's Python plugin.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { systemClock } from "../../src/core/clock.ts";
import { fakeClock } from "../../src/core/fake_clock.ts";
import { startRig } from "../host/rig.ts";
import { startTestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";
import { asks, CALM, fixture, FIXTURES, framesLike, quiet } from "./kit.ts";

const LIMITS = { hookMs: 20_000, loadMs: 60_000 };

Deno.test("handlers: many handlers in one script", async (t) => {
  const fake = fakeClock();
  const lines: string[] = [];
  const keep = (text: string) => void lines.push(text);
  const none = () => {};
  const log = {
    debug: keep,
    info: keep,
    warn: keep,
    error: keep,
    child: () => log,
    setLevel: none,
    reopen: none,
    close: none,
  };
  await using hub = await startTestHub({
    scripts: [fixture("handlers")],
    accounts: [{ nick: "boss", class: 5, password: "secret" }, {
      nick: "carol",
      class: 1,
      password: "secret",
    }],
    settings: CALM,
    clock: { ...systemClock(), now: fake.now, every: fake.every },
    log,
  });
  const boss = await hub.login("boss", { password: "secret" });
  const alice = await hub.login("alice");
  const stats = async () => await asks(boss, "boss", "!handlers stats");

  await t.step(
    "handlers: they run in the order of their priority, whatever order they were added in",
    async () => {
      alice.send("<alice> first|");
      await boss.expect("<alice> first");
      assertEquals(await asks(boss, "boss", "!handlers list"), "10 spam, 50 fragile, 100 log");
      assertStringIncludes(await stats(), "ran spam fragile log log first");
    },
  );

  await t.step("handlers: a block of the first stays, and the others are asked all the same", async () => {
    alice.send("<alice> spam spam|<alice> after|");
    await boss.expect("<alice> after");
    assertEquals(framesLike(boss, /<alice> spam/), []);
    assertStringIncludes(await stats(), "ran spam fragile log log spam spam spam fragile log log after");
  });

  await t.step("handlers: one that throws is counted and reported, and the others go on", async () => {
    alice.send("<alice> more|<alice> third|<alice> fourth|");
    for (const text of ["more", "third", "fourth"]) await boss.expect(`<alice> ${text}`);
    assertStringIncludes(await stats(), "fragile 6/1, log 6/0");
    await until(() => lines.some((line) => line.includes("The third line breaks it")), "the report");
    assertEquals(hub.hub.slots[0]!.state, "running");
  });

  await t.step("handlers: timer, login and logout reach the same script", async () => {
    const users = [];
    for (const nick of ["u1", "u2", "u3", "u4", "u5"]) users.push(await hub.login(nick));
    for (const [i, user] of users.entries()) {
      user.close();
      await boss.expect(`$Quit u${i + 1}`);
    }
    for (let i = 0; i < 3; i++) {
      fake.tick(1000);
      await quiet(hub);
    }
    assertStringIncludes(await stats(), '{"timer":3,"login":7,"logout":5}');
  });

  await t.step("handlers: one can be turned off and on again", async () => {
    assertEquals(await asks(boss, "boss", "!handlers off spam"), "spam is off");
    alice.send("<alice> spam is through|");
    await boss.expect("<alice> spam is through");
    await asks(boss, "boss", "!handlers on spam");
    alice.send("<alice> spam again|<alice> end|");
    await boss.expect("<alice> end");
    assertEquals(framesLike(boss, /spam again/), []);
  });

  await t.step("handlers: help and rights, in main chat and by private message", async () => {
    assertStringIncludes(await asks(boss, "boss", "!handlers help"), "!handlers list, stats");
    boss.send("$To: Hubcap From: boss $<boss> !handlers list|");
    await boss.expect("$To: boss From: Hubcap $<Hubcap> 10 spam, 50 fragile, 100 log");
    const carol = await hub.login("carol", { password: "secret" });
    assertEquals(await asks(carol, "carol", "!handlers off spam"), "Only operators may do that.");
    await quiet(hub);
    assertEquals(framesLike(alice, /handlers/), [], "nobody else sees the commands");
  });
});

Deno.test("handlers: three scripts", async (t) => {
  const lab = (tag: string) => ({ source: "host/lab.ts", name: tag, options: { tag }, limits: LIMITS });
  await using rig = await startRig([lab("a"), lab("b"), lab("c")]);

  await t.step("handlers: every script is called for every event, in load order", async () => {
    for (let i = 0; i < 2; i++) await rig.chat("vh.mc('called', tag); return [null, text]");
    const once = ["mc <a> called 0-10", "mc <b> called 0-10", "mc <c> called 0-10"];
    assertEquals(rig.taken(), [...once, ...once]);
  });

  await t.step("handlers: a block of the first one does not keep the others from running", async () => {
    const { allow } = await rig.chat("vh.mc('called', tag); return tag === 'a' ? 0 : 1");
    assertEquals([allow, rig.taken().length], [false, 3]);
  });

  await t.step("handlers: a counter kept in the settings survives ticks", async () => {
    await rig.chat(
      "if (tag === 'a') vh.on('OnTimer', () => void " +
        "vh.SetConfig('mine', 'ticks', Number(vh.GetConfig('mine', 'ticks', '0')) + 1))",
    );
    await until(() => rig.port.sink.wanted.OnTimer, "the hub to know");
    for (let i = 1; i <= 3; i++) {
      rig.tick();
      await until(() => rig.port.getConfig("mine", "ticks") === String(i), `tick ${i}`);
      // A tick that falls into the hook of the one before is left out.
      await until(() => rig.host.openHooks === 0, "the hook to end");
    }
  });

  await t.step("handlers: an unloaded script has its UnLoad called and its place taken by none", async () => {
    rig.taken();
    await rig.command("!tsunload b");
    assert(rig.taken().includes("mc <b> UnLoad 0-10"));
    await rig.chat("vh.mc('called', tag)");
    assertEquals(rig.taken(), ["mc <a> called 0-10", "mc <c> called 0-10"]);
  });
});

Deno.test("handlers: ten thousand events from two sides at once are all answered", async () => {
  await using rig = await startRig([
    { source: `${FIXTURES}counter.ts`, limits: LIMITS },
    { source: `${FIXTURES}counter.ts`, name: "again", limits: LIMITS },
  ]);
  let answered = 0;
  const { sink } = rig.port;
  for (let sent = 0; sent < 10_000; sent += 100) {
    for (let i = 0; i < 50; i++) {
      sink.ask("OnParsedMsgChat", ["alice", "x"], () => void answered++);
      sink.ask("OnParsedMsgChat", ["bob", "y"], () => void answered++);
    }
    await until(() => answered > sent - 1000, "the scripts to keep up");
  }
  await until(() => answered === 10_000, "every answer");
  await rig.ask("OnHubCommand", "alice", "count", 0, 0, "!");
  const line = "chatTo alice <Hubcap> chat 10000 commands 1";
  assertEquals(rig.taken(), [line, line]);
});
