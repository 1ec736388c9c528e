/**
 * Tests of clones.ts.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { hubKit } from "../testing/hub_kit.ts";

const HOME = { ip: "10.0.0.7" };

Deno.test("clones: as many like users as configured refuse the next one, for a while", async () => {
  const kit = hubKit({ settings: { clone_detect_count: 2 } });
  await kit.login("a", HOME);
  await kit.login("b", { ...HOME, mode: "P" });
  kit.scripts.on("OnCloseConnEx");
  const third = await kit.login("c", { ...HOME, keep: true });
  assertEquals([third.ended, third.take().at(-1)], ["end", "<Hubcap> You are a clone of a."]);
  assertEquals(kit.scripts.take().at(-2), "OnCloseConnEx(10.0.0.7,17,c)");
  const again = await kit.login("c", { ...HOME, keep: true });
  assertMatch(again.take().at(-1)!, /You are a clone of a\. Try again in/);
  kit.clock.tick(1_800_000);
  assertEquals((await kit.login("d", { ip: "10.0.0.8" })).ended, null);
});

Deno.test("clones: another share, another address or a class above the limit is none", async () => {
  const kit = hubKit({
    settings: { clone_detect_count: 1 },
    accounts: [{ nick: "reg", class: 1, passwordHash: "hash:p" }],
  });
  await kit.login("a", HOME);
  assertEquals((await kit.login("b", { ...HOME, share: 5 })).ended, null);
  assertEquals((await kit.login("c", { ip: "10.0.0.8" })).ended, null);
  assertEquals((await kit.login("reg", { ...HOME, password: "p" })).ended, null);
  assertEquals((await kit.login("d", HOME)).ended, "end");
});

Deno.test("clones: whoever has one address of IPv6 has all of its /64", async () => {
  const kit = hubKit({ settings: { clone_detect_count: 1 } });
  await kit.login("a", { ip: "2001:db8::1" });
  assertEquals((await kit.login("b", { ip: "2001:db8:0:1::1" })).ended, null);
  assertEquals((await kit.login("c", { ip: "2001:db8::2" })).ended, "end");
});

Deno.test("clones: turned off by default", async () => {
  const kit = hubKit();
  kit.scripts.on("OnCloneCountLow");
  for (const nick of ["a", "b", "c"]) assertEquals((await kit.login(nick, HOME)).ended, null);
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), []);
});

Deno.test("clones: fewer than configured are shown to OnCloneCountLow, whose block refuses them too", async () => {
  const kit = hubKit({ settings: { clone_detect_count: 3, clone_ip_tban_time: 60 } });
  kit.scripts.on("OnCloneCountLow", ([, , count]) => ({ allow: count === 1 }));
  for (const nick of ["a", "b", "c"]) await kit.login(nick, HOME);
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), [
    "OnCloneCountLow(b,a,1)",
    "OnCloneCountLow(c,a,2)",
  ]);
  assertEquals([kit.hub.users.get("b")?.nick, kit.hub.users.get("c")], ["b", undefined]);
  assertEquals(kit.hub.context.ipBans.get("10.0.0.7")?.kind, "clone");
  kit.scripts.on("OnCloseConnEx");
  kit.connect("10.0.0.7");
  assertEquals(kit.scripts.take().at(-1), "OnCloseConnEx(10.0.0.7,17,)");
});

Deno.test("clones: a user who comes back from the same place is no clone of the own ghost", async () => {
  const kit = hubKit({ settings: { clone_detect_count: 1, int_login: 0 } });
  await kit.login("a", HOME);
  assertEquals((await kit.login("a", HOME)).ended, null);
});
