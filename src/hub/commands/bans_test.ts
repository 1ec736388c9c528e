/**
 * Bans and taken rights by hand, as operators type them and as users feel them.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { say, withPasswords } from "../testing/command_kit.ts";
import { hubKit } from "../testing/hub_kit.ts";
import { memoryStore } from "../testing/memory_store.ts";
import { HUB_COMMANDS } from "./mod.ts";

const ACCOUNTS = [
  { nick: "admin", class: 5, passwordHash: "hash:secret", loginIp: "10.9.9.9" },
  { nick: "oper", class: 3, passwordHash: "hash:secret", loginIp: "10.9.9.3" },
  { nick: "gone", class: 1, passwordHash: "hash:secret", loginIp: "10.7.7.7" },
];

function scene() {
  const kit = hubKit({
    accounts: ACCOUNTS,
    commands: [...HUB_COMMANDS],
    settings: { int_chat_ms: 0, delayed_myinfo: false, int_login: 0, int_search: 0, delayed_search: false },
  });
  const store = kit.store as ReturnType<typeof memoryStore>;
  const login = withPasswords(kit, ACCOUNTS);
  return { kit, store, login, say };
}

Deno.test("!ban: a user online goes with nick and address, for the time behind the word", async () => {
  const { kit, store, login, say } = scene();
  const oper = await login("oper");
  const anna = await login("anna", { ip: "10.1.1.1" });
  const twin = await login("twin", { ip: "10.1.1.1" });
  assertEquals(say(oper, "oper", "!ban_5m anna too loud"), [
    "Banned nick anna and address 10.1.1.1 for 5 min: too loud. Disconnected: 2.",
  ]);
  assertEquals(
    anna.take().at(-1),
    "<Hubcap> You are banned for 5 min by oper: too loud\r\nBanned: nick anna and address 10.1.1.1",
  );
  assertEquals([anna.ended, twin.ended], ["end", "end"]);
  const now = Math.floor(kit.clock.now() / 1000);
  const { type, nick, ip, op, reason, end } = store.banList[0]!;
  assertEquals([type, nick, ip, op, reason, end], [
    "nickip",
    "anna",
    "10.1.1.1",
    "oper",
    "too loud",
    now + 300,
  ]);
  const again = await login("anna", { keep: true });
  assertStringIncludes(again.take().join(), "You are banned for another 5 min by oper: too loud");
});

Deno.test("!ban: addresses, ranges, prefixes, shares, nicks that are offline", async () => {
  const { store, login, say } = scene();
  const oper = await login("oper");
  const bob = await login("bob", { ip: "10.2.2.2", share: 4321 });
  const bans: [line: string, key: string][] = [
    ["!ban 10.3.3.3", "ip  10.3.3.3"],
    ["!ban gone", "nickip gone 10.7.7.7"],
    ["!ban stranger", "nick stranger "],
    ["!bannick stranger2", "nick stranger2 "],
    ["!banip gone", "ip  10.7.7.7"],
    ["!banrange 10.4.0.0/30", "range  10.4.0.0-10.4.0.3"],
    ["!banrange 10.5.0.1-10.5.0.9", "range  10.5.0.1-10.5.0.9"],
    ["!banprefix [SPAM]", "prefix [SPAM] "],
    ["!banhost3 pc.lan.example.org", "host3 .lan.example.org "],
    ["!banhostr1 pc.lan.example.org", "hostr1 lan.example.org "],
    ["!banshare bob", "share  4321"],
  ];
  for (const [line, key] of bans) {
    const [reply] = say(oper, "oper", line);
    assert(reply?.startsWith("Banned "), `${line}: ${reply}`);
    const { type, nick, ip, end } = store.banList.at(-1)!;
    assertEquals([line, `${type} ${nick} ${ip}`, end], [line, key, 0]);
  }
  assertEquals(bob.ended, "end");
  assertEquals((await login("[spam]x", { keep: true })).ended, "end");
  assertEquals((await login("x", { ip: "10.4.0.3", keep: true })).ended, "end");
  const same = await login("y", { share: 4321, keep: true });
  assertStringIncludes(same.take().join(), "You are banned for ever by oper");
  assertEquals((await login("z", { ip: "10.4.0.4" })).ended, null);
});

Deno.test("!ban: what it must not do", async () => {
  const { store, login, say } = scene();
  const oper = await login("oper", { ip: "10.9.9.3" });
  await login("admin", { ip: "10.9.9.9" });
  const refused: [line: string, why: string][] = [
    ["!ban admin", "Not banned: admin has too high a class for you to kick."],
    ["!ban oper", "Not banned: It would keep you out too."],
    ["!banrange 10.9.9.0/24", "Not banned: It would keep you out too."],
    ["!banip 10.9.9.9", "Not banned: admin has too high a class for you to kick."],
    ["!ban_5x anna", '"5x" is no time: write for example !ban_5m'],
    ["!banrange 10.0.0.9-10.0.0.1", 'Not banned: "10.0.0.9-10.0.0.1" is no range of addresses.'],
    ["!banip nobody", 'Not banned: "nobody" is no address, and nobody online (for ranges: !banrange).'],
    ["!banshare 0", 'Not banned: "0" is no share in bytes above 0.'],
    ["!banhost3 org", 'Not banned: "org" is no host name for this kind of ban.'],
    ["!banhost1 .org", "You have no right to use !banhost1."],
    ["!banhost2 .example.org", "You have no right to use !banhost2."],
    ["!ban_0m anna", '"0m" is no time: write for example !ban_5m'],
    ["!ban", "Write what to ban: !ban[type][_time] <what> [reason]"],
  ];
  for (const [line, why] of refused) assertEquals([line, say(oper, "oper", line)], [line, [why]]);
  assertEquals(store.banList, []);
  const anna = await login("anna");
  assertEquals(say(anna, "anna", "!ban oper"), ["Unknown command: !ban. Try +help."]);
});

Deno.test("!ban: scripts are asked and may refuse, and so for lifting one", async () => {
  const { kit, store, login, say } = scene();
  const oper = await login("oper");
  const anna = await login("anna", { ip: "10.1.1.1" });
  kit.scripts.on("OnNewBan", { allow: false });
  kit.scripts.on("OnUnBan", { allow: false });
  kit.scripts.take();
  assertEquals(say(oper, "oper", "!ban anna why not"), ["Not banned: a script refused."]);
  assertEquals([store.banList.length, anna.ended], [0, null]);
  assertEquals(say(oper, "oper", "!unbanip 10.1.1.1 sorry"), [
    "A script refused to lift the ban of 10.1.1.1.",
  ]);
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), [
    "OnNewBan(oper,10.1.1.1,anna,why not)",
    "OnUnBan(10.1.1.1,oper,sorry)",
  ]);
});

Deno.test("!unban, !infoban, !lstban: what is there, and that it is lifted", async () => {
  const { kit, store, login, say } = scene();
  const oper = await login("oper");
  say(oper, "oper", "!bannick_1d bad spam");
  kit.clock.tick(1000);
  say(oper, "oper", "!banrange 10.4.0.0/30 flood");
  const [list] = say(oper, "oper", "!lstban");
  assertEquals(list!.split("\r\n").map((line) => line.replace(/ on .*:/, ":")), [
    "Newest bans: 2",
    "range 10.4.0.0-10.4.0.3, for ever, by oper: flood",
    "nick bad, for 23 h 59 min, by oper: spam",
  ]);
  assertStringIncludes(say(oper, "oper", "!infoban bad")[0]!, "nick bad, for 23 h 59 min");
  assertEquals(say(oper, "oper", "!infobanip bad"), ["There is no ban of bad."]);
  assertStringIncludes(say(oper, "oper", "!infobanrange 10.4.0.0/30")[0]!, "range 10.4.0.0-10.4.0.3");
  assertEquals(say(oper, "oper", "!unban BAD he was nice"), ["Bans of BAD lifted: 1."]);
  assertEquals(store.lifted.map(({ nick, unban }) => [nick, unban.op, unban.reason]), [[
    "bad",
    "oper",
    "he was nice",
  ]]);
  assertEquals(say(oper, "oper", "!unban bad"), ["There is no ban of bad."]);
  assertEquals(say(oper, "oper", "!rmbanrange 10.4.0.0/30"), ["Bans of 10.4.0.0/30 lifted: 1."]);
  assertEquals(say(oper, "oper", "!lstban"), ["Nobody is banned."]);
  assertEquals(say(oper, "oper", "!lstban 0"), [
    "Write how many lines to show, 1 to 1000, and which page: !lstban 50 2",
  ]);
});

Deno.test("!infotempban, !untempban: bans in memory are shown and lifted", async () => {
  const { kit, login, say } = scene();
  const oper = await login("oper");
  kit.hub.context.ipBans.add("10.6.6.6", 60, "flood", "Too many messages");
  kit.hub.context.nickBans.add("fast", 30, "reconnect", "You were here");
  assertEquals(say(oper, "oper", "!infotempban 10.6.6.6"), [
    "The address 10.6.6.6 is banned for another 1 min (flood): Too many messages",
  ]);
  assertEquals(say(oper, "oper", "!infotempbanip fast"), ["There is no temporary ban of fast."]);
  assertEquals(say(oper, "oper", "!untempban FAST"), ["The temporary ban of FAST is lifted."]);
  assertEquals(say(oper, "oper", "!untempbannick fast"), ["There is no temporary ban of fast."]);
  assertEquals(kit.hub.context.nickBans.get("fast"), null);
});

Deno.test("!gag: a user is silent until the time is over or the right is given back", async () => {
  const { kit, store, login, say } = scene();
  const oper = await login("oper");
  const anna = await login("anna");
  anna.take();
  assertEquals(say(oper, "oper", "!gag anna 2h"), ["anna has no right to main chat for 2 h."]);
  assertEquals(anna.take(), ["<Hubcap> You may not write in main chat for another 2 h."]);
  assertEquals(say(anna, "anna", "hello"), ["You may not write in main chat for another 2 h."]);
  assertEquals(oper.take(), []);
  const until = Math.floor(kit.clock.now() / 1000) + 7200;
  assertEquals(store.rights.get("ANNA"), { chat: until, pm: 0, search: 0, ctm: 0 });
  kit.clock.tick(7_200_000);
  anna.send("<anna> once more|");
  assert(oper.take().includes("<anna> once more"));
  say(oper, "oper", "!nochats anna");
  assertEquals(say(oper, "oper", "!unnochat anna"), ["anna has the right to main chat again."]);
  assertEquals(say(anna, "anna", "again"), []);
  anna.send("$To: oper From: anna $<anna> psst|");
  assertEquals(anna.take().at(-1), "<Hubcap> You may not write private messages for another 7 d.");
});

Deno.test("!nosearch, !nodl: kept for the next login, also for somebody who is offline", async () => {
  const { login, say } = scene();
  const oper = await login("oper");
  const bob = await login("bob", { supports: "NoHello NoGetINFO" });
  say(oper, "oper", "!nosearch late 1d");
  say(oper, "oper", "!noctm late 1d");
  const late = await login("late", { ip: "10.1.1.1" });
  bob.take();
  late.send("$Search 10.1.1.1:412 F?T?0?1?some words|");
  assertEquals(late.take(), ["<Hubcap> You may not search for another 1 d."]);
  late.send("$ConnectToMe bob 10.1.1.1:412|");
  assertEquals(bob.take(), []);
  say(oper, "oper", "!unnosearch late");
  late.send("$Search 10.1.1.1:412 F?T?0?1?some words|");
  assertEquals(bob.take(), ["$Search 10.1.1.1:412 F?T?0?1?some words"]);
  say(oper, "oper", "!unnodl late");
  late.send("$ConnectToMe bob 10.1.1.1:412|");
  assertEquals(bob.take(), ["$ConnectToMe bob 10.1.1.1:412"]);
});

Deno.test("!gag: not for those above, not for class 5, not for bots", async () => {
  const { login, say } = scene();
  const oper = await login("oper");
  await login("admin");
  assertEquals(say(oper, "oper", "!gag admin"), [
    "Nobody can take rights from admin: the class is too high.",
  ]);
  assertEquals(say(oper, "oper", "!gag Hubcap"), ["Hubcap is a bot."]);
  assertEquals(say(oper, "oper", "!gag anna soon"), ['"soon" is no time: write for example 30m, 2h or 3d']);
  assertEquals(say(oper, "oper", "!gag"), ["Write whose right it is: !gag <nick> [time]"]);
});

Deno.test("registration by hand: scripts are asked before an account is made, changed or removed", async () => {
  const { kit, store, login, say } = scene();
  const admin = await login("admin");
  let allow = false;
  for (const hook of ["OnNewReg", "OnUpdateClass", "OnDelReg"] as const) {
    kit.scripts.on(hook, () => ({ allow }));
  }
  kit.scripts.take();
  assertEquals(say(admin, "admin", "!regnew nora 2"), ["A script refused that."]);
  assertEquals(store.accounts.get("nora"), null);
  assertEquals(say(admin, "admin", "!regclass gone 2"), ["A script refused that."]);
  assertEquals(say(admin, "admin", "!regdel gone"), ["A script refused that."]);
  assertEquals(store.accounts.get("gone")?.class, 1);
  allow = true;
  say(admin, "admin", "!regnew nora 2");
  say(admin, "admin", "!regclass gone 2");
  assertEquals([store.accounts.get("nora")?.class, store.accounts.get("gone")?.class], [2, 2]);
  say(admin, "admin", "!regdel gone");
  assertEquals(store.accounts.get("gone"), null);
  const asked = ["OnNewReg(admin,nora,2)", "OnUpdateClass(gone,1,2,admin)", "OnDelReg(gone,1,admin)"];
  const heard = kit.scripts.take().filter((line) => line.startsWith("On"));
  assertEquals(heard, [...asked, ...asked.slice(0, 2), "OnDelReg(gone,2,admin)"]);
});
