/**
 * Ranges of both families, rules between classes, and who hears of a ban.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { say, withPasswords } from "../testing/command_kit.ts";
import { hubKit, type TestClient } from "../testing/hub_kit.ts";
import type { MemoryStore } from "../testing/memory_store.ts";
import { HUB_COMMANDS } from "./mod.ts";

const DAY = 86_400;
const ACCOUNTS = [
  { nick: "admin", class: 5, loginIp: "10.9.9.9" },
  { nick: "chief", class: 4 },
  { nick: "oper", class: 3 },
  { nick: "friend", class: 1, classProtect: 3 },
].map((account) => ({ ...account, passwordHash: "hash:secret" }));

function scene(settings: Partial<SettingValues> = {}) {
  const kit = hubKit({
    accounts: ACCOUNTS,
    commands: [...HUB_COMMANDS],
    settings: { int_chat_ms: 0, delayed_myinfo: false, int_login: 0, ...settings },
  });
  const login = withPasswords(kit, ACCOUNTS);
  /** Last words of a login that is refused, `""` for one that is not. */
  const atTheDoor = async (nick: string, ip: string) => {
    const client = await login(nick, { ip, keep: true });
    const last = client.take().at(-1)!;
    if (client.ended === null) client.drop();
    return client.ended === null ? "" : last;
  };
  return { kit, store: kit.store as MemoryStore, login, say, atTheDoor };
}

Deno.test("!banrange: IPv6 as network or first-last; who is in goes, the next one does not get in", async () => {
  const { store, login, say, atTheDoor } = scene();
  const oper = await login("oper");
  const six = await login("six", { ip: "2001:db8:7::1" });
  const four = await login("four", { ip: "10.1.1.1" });
  const long = "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff";
  assertEquals(say(oper, "oper", "!banrange_1d 2001:DB8::/32 spam"), [
    `Banned range ${long} for 1 d: spam. Disconnected: 1.`,
  ]);
  assertEquals([six.ended, four.ended, store.banList[0]?.ip], ["end", null, long]);
  assertEquals(
    await atTheDoor("again", "2001:db8:ffff::2"),
    `<Hubcap> You are banned for another 1 d by oper: spam\r\nBanned: range ${long}`,
  );
  assertEquals(await atTheDoor("again", "2001:db9::2"), "");
  assertEquals(await atTheDoor("again", "10.1.1.2"), "");
  for (const text of ["2001:db8::/32", "2001:0db8:0::/32", long, "2001:db8:5::9"]) {
    assertStringIncludes(say(oper, "oper", `!infoban ${text}`)[0]!, `range ${long}, for`, text);
  }
  assertEquals(say(oper, "oper", "!infobanrange 2001:db8::/33"), ["There is no ban of 2001:db8::/33."]);
  assertEquals(say(oper, "oper", "!unban 2001:db8::/32 sorry"), ["Bans of 2001:db8::/32 lifted: 1."]);
  assertEquals(await atTheDoor("again", "2001:db8:ffff::2"), "");
  say(oper, "oper", "!banrange 2001:db8::5-2001:db8::9");
  assertEquals(say(oper, "oper", "!unbanrange 2001:DB8::5..2001:db8:0::9"), [
    "Bans of 2001:DB8::5..2001:db8:0::9 lifted: 1.",
  ]);
});

Deno.test("!ban: an address counts however it is written, mapped IPv6 as IPv4", async () => {
  const { store, login, say, atTheDoor } = scene();
  const oper = await login("oper");
  say(oper, "oper", "!banip 2001:0DB8:0::7 x");
  say(oper, "oper", "!ban ::ffff:10.8.8.8 x");
  say(oper, "oper", "!banrange ::ffff:10.7.0.0/112 x");
  assertEquals(store.banList.map(({ ip }) => ip), ["2001:db8::7", "10.8.8.8", "10.7.0.0-10.7.255.255"]);
  for (const ip of ["2001:db8::7", "10.8.8.8", "10.7.200.1"]) {
    assertStringIncludes(await atTheDoor("anna", ip), "You are banned for ever by oper: x");
  }
  assertEquals(say(oper, "oper", "!unbanip 2001:db8:0:0::7"), ["Bans of 2001:db8:0:0::7 lifted: 1."]);
  assertEquals(say(oper, "oper", "!unban ::ffff:a08:808"), ["Bans of ::ffff:a08:808 lifted: 1."]);
});

Deno.test("!ban: adding again extends and never shortens", async () => {
  const { kit, store, login, say } = scene();
  const oper = await login("oper");
  const now = Math.floor(kit.clock.now() / 1000);
  const ends: [line: string, end: number][] = [
    ["!banrange_2h 2001:db8::/64", now + 7200],
    ["!banrange_1h 2001:db8::/64", now + 7200],
    ["!banrange_3h 2001:db8::/64", now + 10_800],
    ["!banrange 2001:db8::/64", 0],
    ["!banrange_1h 2001:db8::/64", 0],
  ];
  for (const [line, end] of ends) {
    say(oper, "oper", line);
    assertEquals([line, store.banList.length, store.banList[0]!.end], [line, 1, end]);
  }
});

