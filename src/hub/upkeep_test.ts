/**
 * What time does, what a stop does, and that one failing message ends one connection only.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { hubKit, MODERN } from "./testing/hub_kit.ts";

Deno.test("upkeep: each user gets a keepalive once a minute, none where it is turned off", async () => {
  const kit = hubKit({ settings: { delayed_ping: 60 } });
  const anna = await kit.login("anna");
  kit.clock.tick(59_000);
  assertEquals(anna.take(), []);
  kit.clock.tick(61_000);
  assertEquals(anna.take(), ["", ""]);
  const changed = hubKit({ settings: { delayed_ping: 3600 } });
  const carla = await changed.login("carla");
  changed.store.settings.set("delayed_ping", 60);
  changed.clock.tick(62_000);
  assertEquals(carla.take(), [""], "a shorter interval counts for those who are in");
  const quiet = hubKit({ settings: { delayed_ping: 0 } });
  const berta = await quiet.login("berta");
  quiet.clock.tick(200_000);
  assertEquals(berta.take(), []);
});

Deno.test("upkeep: a peer that takes nothing for minutes is dropped, a slow one is not", async () => {
  const kit = hubKit();
  const stuck = await kit.login("stuck");
  const slow = await kit.login("slow");
  stuck.waiting = 500;
  slow.waiting = 500;
  for (let i = 0; i < 30; i++) {
    kit.clock.tick(10_000);
    slow.waiting = i % 2 === 0 ? 400 : 500;
  }
  assertEquals([stuck.ended, slow.ended], ["end", null]);
});

Deno.test("upkeep: a login is not timed out while a script decides about it", () => {
  const kit = hubKit();
  kit.scripts.on("OnNewConn", "wait");
  const client = kit.connect();
  kit.clock.tick(700_000);
  assertEquals(client.ended, null);
  kit.scripts.answer();
  kit.clock.tick(60_000);
  assertEquals(client.ended, "end");
});

Deno.test("upkeep: clients sent here as to a peer are told, and many of them reported", async () => {
  const kit = hubKit({ accounts: [{ nick: "Op", class: 3, passwordHash: "hash:x" }] });
  const op = await kit.login("Op", { password: "x" });
  for (let i = 0; i < 10; i++) {
    const stray = kit.connect();
    stray.take();
    stray.send("$MyNick joe|$Lock EXTENDEDPROTOCOLABC Pk=xRef=dchub://evil.example:411|");
    assertEquals([stray.take(), stray.ended], [["$Error CTM2HUB"], "end"]);
  }
  kit.clock.tick(61_000);
  assertMatch(
    op.take().join(),
    /10 clients were sent here as to a client within a minute, last by dchub:\/\/evil/,
  );
});

Deno.test("upkeep: expired bans leave the tables", async () => {
  const kit = hubKit({ settings: { int_login: 5 } });
  await kit.login("anna");
  assertEquals(kit.metrics.read("hub_nick_bans"), 1);
  kit.clock.tick(6_000);
  assertEquals(kit.metrics.read("hub_nick_bans"), 0);
});

Deno.test("upkeep: a store that cannot be read does not stop the hub", async () => {
  const kit = hubKit();
  kit.store.poll = () => {
    throw new Error("locked");
  };
  kit.clock.tick(3_000);
  assertEquals((await kit.login("anna")).ended, null);
});

Deno.test("stop: everybody hears it, leaves, and nobody enters any more", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  const early = kit.connect();
  kit.scripts.on("OnUserLogout");
  for (const client of [anna, early]) client.take();
  kit.scripts.take();
  kit.hub.stop("Back in a minute");
  kit.hub.stop("twice");
  for (const client of [anna, berta]) {
    assertEquals([client.take(), client.ended], [["<Hubcap> Back in a minute"], "end"]);
  }
  assertEquals([early.take(), early.ended, kit.connect().accepted], [[], "end", false]);
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), [
    "OnUserLogout(anna)",
    "OnUserLogout(berta)",
  ]);
  assertEquals(kit.hub.users.size, 2);
});

Deno.test("a message that makes the hub fail ends its connection and nothing else", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna");
  const bad = kit.connect();
  kit.store.accounts.get = () => {
    throw new Error("disk gone");
  };
  bad.send("$Supports NoHello|$ValidateNick x|");
  assertMatch(bad.take().at(-1)!, /hub has a problem/);
  assertEquals([bad.ended, anna.ended], ["end", null]);
});

Deno.test("NUL bytes are reported to operators, with the user who sent them", async () => {
  const kit = hubKit({ accounts: [{ nick: "Op", class: 3, passwordHash: "hash:x" }] });
  const op = await kit.login("Op", { password: "x" });
  const anna = await kit.login("anna", { ip: "1.1.1.1" });
  op.take();
  anna.drop("nul");
  assertEquals(op.take(), [
    "$To: Op From: OpChat $<OpChat> NUL byte in a message of anna from 1.1.1.1",
    "$Quit anna",
  ]);
});

Deno.test("profiles: $ExtJSON is kept, told and passed on to clients that know it, also to later ones", async () => {
  const kit = hubKit({ settings: { disable_extjson: false } });
  const supports = `${MODERN} ExtJSON2`;
  const anna = await kit.login("anna", { supports });
  const plain = await kit.login("plain");
  const berta = await kit.login("berta", { supports });
  for (const client of [anna, plain]) client.take();
  kit.scripts.take();
  anna.send('$ExtJSON anna {"a":1}|$ExtJSON anna {"a":1}|');
  assertEquals([berta.take(), plain.take()], [['$ExtJSON anna {"a":1}'], []]);
  assertEquals(kit.scripts.take(), ['anna.extJson=$ExtJSON anna {"a":1}']);
  const late = await kit.login("late", { supports, keep: true });
  assertEquals(late.take().at(-1), '$ExtJSON anna {"a":1}');
  anna.send("$ExtJSON berta {}|");
  assertEquals(anna.ended, "end");
});
