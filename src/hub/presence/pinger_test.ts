/**
 * Tests of what pingers get and what is kept from them, in the shapes of the protocol.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { unescapeText } from "../../nmdc/escape.ts";
import { type HubKit, hubKit, keyOf, MODERN, type TestClient } from "../testing/hub_kit.ts";

const PINGER = `${MODERN} BotINFO HubURL`;

function kitOf(settings: Partial<SettingValues> = {}, encoding = "utf-8"): HubKit {
  return hubKit({
    encoding,
    settings: { int_chat_ms: 0, send_user_info: false, host_header: 0, int_login: 0, ...settings },
    accounts: [
      { nick: "Spider", class: -1 },
      { nick: "oper", class: 3, passwordHash: "hash:secret" },
    ],
  });
}

/** The fields of the `$HubINFO` a client got last. */
function fields(client: TestClient): string[] {
  const frame = client.take().findLast((one) => one.startsWith("$HubINFO "))!;
  return frame.slice("$HubINFO ".length).split("$");
}

Deno.test("pinger: $HubINFO has eleven fields, whatever the settings hold", async () => {
  const evil = "a$b & c &#124; &amp;";
  const kit = kitOf({
    hub_name: evil,
    hub_host: "dchub://hub.example:5000/",
    hub_desc: evil,
    max_users: 321,
    min_share: 3,
    tag_max_hubs: 17,
    tag_min_hs_ratio: 1.5,
    hub_owner: evil,
    hub_category: evil,
  });
  const pinger = await kit.login("ping", { supports: PINGER });
  pinger.send("$BotINFO list.example|");
  const found = fields(pinger).map(unescapeText);
  assertEquals(found, [
    evil,
    "hub.example:5000",
    evil,
    "321",
    String(3 * 1_048_576),
    "2",
    "17",
    "Hubcap 0.1.0",
    evil,
    evil,
    "UTF-8",
  ]);
});

Deno.test("pinger: $HubINFO is written in the encoding it names", async () => {
  const kit = kitOf({ hub_name: "Хаб", hub_desc: "été" }, "windows-1251");
  const pinger = await kit.login("ping", { supports: PINGER });
  pinger.send("$BotINFO x|");
  const [name, , description, , , , , , , , encoding] = fields(pinger);
  assertEquals(name, "\xd5\xe0\xe1");
  assertEquals(description!.includes("\xe9"), false);
  assertMatch(encoding!, /1251$/);
});

Deno.test("pinger: icon and logo come before $HubINFO, and only where they are set", async () => {
  const kit = kitOf({
    hub_icon_url: "https://hub.example/i.png?a=1&b=2",
    hub_logo_url: "https://hub.example/l.png",
  });
  const pinger = await kit.login("ping", { supports: PINGER });
  pinger.send("$BotINFO x|");
  const frames = pinger.take();
  assertEquals(frames.slice(0, 2), [
    "$SetIcon https://hub.example/i.png?a=1&b=2",
    "$SetLogo https://hub.example/l.png",
  ]);
  assertMatch(frames[2]!, /^\$HubINFO /);
  const plain = await kitOf().login("ping", { supports: PINGER });
  plain.send("$BotINFO x|");
  assertEquals(plain.take().map((frame) => frame.split(" ")[0]), ["$HubINFO"]);
});

Deno.test("pinger: only who announced BotINFO is answered, and once", async () => {
  const kit = kitOf();
  const anna = await kit.login("anna");
  anna.send("$BotINFO x|");
  assertFalse(anna.take().some((frame) => frame.startsWith("$HubINFO")));
  const pinger = await kit.login("ping", { supports: PINGER });
  pinger.send("$BotINFO x|$BotINFO y|$BotINFO z|");
  assertEquals(pinger.take().filter((frame) => frame.startsWith("$HubINFO")).length, 1);
});

Deno.test("pinger: it is asked for the address it dialled, which is the answer where hub_host is empty", () => {
  const kit = kitOf();
  const pinger = kit.connect();
  const lock = /^\$Lock (\S+)/.exec(pinger.take()[0]!)![1]!;
  pinger.send(`$Supports ${PINGER}|$Key ${keyOf(lock)}|$ValidateNick ping|`);
  assert(pinger.take().includes("$GetHubURL"));
  pinger.send("$MyHubURL DCHUB://Dialled.Example:411/|$BotINFO x|");
  assertEquals(fields(pinger)[1], "dialled.example");
});

Deno.test("pinger: rules about nicks, shares, slots and tags are for users", async () => {
  const kit = kitOf({
    nick_prefix: "[ISP]",
    nick_chars: "abc[]ISP",
    min_share: 1000,
    tag_allow_none: false,
    tag_min_hs_ratio: 5,
    tag_min_hubs: 3,
    min_share_use_hub: 1000,
  });
  const pinger = await kit.login("DCHublistPinger", { supports: PINGER, share: 0 });
  assertEquals(pinger.ended, null);
  assertEquals(kit.hub.users.get("dchublistpinger")?.class, -1);
  assertEquals((await kit.login("Guest", { share: 0 })).ended, "end");
});

Deno.test("pinger: an account of class -1 needs no password and no BotINFO", async () => {
  const kit = kitOf();
  const spider = await kit.login("Spider");
  assertEquals([spider.ended, kit.hub.users.get("spider")?.class], [null, -1]);
});

Deno.test("pinger: it hears no chat, no search, and may neither write nor search nor download", async () => {
  const kit = kitOf();
  const pinger = await kit.login("ping", { supports: PINGER, share: 5000 });
  const anna = await kit.login("anna");
  pinger.take();
  anna.take();
  anna.send("<anna> hello|$Search 10.0.0.1:412 F?T?0?1?music|$Search Hub:anna F?T?0?1?music|");
  assertFalse(pinger.take().some((frame) => /hello|music/.test(frame)));
  pinger.send(
    "<ping> spam|$To: anna From: ping $<ping> spam|$Search 10.0.0.9:412 F?T?0?1?spam|" +
      "$Search Hub:ping F?T?0?1?spam|$ConnectToMe anna 10.0.0.9:412|$RevConnectToMe ping anna|",
  );
  assertFalse(anna.take().some((frame) => /spam|ConnectToMe/.test(frame)));
});

Deno.test("pinger: a full hub has max_extra_pings places more for pingers, and no more", async () => {
  const kit = kitOf({ max_users: 1, max_extra_pings: 2 });
  await kit.login("anna");
  const ended = [];
  for (const nick of ["p1", "p2", "p3"]) ended.push((await kit.login(nick, { supports: PINGER })).ended);
  assertEquals(ended, [null, null, "end"]);
});

Deno.test("pinger: operators hear of it where botinfo_report is on", async () => {
  for (const botinfo_report of [false, true]) {
    const kit = kitOf({ botinfo_report });
    const oper = await kit.login("oper", { password: "secret" });
    const pinger = await kit.login("ping", { supports: PINGER, ip: "10.7.7.7" });
    oper.take();
    pinger.send("$BotINFO x|");
    assertEquals(oper.take().some((frame) => frame.includes("Pinger ping from 10.7.7.7")), botinfo_report);
  }
});
