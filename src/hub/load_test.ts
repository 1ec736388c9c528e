/**
 * Tests of what a hub does that is late: how it is measured, who is refused what, and when that ends.
 *
 * @module
 */
import { assert, assertEquals, assertFalse } from "@std/assert";
import { createLoad, watchLoad } from "./load.ts";
import { type HubKit, hubKit } from "./testing/hub_kit.ts";

function kitOf(): HubKit {
  return hubKit({
    settings: {
      int_search: 0,
      search_number: 100,
      int_login: 0,
      load_search_delay: 500,
      load_login_delay: 1500,
    },
    accounts: [{ nick: "oper", class: 3, passwordHash: "hash:secret" }],
  });
}

/** Three ticks of the hub's timer, each late by this many milliseconds. */
function beLate(kit: HubKit, ms: number): void {
  const { clock, hub } = kit;
  // The fake clock is never late: the hub's own ticks in between do not count, the last word is what is noted here.
  let at = clock.mono();
  for (let i = 0; i < 4; i++) hub.context.load.note(at += 1000 + ms);
}

Deno.test("load: only a delay of three ticks in a row counts, and it ends with the first in time", () => {
  const load = createLoad();
  const delays = [1000, 2900, 5000, 7200, 9100, 10_100, 70_000, 71_000].map((
    at,
  ) => (load.note(at), load.delay));
  assertEquals(delays, [0, 0, 0, 900, 900, 0, 0, 0]);
});

Deno.test("load: a late hub refuses searches of users, not those of operators, and says why", async () => {
  const kit = kitOf();
  const [anna, bob] = [await kit.login("anna"), await kit.login("bob")];
  const oper = await kit.login("oper", { password: "secret" });
  const search = (ip: string, word: string) => `$Search ${ip}:412 F?T?0?1?${word}|`;
  beLate(kit, 600);
  for (const client of [anna, bob, oper]) client.take();
  anna.send(search("10.0.0.2", "music"));
  assert(anna.take().some((frame) => frame.includes("busy")));
  assertFalse(bob.take().some((frame) => frame.includes("music")));
  oper.send(search("10.0.0.4", "film"));
  assert(bob.take().some((frame) => frame.includes("film")));
  assertEquals((await kit.login("cleo")).ended, null, "a little late lets people in");
  kit.clock.tick(4000);
  anna.take();
  anna.send(search("10.0.0.2", "music"));
  assertFalse(anna.take().some((frame) => frame.includes("busy")));
  assert(bob.take().some((frame) => frame.includes("music")));
});

Deno.test("load: a saturated hub takes nobody new but from where operators came last, and counts it", async () => {
  const kit = kitOf();
  const oper = await kit.login("oper", { password: "secret", ip: "10.9.9.9" });
  const anna = await kit.login("anna");
  oper.drop();
  kit.clock.tick(61_000);
  beLate(kit, 2000);
  const late = kit.connect("10.8.8.8");
  assert(late.take().some((frame) => frame.includes("busy")));
  assertEquals(late.ended, "end");
  assertEquals(kit.metrics.read("hub_load_refused_total"), 1);
  assertEquals(kit.metrics.read("hub_delay_ms"), 2000);
  assertEquals((await kit.login("oper", { password: "secret", ip: "10.9.9.9" })).ended, null);
  assertEquals(anna.ended, null);
  kit.clock.tick(4000);
  assertEquals((await kit.login("bob", { ip: "10.8.8.8" })).ended, null);
});

Deno.test("load: operators are told what is refused, once in ten minutes", async () => {
  const kit = kitOf();
  const oper = await kit.login("oper", { password: "secret" });
  oper.take();
  let at = kit.clock.mono();
  const late = (ticks: number, ms: number) => {
    for (let i = 0; i < ticks; i++) watchLoad(kit.hub.context, at += 1000 + ms);
    return oper.take().filter((frame) => frame.includes("ms late")).map((frame) =>
      frame.split("$<OpChat> ")[1]
    );
  };
  assertEquals(late(5, 400), []);
  assertEquals(late(5, 600), ["The hub is 600 ms late: searches are refused until it has caught up"]);
  assertEquals(late(300, 700), []);
  assertEquals(late(150, 3000), [
    "The hub is 3000 ms late: new connections are refused until it has caught up",
  ]);
});