Deno.test("!ban: hosts by class, the wider the higher", async () => {
  const { login, say } = scene();
  const [oper, chief, admin] = [await login("oper"), await login("chief"), await login("admin")];
  const may = (client: TestClient, nick: string) =>
    ["host1", "host2", "host3", "hostr1"].filter((type) =>
      say(client, nick, `!ban${type} pc.lan.example.org`)[0]!.startsWith("Banned ")
    );
  assertEquals(may(oper, "oper"), ["host3", "hostr1"]);
  assertEquals(may(chief, "chief"), ["host2", "host3", "hostr1"]);
  assertEquals(may(admin, "admin"), ["host1", "host2", "host3", "hostr1"]);
});

Deno.test("!banrange: half the world takes class 5", async () => {
  const { store, login, say } = scene();
  const [chief, admin] = [
    await login("chief", { ip: "192.0.2.1" }),
    await login("admin", { ip: "192.0.2.2" }),
  ];
  const wide = "Not banned: Ranges wider than /12 of IPv4 or /28 of IPv6 need class 5.";
  for (const range of ["11.0.0.0/8", "11.0.0.0-11.16.0.0", "0.0.0.0/11", "2001:db8::/27", "::-1::"]) {
    assertEquals([range, say(chief, "chief", `!banrange ${range}`)], [range, [wide]]);
  }
  assertEquals(store.banList, []);
  for (const range of ["11.0.0.0/12", "11.0.0.9-11.16.0.8", "2001:db8::/28"]) {
    assert(say(chief, "chief", `!banrange ${range}`)[0]!.startsWith("Banned "), range);
  }
  assert(say(admin, "admin", "!banrange 11.0.0.0/8")[0]!.startsWith("Banned "));
});

Deno.test("!banprefix: what a tenth of all nicks begin with takes class 5", async () => {
  const { store, login, say } = scene();
  const [chief, admin] = [await login("chief"), await login("admin")];
  for (const prefix of ["a", "[", "ab"]) {
    assertEquals(say(chief, "chief", `!banprefix ${prefix}`), [
      "Not banned: Prefixes of less than 3 characters need class 5.",
    ]);
  }
  assertEquals(store.banList, []);
  assert(say(admin, "admin", "!banprefix a")[0]!.startsWith("Banned "));
});

Deno.test("!ban: an IPv6 user who comes back with another address of the same line stays out", async () => {
  const { login, say, atTheDoor } = scene();
  const oper = await login("oper");
  const six = await login("six", { ip: "2001:db8:0:7::5" });
  const same = await login("same", { ip: "2001:db8:0:7::6" });
  assertEquals(say(oper, "oper", "!kick six bye"), ["oper kicked six, banned for 5 min: bye"]);
  assertEquals([six.ended, same.ended], ["end", null]);
  assertStringIncludes(await atTheDoor("another", "2001:db8:0:7:ffff::"), "You are banned for another 5 min");
  assertEquals(await atTheDoor("another", "2001:db8:0:8::5"), "");
  assertEquals(say(oper, "oper", "!banip_1h 2001:db8:0:9::1"), [
    "Banned address 2001:db8:0:9::1 (its /64) for 1 h: No reason given. Disconnected: 0.",
  ]);
});

Deno.test("!ban: protected accounts stay, online or not, and so does the last address of somebody above", async () => {
  const { kit, store, login, say } = scene();
  const oper = await login("oper");
  const chief = await login("chief");
  const guarded = "friend is protected from bans by your class.";
  assertEquals(say(oper, "oper", "!bannick friend"), [`Not banned: ${guarded}`]);
  await login("friend", { ip: "10.3.3.3" });
  assertEquals(say(oper, "oper", "!ban friend"), [
    "Not banned: friend is protected from kicks by your class.",
  ]);
  assertEquals(say(oper, "oper", "!banrange 10.3.3.0/24"), [
    "Not banned: friend is protected from kicks by your class.",
  ]);
  const now = Math.floor(kit.clock.now() / 1000);
  store.accounts.update("admin", { loginAt: now - 29 * DAY });
  const out = "Not banned: It would keep out somebody whose class is too high for you to ban.";
  assertEquals(say(oper, "oper", "!banip 10.9.9.9"), [out]);
  assertEquals(
    kit.store.audit.find({ words: [], limit: 1, skip: 0 })[0]?.outcome,
    "Not banned: It would keep out admin whose class is too high for you to ban.",
    "who may read the trail sees whom",
  );
  assertEquals(say(oper, "oper", "!banrange 10.9.0.0/16"), [out]);
  assertEquals(store.banList, []);
  store.accounts.update("admin", { loginAt: now - 31 * DAY });
  assert(say(oper, "oper", "!banip 10.9.9.9")[0]!.startsWith("Banned "), "an old address protects nobody");
  store.accounts.update("admin", { loginAt: now });
  kit.store.settings.set("ban_bypass_class", 5);
  assert(say(oper, "oper", "!banrange 10.9.0.0/16")[0]!.startsWith("Banned "), "bans do not stop class 5");
  assert(say(chief, "chief", "!bannick friend")[0]!.startsWith("Banned "), "class 4 is above the protection");
});

