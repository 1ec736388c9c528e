/**
 * The smaller rules around limits, each in one scene: reports of floods, locks for all, prefixes by country, texts
 * about connect requests, shares by class, lengths of messages.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { hubKit, MODERN, myInfo } from "../testing/hub_kit.ts";

const OP = { nick: "Op", class: 3, passwordHash: "hash:x" };
const person = (nick: string, userClass: number) => ({ nick, class: userClass, passwordHash: "hash:x" });
const GERMAN = "1.1.1.1";
const countries = { [GERMAN]: "DE" };

const flooded = (frames: string[]) => frames.filter((frame) => frame.includes("Flood (chat) by anna"));

Deno.test("limits: a flood is reported once in a while, with the country", async () => {
  const settings = {
    int_chat_ms: 0,
    int_flood_chat_limit: 1,
    int_flood_chat_period: 5,
    int_flood_all_chat_limit: 0,
  };
  const kit = hubKit({
    settings: { ...settings, proto_flood_chat_action: 1, proto_flood_report_time: 60 },
    accounts: [OP],
    countries,
  });
  const op = await kit.login("Op", { password: "x" });
  const anna = await kit.login("anna", { ip: GERMAN });
  op.take();
  let line = 0;
  const say = () => anna.send(`<anna> ${line++}|`);
  for (let i = 0; i < 10; i++) say();
  assertMatch(flooded(op.take()).join(), /^[^,]*by anna from 1\.1\.1\.1 DE: ignored$/);
  kit.clock.tick(59_000);
  for (let i = 0; i < 3; i++) say();
  assertEquals(flooded(op.take()).length, 0);
  kit.clock.tick(6_000);
  for (let i = 0; i < 3; i++) say();
  assertEquals(flooded(op.take()).length, 1);
});

Deno.test("limits: without proto_flood_report nobody hears of floods", async () => {
  const settings = { int_chat_ms: 0, int_flood_chat_limit: 1, int_flood_all_chat_limit: 1 };
  const kit = hubKit({ settings: { ...settings, proto_flood_report: false }, accounts: [OP] });
  const op = await kit.login("Op", { password: "x" });
  const anna = await kit.login("anna");
  op.take();
  anna.send("<anna> 1|<anna> 2|<anna> 3|");
  assertEquals([op.take().filter((frame) => frame.includes("Flood")), anna.ended], [[], "end"]);
});

for (const [told, reports] of [[true, 1], [false, 0]] as const) {
  Deno.test(`limits: while chat is locked for all, single users are ${told ? "" : "not "}reported`, async () => {
    const settings = { int_chat_ms: 0, int_flood_chat_limit: 3, int_flood_all_chat_limit: 1 };
    const kit = hubKit({
      settings: { ...settings, proto_flood_report_locked: told, proto_flood_chat_action: 1 },
      accounts: [OP],
    });
    const op = await kit.login("Op", { password: "x" });
    const anna = await kit.login("anna");
    op.take();
    anna.send("<anna> 1|<anna> 2|<anna> 3|<anna> 4|");
    const heard = op.take();
    assertEquals(heard.filter((frame) => frame.includes("Flood by all users (chat): locked")).length, 1);
    assertEquals(flooded(heard).length, reports);
  });
}

Deno.test("limits: operators hear that a lock is over though nobody tries again", async () => {
  const settings = { int_chat_ms: 0, int_flood_all_chat_limit: 1, int_flood_all_chat_period: 15 };
  const kit = hubKit({ settings, accounts: [OP] });
  const op = await kit.login("Op", { password: "x" });
  const anna = await kit.login("anna");
  anna.send("<anna> 1|<anna> 2|");
  op.take();
  kit.clock.tick(14_000);
  assertEquals(op.take().filter((frame) => frame.includes("is over")), []);
  kit.clock.tick(1_000);
  assertEquals(op.take().filter((frame) => frame.includes("Flood by all users (chat) is over")).length, 1);
  kit.clock.tick(60_000);
  assertEquals(op.take().filter((frame) => frame.includes("is over")), []);
});

Deno.test("limits: a lock of requests to one user names that user", async () => {
  const settings = { int_flood_all_rctm_limit: 1, int_flood_rctm_limit: 0 };
  const kit = hubKit({ settings, accounts: [OP] });
  const op = await kit.login("Op", { password: "x" });
  await kit.login("anna");
  const passive = await kit.login("passive", { mode: "P" });
  op.take();
  passive.send("$RevConnectToMe passive anna|$RevConnectToMe passive anna|");
  assertStringIncludes(op.take().join(), "Flood by all users (rctm to anna): locked until it is quiet");
});

Deno.test("limits: the same private text again and again tells how long the ban is", async () => {
  const settings = { max_flood_counter_pm: 2, same_flood_ban_time: 900, int_flood_to_limit: 0 };
  const kit = hubKit({ settings: { ...settings, int_flood_all_to_limit: 0 }, accounts: [OP], countries });
  const op = await kit.login("Op", { password: "x" });
  await kit.login("berta");
  const anna = await kit.login("anna", { ip: GERMAN });
  op.take();
  for (let i = 0; i < 4; i++) anna.send("$To: berta From: anna $<anna> same|");
  assertMatch(anna.take().at(-1)!, /the same message too often\. Your address is banned for 15 min\./);
  assertStringIncludes(op.take().join(), "anna from 1.1.1.1 DE sent the same private text 4 times: kicked");
});

for (
  const [nick, ip, settings, frame] of [
    ["hans", GERMAN, {}, "$BadNick Pref [DE]"],
    ["[FR]hans", GERMAN, {}, "$BadNick Pref [DE]"],
    ["[DE]hans", GERMAN, {}, null],
    ["[de]hans", GERMAN, {}, "$BadNick Pref [DE]"],
    ["[de]hans", GERMAN, { nick_prefix_nocase: true }, null],
    ["hans", "2.2.2.2", {}, null],
    ["hans", "2.2.2.2", { nick_prefix: "[X]" }, null],
    ["Reg", GERMAN, {}, null],
  ] as const
) {
  Deno.test(`limits: nick_prefix_cc ${frame ? "refuses" : "takes"} ${nick} from ${ip} ${JSON.stringify(settings)}`, async () => {
    const kit = hubKit({
      settings: { nick_prefix_cc: true, ...settings },
      accounts: [person("Reg", 1)],
      countries,
    });
    const client = await kit.login(nick, {
      ip,
      keep: true,
      supports: `${MODERN} NickRule`,
      ...(nick === "Reg" ? { password: "x" } : {}),
    });
    const got = client.take();
    assertEquals(got.find((line) => line.startsWith("$BadNick")) ?? null, frame);
    assertEquals(client.ended, frame === null ? null : "end");
    const rule = got.find((line) => line.startsWith("$NickRule"))!;
    assertEquals(rule.includes("Pref"), ip === GERMAN, rule);
  });
}

Deno.test("limits: the text about TLS that does not fit can be turned off alone", async () => {
  for (const [hide, texts] of [[false, 2], [true, 1]] as const) {
    const kit = hubKit({ settings: { hide_msg_badtlsctm: hide } });
    await kit.login("berta");
    const anna = await kit.login("anna", { ip: GERMAN, supports: `${MODERN} TLS`, flag: 0x11 });
    anna.take();
    anna.send(`$ConnectToMe berta ${GERMAN}:412S|$ConnectToMe anna ${GERMAN}:412|`);
    assertEquals(anna.take().length, texts);
  }
});

for (
  const [nick, userClass, least, most] of [
    ["guest", 0, "min_share", "max_share"],
    ["Reg", 1, "min_share_reg", "max_share_reg"],
    ["Vip", 2, "min_share_vip", "max_share_vip"],
    ["Oper", 3, "min_share_ops", "max_share_ops"],
  ] as const
) {
  Deno.test(`limits: ${least} and ${most} bind class ${userClass}, also when a user changes the share`, async () => {
    const settings: Partial<SettingValues> = { [least]: 2, [most]: 4, int_login: 0, int_myinfo: 0 };
    const kit = hubKit({ settings, accounts: [person("Reg", 1), person("Vip", 2), person("Oper", 3)] });
    const enter = (share: number) =>
      kit.login(nick, { share, keep: true, ...(userClass > 0 ? { password: "x" } : {}) });
    assertMatch((await enter(1 << 20)).take().at(-1)!, /You share 1 MiB; at least 2 MiB are needed\./);
    assertMatch((await enter(5 << 20)).take().at(-1)!, /You share 5 MiB; at most 4 MiB are allowed\./);
    const inside = await enter(3 << 20);
    assertEquals(inside.ended, null);
    inside.send(`${myInfo(nick, { share: 1 << 20 })}|`);
    assertEquals(inside.ended, "end");
  });
}

Deno.test("limits: administrators and pingers share what they like", async () => {
  const settings = { min_share: 1, min_share_ops: 1, max_share: 2 };
  const kit = hubKit({ settings, accounts: [person("Admin", 5)] });
  assertEquals((await kit.login("Admin", { password: "x", share: 0 })).ended, null);
  assertEquals((await kit.login("ping", { supports: `${MODERN} BotINFO`, share: 0 })).ended, null);
});

for (
  const [what, setting, frame, supports] of [
    ["$Search", "max_len_search", "$Search 10.0.0.2:412 F?T?0?1?", MODERN],
    ["$SA", "max_len_search", "$SA ", `${MODERN} TTHS`],
    ["$ExtJSON", "max_len_extjson", "$ExtJSON anna ", `${MODERN} ExtJSON2`],
    ["$IN", "max_len_in", "$IN anna$D", `${MODERN} IN`],
    ["$MyINFO", "max_len_myinfo", "$MyINFO $ALL anna ", MODERN],
    ["$MyHubURL", "max_len_myhuburl", "$MyHubURL ", `${MODERN} HubURL`],
  ] as const
) {
  Deno.test(`limits: a ${what} longer than ${setting} ends the connection`, async () => {
    const kit = hubKit({ settings: { [setting]: 200 } });
    const anna = await kit.login("anna", { supports });
    anna.send(`${frame}${"x".repeat(201 - frame.length)}|`);
    assertMatch(anna.take().at(-1)!, new RegExp(`sent a \\${what} that is too long`));
    assertEquals(anna.ended, "end");
  });
}
