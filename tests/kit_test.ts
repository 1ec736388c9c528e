/**
 * The test kit as authors of scripts use it: what it waits for, what its errors say, that time stands still.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { testHub } from "hubcap/testing";

const ECHO = new URL("./scripts/kit/echo.ts", import.meta.url);
const QUICKSTART = new URL("../scripts/quickstart/mod.ts", import.meta.url);

Deno.test("kit: says and tells wait for hub and scripts, async hooks included, and nothing else is in the inbox", async () => {
  await using hub = await testHub({ scripts: [ECHO] });
  const alice = await hub.login("alice");
  const bob = await hub.login("bob");
  assertEquals(alice.takes().map(({ from, text, inPM }) => [from, text, inPM]), [[
    "Hubcap",
    "Hi alice",
    true,
  ]]);
  await bob.receives("Hi bob");
  await alice.says(".slow one $ | two");
  assertEquals(alice.takes().map(({ text }) => text), ["slow one $ | two"]);
  await bob.doesNotReceive();
  await alice.says("hello");
  assertEquals((await bob.receives("<alice> hello")).from, "alice");
  await alice.tells("bob", "psst");
  assertEquals(await bob.receives("psst"), {
    line: "$To: bob From: alice $<alice> psst",
    text: "psst",
    from: "alice",
    inPM: true,
  });
  await alice.tells("bob", "secret");
  await bob.doesNotReceive(/secret/);
  await bob.quits();
  await alice.receives("bob left");
  assertEquals([alice.online, bob.online], [true, false]);
});

Deno.test("kit: receives waits for what a script does by itself, and says what came instead", async () => {
  await using hub = await testHub({ scripts: [ECHO] });
  const alice = await hub.login("alice");
  await alice.says(".later one");
  await alice.receives("later one");
  await alice.says(".throw not today");
  const error = await assertRejects(() => alice.receives("yes", { within: 20 }), Error);
  assertMatch(
    error.message,
    /^alice did not receive "yes" within 20 ms\. Instead:\n {2}"\$To: alice .*Hi alice"\n {2}"<alice> .throw not today"/,
  );
  assertMatch(
    error.message,
    /Errors so far:\n {2}echo: OnParsedMsgChat failed: RangeError: not today \(.*echo\.ts:23/,
  );
  const unwanted = await assertRejects(() => alice.doesNotReceive(/^Hi/), Error);
  assertStringIncludes(unwanted.message, 'alice was not to receive /^Hi/, but got:\n  "$To: alice');
  assertEquals(hub.errors.length, 1);
});

Deno.test("kit: a promise that never comes ends with the hook's limit, and the line passes", async () => {
  await using hub = await testHub({ scripts: [{ source: ECHO, limits: { hookMs: 50 } }] });
  const alice = await hub.login("alice");
  await alice.says(".never");
  await alice.receives("<alice> .never", { within: 0 });
});

Deno.test("kit: time stands still until it passes, second by second", async () => {
  const startsAt = Date.UTC(2024, 1, 29, 23, 59, 58);
  await using hub = await testHub({ scripts: [ECHO], startsAt });
  const alice = await hub.login("alice");
  alice.takes();
  await alice.doesNotReceive();
  await hub.passes(3);
  assertEquals(alice.takes().map(({ text }) => text), [1, 2, 3].map((n) => `tick ${startsAt + n * 1000}`));
  assertEquals(hub.now, startsAt + 3000);
});

Deno.test("kit: an hour passes fast, and no script is thought to hang meanwhile", async () => {
  await using hub = await testHub({ scripts: [QUICKSTART], startsAt: Date.UTC(2024, 0, 1, 11, 30) });
  const alice = await hub.login("alice");
  await hub.passes(3600);
  await alice.receives("It is 12:00 UTC.");
  await alice.doesNotReceive(/UTC/);
  assertEquals([alice.online, hub.errors], [true, []]);
});

Deno.test("kit: grants, capabilities, options and limits reach the script as from a config", async () => {
  const granted = {
    source: ECHO,
    name: "granted",
    permissions: { read: ["deno.json"] },
    options: { tag: "A" },
  };
  const plain = { source: ECHO, capabilities: { moderate: false } };
  await using hub = await testHub({ scripts: [granted] });
  const alice = await hub.login("alice", { class: 5 });
  await alice.says(".read deno.lock");
  await alice.receives("NotCapable");
  await alice.says(".read deno.json");
  await alice.receives("read true");
  assertEquals(hub.scriptLog.find(({ text }) => text.startsWith("echo is up"))?.text, "echo is up A");
  await using second = await testHub({ scripts: [plain] });
  const boss = await second.login("boss", { class: 5 });
  const bob = await second.login("bob");
  await boss.says(".kick bob");
  assertMatch(second.errors.join(), /needs the capability "moderate"/);
  assertEquals(bob.online, true);
});

Deno.test("kit: a class makes an account; a wrong password and a banned user are refused with the hub's words", async () => {
  await using hub = await testHub({
    scripts: [ECHO],
    accounts: [{ nick: "vera", class: 2, password: "right" }],
  });
  const boss = await hub.login("boss", { class: 5 });
  assertEquals(hub.hub.store.accounts.get("boss")?.class, 5);
  const wrong = await assertRejects(() => hub.login("vera", { password: "wrong" }), Error);
  assertMatch(wrong.message, /^vera was refused\. The hub said:\n[^]*Wrong password/);
  await hub.login("vera", { password: "right" });
  const bob = await hub.login("bob", { ip: "10.9.9.9" });
  await boss.says(".kick bob");
  await boss.receives("kick true");
  assertEquals(bob.online, false);
  await assertRejects(() => hub.login("bob", { ip: "10.9.9.9" }), Error, "bob was refused");
  await assertRejects(() => bob.says("hm"), Error, "bob cannot send");
});

Deno.test("kit: a script that does not load, and options that make no sense, fail the start", async () => {
  const broken = new URL("./scripts/kit/none.ts", import.meta.url);
  await assertRejects(() => testHub({ scripts: [broken] }), Error, "Cannot start none:");
  await assertRejects(() => testHub({ scripts: [{ source: ECHO, limits: { hookMs: 1 } }] }), Error, "hookMs");
  await assertRejects(() => testHub({ scripts: [ECHO, ECHO] }), Error, "echo");
});

Deno.test("kit: two hubs side by side know nothing of each other", async () => {
  await using one = await testHub({ scripts: [ECHO] });
  await using two = await testHub({ scripts: [ECHO], settings: { hub_name: "Two" } });
  const [alice, bob] = [await one.login("alice"), await two.login("bob")];
  two.set("hub_topic", "news");
  await alice.says("hello");
  await bob.doesNotReceive("hello");
  assertEquals([one.settings.hub_name, two.settings.hub_name, one.settings.hub_topic], ["Hubcap", "Two", ""]);
  assert(alice.ip.startsWith("10."));
});

Deno.test("kit: what a script puts off for no time happens before says resolves, and a stop is only recorded", async () => {
  await using hub = await testHub({
    scripts: [new URL("./scripts/kit/examples.ts", import.meta.url)],
    capabilities: { stop: true },
    options: { examples: { stop: "vh.StopHub(1)" } },
  });
  const alice = await hub.login("alice");
  await alice.receives("1 examples ran");
  await hub.settled();
  assertEquals([hub.stops, alice.online], [[1], true]);
});

Deno.test("kit: a command nobody takes reaches the script's chat hook and no other user", async () => {
  await using hub = await testHub({ scripts: [QUICKSTART] });
  const alice = await hub.login("alice");
  const bob = await hub.login("bob");
  for (const user of [alice, bob]) user.takes();
  await alice.says("!stats");
  await alice.receives(/^Users: 2/);
  await alice.says("!nothing of the kind");
  await alice.receives(/^Unknown command/);
  await bob.doesNotReceive();
});

Deno.test("kit: the rest of the config is used: an encoding, which the clients speak too, and a plugin", async () => {
  const plugin = fromFileUrl(new URL("./scripts/kit/plugin.ts", import.meta.url));
  await using hub = await testHub({
    scripts: [new URL("./scripts/kit/examples.ts", import.meta.url)],
    options: { examples: { half: "vh.mc(`half of 10 is ${vh.fn.half(10)}, приве́т`)" } },
    config: { hub: { encoding: "windows-1251" }, plugins: [{ source: plugin }] },
  });
  const alice = await hub.login("алиса");
  await alice.receives(/^half of 10 is 5, приве/);
  await alice.says("да");
  await alice.receives("<алиса> да");
  await assertRejects(() => testHub({ config: { hub: { encoding: "utf-16" } } }), Error, "hub.encoding");
});
