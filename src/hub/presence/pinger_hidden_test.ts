/**
 * Tests of what others see of pingers, which is nothing, and of the places they take, which are not those of users.
 *
 * @module
 */
import { assert, assertEquals, assertFalse } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { NEW_TRIGGER, TriggerFlag } from "../../store/triggers.ts";
import { changeClass, changeShownIp } from "../announce.ts";
import { type HubKit, hubKit, MODERN } from "../testing/hub_kit.ts";

const PINGER = `${MODERN} BotINFO ExtJSON2`;
/** A client that needs each $Hello and asks for each MyINFO. */
const OLD = "UserIP2";

function kitOf(settings: Partial<SettingValues> = {}): HubKit {
  return hubKit({
    settings: {
      int_myinfo: 0,
      int_nicklist: 0,
      send_user_info: false,
      send_user_ip: true,
      disable_extjson: false,
      host_header: 0,
      int_login: 0,
      ...settings,
    },
    accounts: [
      { nick: "Spider", class: -1, showKeys: true },
      { nick: "oper", class: 3, passwordHash: "hash:secret" },
    ],
  });
}

Deno.test("pinger: nobody sees it come, change, or go", async () => {
  for (const supports of [`${MODERN} UserIP2 ExtJSON2`, OLD]) {
    const kit = kitOf();
    const anna = await kit.login("anna", { supports });
    const oper = await kit.login("oper", { supports, password: "secret" });
    anna.take();
    oper.take();
    const spider = await kit.login("Spider", { supports: PINGER, keep: true });
    assert(spider.take().some((frame) => frame.startsWith("$MyINFO $ALL Spider ")));
    spider.send("$MyINFO $ALL Spider other<Test V:1.0,M:A,H:1/0/0,S:3>$ $50\x01$$7$|");
    spider.send('$ExtJSON Spider {"a":1}|');
    changeShownIp(kit.hub.context, kit.hub.users.get("spider")!, "192.0.2.9");
    spider.drop();
    for (const client of [anna, oper]) assertEquals(client.take().filter((one) => /spider/i.test(one)), []);
  }
});

Deno.test("pinger: no list shows it, old or new", async () => {
  const kit = kitOf({ user_ip_class: 0 });
  const spider = await kit.login("Spider", { supports: PINGER });
  spider.send('$ExtJSON Spider {"a":1}|');
  for (const supports of [`${MODERN} UserIP2 ExtJSON2`, OLD]) {
    const anna = await kit.login(`anna${supports.length}`, { supports, keep: true });
    anna.send(`$GetNickList|$GetINFO Spider anna${supports.length}|`);
    const seen = anna.take().filter((frame) => /spider/i.test(frame) && !frame.startsWith("$Quit "));
    assertEquals(seen, []);
  }
});

Deno.test("pinger: whoever writes to one reads that nobody of that nick is there", async () => {
  const kit = kitOf();
  const spider = await kit.login("Spider", { supports: PINGER });
  const anna = await kit.login("anna");
  spider.take();
  anna.send("$To: Spider From: anna $<anna> hello|");
  assert(anna.take().some((frame) => frame.includes("Spider is not online")));
  anna.send("$MCTo: Spider $anna hello|");
  assert(anna.take().some((frame) => frame.includes("Spider is not online")));
  assertFalse(spider.take().some((frame) => frame.includes("hello")));
});

Deno.test("pinger: it answers no searches", async () => {
  const kit = kitOf();
  const anna = await kit.login("anna");
  const spider = await kit.login("Spider", { supports: PINGER });
  spider.send("$SR Spider free.exe\x051 1/1\x05h (h)\x05anna|");
  assertEquals(anna.take().filter((frame) => frame.startsWith("$SR")), []);
});

Deno.test("pinger: it counts neither as user nor with its share", async () => {
  const kit = kitOf();
  const anna = await kit.login("anna", { share: 100 });
  const spider = await kit.login("Spider", { supports: PINGER, share: 5_000 });
  assertEquals([kit.hub.users.people, kit.hub.users.share], [1, 100]);
  spider.send("$MyINFO $ALL Spider <Test V:1.0,M:A,H:1/0/0,S:3>$ $50\x01$$7000$|");
  assertEquals(kit.hub.users.share, 100);
  assertEquals(kit.hub.context.peaks.users, 1);
  const def = "%[USERS] %[USERS_ACTIVE] %[USERS_PASSIVE]";
  kit.store.triggers.add({
    ...NEW_TRIGGER,
    command: "+count",
    def,
    flags: TriggerFlag.Text | TriggerFlag.Vars,
  });
  anna.take();
  anna.send("<anna> +count|");
  assertEquals(anna.take(), ["<Hubcap> 1 1 0"]);
  spider.drop();
  assertEquals([kit.hub.users.people, kit.hub.users.share], [1, 100]);
});

Deno.test("pinger: it takes no user's place, of the hub or of a zone", async () => {
  for (const limits of [{ max_users: 2 }, { max_users0: 2 }]) {
    const kit = kitOf({ ...limits, max_extra_pings: 2 });
    for (const nick of ["p1", "p2"]) {
      assertEquals((await kit.login(nick, { supports: PINGER })).ended, null);
    }
    const ended = [];
    for (const nick of ["anna", "bert", "cleo"]) ended.push((await kit.login(nick)).ended);
    assertEquals(ended, [null, null, "end"]);
  }
});

Deno.test("pinger: with a class of users it comes into sight, and out of it with class -1", async () => {
  const kit = kitOf();
  const anna = await kit.login("anna");
  const client = await kit.login("Spider", { supports: PINGER });
  anna.take();
  const { context } = kit.hub;
  const spider = kit.hub.users.get("spider")!;
  changeClass(context, spider, 1);
  assert(anna.take().some((frame) => frame.startsWith("$MyINFO $ALL Spider ")));
  client.send("$MyINFO $ALL Spider <Test V:1.0,M:A,H:1/0/0,S:3>$ $50\x01$$7$|");
  assertEquals([kit.hub.users.people, kit.hub.users.share], [2, 1007]);
  changeClass(context, spider, -1);
  assert(anna.take().includes("$Quit Spider"));
  assertEquals([kit.hub.users.people, kit.hub.users.share], [1, 1000]);
  anna.send("$GetNickList|");
  assertFalse(anna.take().some((frame) => frame.includes("Spider")));
});
