/**
 * Searches and results: forms, receivers, pace, limits.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { type HubKit, hubKit, MODERN } from "../testing/hub_kit.ts";

const TTH = "LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ";
const FREE = { int_search: 0, int_search_pas: 0, int_flood_search_limit: 0, int_flood_all_search_limit: 0 };
const start = (settings = {}): HubKit => hubKit({ settings: { ...FREE, ...settings } });

Deno.test("search: an active one goes to everybody who shares, with the real address", async () => {
  const kit = start({ wrongip_message: true });
  const seeker = await kit.login("seeker", { ip: "1.2.3.4" });
  const sharer = await kit.login("sharer");
  const empty = await kit.login("empty", { share: 0 });
  for (const client of [seeker, sharer]) client.take();
  seeker.send("$Search 1.2.3.45:412 F?T?0?1?free$music|");
  assertEquals([sharer.take(), empty.take()], [["$Search 1.2.3.4:412 F?T?0?1?free$music"], []]);
  assertMatch(seeker.take()[0]!, /which is 1\.2\.3\.4/);
});

Deno.test("search: a passive one goes to active users, and to passive ones when both traverse NAT", async () => {
  const kit = start();
  const seeker = await kit.login("seeker", { mode: "P", flag: 0x21 });
  const active = await kit.login("active");
  const passive = await kit.login("passive", { mode: "P" });
  const nat = await kit.login("nat", { mode: "P", flag: 0x21 });
  for (const client of [seeker, active, passive]) client.take();
  seeker.send("$Search Hub:seeker F?F?0?1?free$music|");
  const line = ["$Search Hub:seeker F?F?0?1?free$music"];
  assertEquals([active.take(), passive.take(), nat.take()], [line, [], line]);
});

Deno.test("search: a TTH goes to clients that search by TTH, short to those that know the short form", async () => {
  const kit = start();
  const seeker = await kit.login("seeker", { ip: "1.2.3.4", supports: `${MODERN} TTHS` });
  const long = await kit.login("long");
  const short = await kit.login("short", { supports: `${MODERN} TTHS` });
  const none = await kit.login("none", { supports: "NoHello NoGetINFO" });
  for (const client of [seeker, long, short]) client.take();
  seeker.send(`$Search 1.2.3.4:412 F?T?0?9?TTH:${TTH}|`);
  assertEquals(long.take(), [`$Search 1.2.3.4:412 F?T?0?9?TTH:${TTH}`]);
  assertEquals(short.take(), [`$SA ${TTH} 1.2.3.4:412`]);
  assertEquals(none.take(), []);
  seeker.send(`$SP ${TTH} seeker|`);
  assertEquals(long.take(), [`$Search Hub:seeker F?T?0?9?TTH:${TTH}`]);
  assertEquals(short.take(), [`$SP ${TTH} seeker`]);
});

Deno.test("search: without the filter everybody else gets the long form", async () => {
  const kit = start({ use_search_filter: false });
  const seeker = await kit.login("seeker", { ip: "1.2.3.4" });
  const empty = await kit.login("empty", { share: 0, supports: `${MODERN} TTHS` });
  seeker.send(`$Search 1.2.3.4:412 F?T?0?9?TTH:${TTH}|`);
  assertEquals(empty.take(), [`$Search 1.2.3.4:412 F?T?0?9?TTH:${TTH}`]);
});

Deno.test("search: chat-only users and pingers are left alone", async () => {
  const kit = start();
  const seeker = await kit.login("seeker", { ip: "1.2.3.4" });
  const chatter = await kit.login("chatter", { supports: `${MODERN} ChatOnly` });
  const pinger = await kit.login("pinger", { supports: `${MODERN} BotINFO` });
  chatter.take();
  seeker.send("$Search 1.2.3.4:412 F?T?0?1?music|");
  assertEquals([chatter.take(), pinger.take()], [[], []]);
});

Deno.test("search: one within each interval, and the same again not at all", async () => {
  const kit = hubKit({ settings: { int_search: 32, search_number: 1 } });
  const seeker = await kit.login("seeker", { ip: "1.2.3.4" });
  const sharer = await kit.login("sharer");
  const search = (words: string) => seeker.send(`$Search 1.2.3.4:412 F?T?0?1?${words}|`);
  seeker.take();
  search("first");
  search("second");
  assertMatch(seeker.take()[0]!, /Wait 32 s/);
  kit.clock.tick(32_000);
  search("first");
  search("third");
  assertEquals(sharer.take().filter((frame) => frame !== ""), [
    "$Search 1.2.3.4:412 F?T?0?1?first",
    "$Search 1.2.3.4:412 F?T?0?1?third",
  ]);
});

Deno.test("search: scripts see the long form; a blocked search does not count", async () => {
  const kit = hubKit({ settings: { int_search: 32 } });
  const seeker = await kit.login("seeker", { ip: "1.2.3.4", supports: `${MODERN} TTHS` });
  const sharer = await kit.login("sharer");
  let allow = false;
  kit.scripts.on("OnParsedMsgSearch", () => ({ allow }));
  kit.scripts.take();
  seeker.send(`$SA ${TTH} 1.2.3.4:412|`);
  assertEquals(kit.scripts.take(), [`OnParsedMsgSearch(seeker,$Search 1.2.3.4:412 F?T?0?9?TTH:${TTH})`]);
  assertEquals(sharer.take(), []);
  allow = true;
  seeker.send(`$SA ${TTH} 1.2.3.4:412|`);
  assertEquals(sharer.take().length, 1);
});

Deno.test("search: too little share or class keeps it back, with a pause between notices", async () => {
  const kit = start({ min_share_use_hub: 1, use_hub_msg_time: 60 });
  const seeker = await kit.login("seeker", { ip: "1.2.3.4" });
  const sharer = await kit.login("sharer");
  seeker.take();
  seeker.send("$Search 1.2.3.4:412 F?T?0?1?one1|$Search 1.2.3.4:412 F?T?0?1?two2|");
  assertEquals(seeker.take(), ["<Hubcap> Share at least 1 MiB to search and download."]);
  assertEquals(sharer.take(), []);
});

Deno.test("search: private and public addresses are kept apart where the hub is set so", async () => {
  const kit = start({ filter_lan_requests: true });
  const seeker = await kit.login("seeker", { ip: "192.168.1.2" });
  const near = await kit.login("near", { ip: "10.1.1.1" });
  const far = await kit.login("far", { ip: "8.8.8.8" });
  near.take();
  seeker.send("$Search 192.168.1.2:412 F?T?0?1?music|");
  assertEquals([near.take().length, far.take().length], [1, 0]);
});

Deno.test("search: results lose the receiver's name on their way and end at the limit", async () => {
  const kit = start({ max_passive_sr: 2 });
  const seeker = await kit.login("seeker", { mode: "P" });
  const sharer = await kit.login("sharer");
  seeker.send("$Search Hub:seeker F?T?0?1?music|");
  seeker.take();
  for (const name of ["a", "b", "c"]) {
    sharer.send(`$SR sharer ${name}\x05100 1/2\x05TTH:${TTH} (hub:411)\x05SEEKER|`);
  }
  assertEquals(seeker.take(), [
    `$SR sharer a\x05100 1/2\x05TTH:${TTH} (hub:411)`,
    `$SR sharer b\x05100 1/2\x05TTH:${TTH} (hub:411)`,
  ]);
  seeker.send("$Search Hub:seeker F?T?0?1?other|");
  sharer.send(`$SR sharer d\x05100 1/2\x05hub (hub:411)\x05seeker|`);
  assertEquals(seeker.take(), ["$SR sharer d\x05100 1/2\x05hub (hub:411)"]);
  sharer.send(`$SR seeker d\x05100 1/2\x05hub (hub:411)\x05seeker|`);
  assertEquals(sharer.ended, "end");
});

Deno.test("search: in another name it ends the connection", async () => {
  const kit = start();
  for (const frame of ["$Search Hub:other F?T?0?1?music", `$SP ${TTH} other`]) {
    const seeker = await kit.login(`s${frame.length}`, { supports: `${MODERN} TTHS` });
    seeker.send(`${frame}|`);
    assertEquals(seeker.ended, "end");
  }
});

Deno.test("search: written in whatever way, it goes out in the usual one", async () => {
  const kit = start();
  const active = await kit.login("Anna", { ip: "1.2.3.4" });
  const sixth = await kit.login("six", { ip: "2001:db8::1" });
  const sharer = await kit.login("sharer");
  const ways = [
    ["$Search 1.2.3.4:412 F?T?0?1?one1", "1.2.3.4:412 F?T?0?1?one1"],
    ["$MultiSearch 1.2.3.4:412 F?T?0?1?two2", "1.2.3.4:412 F?T?0?1?two2"],
    ["$Search 1.2.3.4:0412 F?T?0?1?three", "1.2.3.4:412 F?T?0?1?three"],
    ["$Search [1.2.3.4]:412 F?T?0?1?four", "1.2.3.4:412 F?T?0?1?four"],
    ["$Search 1.2.3.4:412 F?T?0?9?TTH:five", "1.2.3.4:412 F?T?0?1?five"],
    ["$Search Hub:Anna F?T?0?1?six6", "Hub:Anna F?T?0?1?six6"],
    ["$Search Hub:aNNA F?T?0?1?seven", "Hub:Anna F?T?0?1?seven"],
    ["$MultiSearch Hub:Anna F?T?0?1?eight", "Hub:Anna F?T?0?1?eight"],
    ["$Search Hub:Anna F?T?0?9?TTH:nine", "Hub:Anna F?T?0?1?nine"],
  ];
  sharer.take();
  for (const [came] of ways) active.send(`${came}|`);
  sixth.send("$Search [2001:db8::1]:412 F?T?0?1?ten0|");
  const went = [...ways.map(([, out]) => `$Search ${out}`), "$Search [2001:db8::1]:412 F?T?0?1?ten0"];
  assertEquals(sharer.take().filter((frame) => frame.startsWith("$Search")), went);
});