Deno.test("!banip: trying addresses does not tell who of a higher class hides behind another one", async () => {
  const { kit, store, login, say } = scene();
  const oper = await login("oper");
  store.accounts.update("chief", { fakeIp: "192.0.2.77" });
  await login("chief", { ip: "10.4.4.4" });
  const hidden = "Not banned: It would keep out somebody whose class is too high for you to ban.";
  assertEquals(say(oper, "oper", "!banip 10.4.4.4"), [hidden]);
  assertEquals(kit.store.audit.find({ words: [], limit: 1, skip: 0 }).map(({ outcome }) => outcome), [
    "Not banned: chief has too high a class for you to kick.",
  ]);
  assertEquals(say(oper, "oper", "!banip chief"), [
    "Not banned: chief has too high a class for you to kick.",
  ]);
});

Deno.test("!ban: a nick that was kicked a while ago is banned with the address it had then", async () => {
  const { kit, store, login, say } = scene({ tban_kick: 60 });
  const oper = await login("oper");
  await login("anna", { ip: "10.1.1.1" });
  say(oper, "oper", "!kick anna bye");
  kit.clock.tick(49 * 60_000);
  say(oper, "oper", "!ban anna again");
  assertEquals(store.banList.map(({ type, nick, ip, end }) => [type, nick, ip, end]), [
    ["nickip", "anna", "10.1.1.1", 0],
  ]);
  await login("bert", { ip: "10.1.1.2" });
  say(oper, "oper", "!drop bert");
  kit.clock.tick(51 * 60_000);
  say(oper, "oper", "!ban bert");
  assertEquals(store.banList.at(-1)?.type, "nick");
});

Deno.test("bans: the banned user reads length, who, why, what, the note and the hub's words", async () => {
  const { kit, atTheDoor } = scene({ ban_extra_message: "Appeal: owner@example.org" });
  const now = Math.floor(kit.clock.now() / 1000);
  const rest = { op: "oper", reason: "", noteOp: "secret", noteUser: "Ask chief", start: now };
  kit.store.bans.add({ ...rest, type: "prefix", nick: "[SPAM]", ip: "", end: now + 90 });
  assertEquals(
    await atTheDoor("[spam]bot", "10.1.1.1"),
    "<Hubcap> You are banned for another 1 min 30 s by oper: no reason given\r\n" +
      "Banned: guests with the prefix [SPAM]\r\nAsk chief\r\nAppeal: owner@example.org",
  );
});

Deno.test("bans: operators hear of a ban and of its end in their room, everybody where the hub wants it", async () => {
  const { kit, login, say } = scene();
  const [oper, chief] = [await login("oper"), await login("chief")];
  const anna = await login("anna", { ip: "10.1.1.1" });
  const heard = (client: TestClient) => client.take().filter((frame) => frame.includes("oper "));
  heard(chief);
  assertEquals(say(oper, "oper", "!banip_1h 10.2.2.2 spam").length, 1);
  assertEquals(heard(chief), [
    "$To: chief From: OpChat $<OpChat> oper banned address 10.2.2.2 for 1 h: spam",
  ]);
  say(oper, "oper", "!unbanip 10.2.2.2 mistake");
  assertEquals(heard(chief), [
    "$To: chief From: OpChat $<OpChat> oper lifted bans of 10.2.2.2: mistake",
  ]);
  assertEquals(heard(anna), []);
  kit.store.settings.set("notify_kicks_to_all", 0);
  say(oper, "oper", "!banip_1h 10.2.2.3 spam");
  assertEquals([heard(chief), heard(anna)], [
    ["<Hubcap> oper banned address 10.2.2.3 for 1 h: spam"],
    ["<Hubcap> oper banned address 10.2.2.3 for 1 h: spam"],
  ]);
});

Deno.test("!ban: the nick of an account above stays free, though its owner was never here", async () => {
  const { store, login, say } = scene();
  const oper = await login("oper");
  store.accounts.add({ nick: "newcomer", class: 5 });
  const answer = ["Not banned: newcomer has too high a class for you to ban."];
  assertEquals(say(oper, "oper", "!bannick newcomer"), answer);
  assertEquals(say(oper, "oper", "!bannick NEWCOMER"), answer);
  assertEquals(store.banList, []);
});

Deno.test("!banprefix: it keeps guests out, not those who have an account", async () => {
  const { store, login, say } = scene();
  const oper = await login("oper");
  store.accounts.add({ nick: "[X]anna", class: 1, passwordHash: "hash:secret" });
  say(oper, "oper", "!banprefix [X]");
  assertEquals((await login("[X]bert")).ended, "end");
  assertEquals((await login("[X]anna", { password: "secret" })).ended, null);
});
