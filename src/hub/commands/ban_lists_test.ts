/**
 * The lists of bans page by page, and emptying them.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { answers } from "../testing/command_kit.ts";
import { hubKit, type TestClient } from "../testing/hub_kit.ts";
import type { MemoryStore } from "../testing/memory_store.ts";
import { HUB_COMMANDS } from "./mod.ts";

const ACCOUNTS = [
  { nick: "admin", class: 5, passwordHash: "hash:secret" },
  { nick: "oper", class: 3, passwordHash: "hash:secret" },
];

async function scene() {
  const kit = hubKit({
    accounts: ACCOUNTS,
    commands: [...HUB_COMMANDS],
    settings: { int_chat_ms: 0, int_login: 0 },
  });
  const store = kit.store as MemoryStore;
  const now = Math.floor(kit.clock.now() / 1000);
  const admin = await kit.login("admin", { password: "secret" });
  const oper = await kit.login("oper", { password: "secret" });
  const say = (client: TestClient, nick: string, line: string): string[] => {
    client.take();
    client.send(`<${nick}> ${line}|`);
    return answers(client);
  };
  for (let i = 0; i < 25; i++) {
    const ban = { op: "oper", reason: `r${i}`, noteOp: "", noteUser: "", start: now + i, end: 0 };
    store.bans.add({ ...ban, type: "nick", nick: `bad${i}`, ip: "" });
    store.bans.recordKick({
      nick: `k${i}`,
      ip: "10.1.1.1",
      op: "oper",
      reason: "why",
      at: now + i,
      drop: i === 24,
    });
  }
  for (let i = 0; i < 5; i++) {
    store.bans.remove(`bad${i}`, ["nick"], {
      op: "admin",
      reason: i === 4 ? "sorry" : "",
      at: now + 100 + i,
    });
  }
  return { kit, store, admin, oper, say };
}

Deno.test("!lstban: the newest first, page by page, each with the way to the next", async () => {
  const { oper, say } = await scene();
  const nicks = (text: string) => [...text.matchAll(/^nick (\w+),/gm)].map(([, nick]) => nick);
  const [first] = say(oper, "oper", "!lstban 8");
  assertStringIncludes(first!, "Newest bans: 20 (page 1 of 3)\r\n");
  assertEquals(nicks(first!), [24, 23, 22, 21, 20, 19, 18, 17].map((i) => `bad${i}`));
  assert(first!.endsWith("\r\nMore: !lstban 8 2"));
  const [last] = say(oper, "oper", "!lsban 8 3");
  assertEquals(nicks(last!), [8, 7, 6, 5].map((i) => `bad${i}`));
  assert(!last!.includes("More:"));
  assertEquals(say(oper, "oper", "!lstban 8 4"), ['"4" is no page: there are 3. Write !lstban 8 <page>']);
  for (const page of ["0", "-1", "x"]) {
    assertEquals(say(oper, "oper", `!lstban 5 ${page}`), [
      `"${page}" is no page: there are 4. Write !lstban 5 <page>`,
    ]);
  }
  for (const line of ["!lstban 1001", "!lstban x"]) {
    assertStringIncludes(say(oper, "oper", line)[0]!, "Write how many lines to show, 1 to 1000", line);
  }
});

Deno.test("!lstban: a long reason is cut, so that the longest page fits into a message", async () => {
  const { store, oper, say } = await scene();
  const ban = { op: "script", reason: "x".repeat(50_000), noteOp: "", noteUser: "", start: 2e9, end: 0 };
  store.bans.add({ ...ban, type: "nick", nick: "long", ip: "" });
  const [line] = say(oper, "oper", "!lstban 1")[0]!.split("\r\n").slice(1);
  assert(line!.startsWith("nick long, for ever") && line!.length < 320, String(line!.length));
});

Deno.test("!lstunban, !lstkick: who lifted what and why, who had to go and how", async () => {
  const { oper, say } = await scene();
  const [unbans] = say(oper, "oper", "!lstunban 2");
  const lines = unbans!.split("\r\n");
  assertEquals(lines[0], "Lifted bans: 5 (page 1 of 3)");
  assert(
    /^nick bad4, lifted by admin on \S+ \S+: sorry; was banned by oper on .*: r4$/.test(lines[1]!),
    lines[1],
  );
  assert(/^nick bad3, lifted by admin on \S+ \S+; was banned/.test(lines[2]!), lines[2]);
  const kicks = say(oper, "oper", "!lstkick 2")[0]!.split("\r\n");
  assertEquals(kicks[0], "Last kicks: 25 (page 1 of 13)");
  assert(/ oper dropped k24 \(10\.1\.1\.1\): why$/.test(kicks[1]!), kicks[1]);
  assert(/ oper kicked k23 /.test(kicks[2]!), kicks[2]);
});

Deno.test("!infoban: tells what was lifted before, also of somebody who is not banned", async () => {
  const { store, oper, say } = await scene();
  const [, lifted, line, ...more] = say(oper, "oper", "!infoban BAD4")[0]!.split("\r\n");
  assertEquals([lifted, more], ["Lifted:", []]);
  assert(line!.startsWith("nick bad4, lifted by admin on "), line);
  const now = store.banList[0]!.start;
  store.bans.add({ ...store.banList[0]!, nick: "bad4", reason: "again", start: now });
  const lines = say(oper, "oper", "!infoban bad4")[0]!.split("\r\n");
  assertEquals([lines.length, lines[0], lines[2]], [4, "Bans of bad4:", "Lifted:"]);
  assertEquals(say(oper, "oper", "!infobannick bad3"), ["There is no ban of bad3."]);
  assertEquals(say(oper, "oper", "!infoban nobody"), ["There is no ban of nobody."]);
});

Deno.test("!lsttempban: nicks and addresses, newest first, at most as many as asked for", async () => {
  const { kit, oper, say } = await scene();
  assertEquals(say(oper, "oper", "!lsttempban"), ["There are no temporary bans."]);
  const { ipBans, nickBans } = kit.hub.context;
  ipBans.add("10.6.6.6", 60, "flood", "Flood (chat)");
  ipBans.add("2001:db8::6", 120, "password", "Wrong password");
  ipBans.add("10.6.6.7", 1, "flood", "over");
  nickBans.add("fast", 30, "reconnect", "You were here");
  kit.clock.tick(1000);
  assertEquals(say(oper, "oper", "!lsttempban")[0]!.split("\r\n"), [
    "Newest temporary bans (3):",
    "Nick fast, for another 29 s (reconnect): You were here",
    "Address 2001:db8::6, for another 1 min 59 s (password): Wrong password",
    "Address 10.6.6.6, for another 59 s (flood): Flood (chat)",
  ]);
  assertEquals(say(oper, "oper", "!lsttempban 1")[0]!.split("\r\n").length, 3);
  assertEquals(say(oper, "oper", "!untempban 2001:0DB8:0::6"), [
    "The temporary ban of 2001:0DB8:0::6 is lifted.",
  ]);
});

Deno.test("temporary bans: an IPv6 address is banned with its /64, an IPv4 address alone", async () => {
  const { kit, oper, say } = await scene();
  const { ipBans } = kit.hub.context;
  ipBans.add("2001:db8:1:2::6", 60, "flood", "Flood (chat)");
  ipBans.add("10.6.6.6", 60, "flood", "Flood (chat)");
  const refused = (ip: string) => kit.connect(ip).ended !== null;
  assertEquals(
    ["2001:db8:1:2::7", "2001:db8:1:2:ffff::", "2001:db8:1:3::6", "10.6.6.6", "10.6.6.7"].map(refused),
    [true, true, false, true, false],
  );
  assertStringIncludes(say(oper, "oper", "!infotempban 2001:db8:1:2::99")[0]!, "(flood): Flood (chat)");
  say(oper, "oper", "!untempban 2001:db8:1:2::99");
  assertEquals(refused("2001:db8:1:2::7"), false);
});

Deno.test("!clean…: only from class 5, only with the word, and only what it says", async () => {
  const { kit, store, admin, oper, say } = await scene();
  const { ipBans, nickBans } = kit.hub.context;
  const counts =
    () => [store.banList.length, store.lifted.length, store.kicks.length, ipBans.size + nickBans.size];
  ipBans.add("10.6.6.6", 60, "flood", "x");
  nickBans.add("fast", 30, "reconnect", "x");
  assertEquals(say(oper, "oper", "!cleanbanlist yes"), ["You have no right to use !cleanbanlist."]);
  assertEquals(say(admin, "admin", "!cleanbanlist"), [
    "This deletes all bans for good. If you are sure, write !cleanbanlist yes",
  ]);
  assertEquals(counts(), [20, 5, 25, 2]);
  assertEquals(say(admin, "admin", "!cleanbanlist YES"), ["Deleted all bans: 20."]);
  assertEquals(counts(), [0, 5, 25, 2]);
  assertEquals(say(admin, "admin", "!cleanunbanlist yes"), ["Deleted the history of lifted bans: 5."]);
  assertEquals(say(admin, "admin", "!cleantempbans yes"), [
    "Deleted all temporary bans of nicks and addresses: 2.",
  ]);
  assertEquals(counts(), [0, 0, 25, 0]);
  assertEquals(say(admin, "admin", "!cleankicklist yes"), ["Deleted the history of kicks: 25."]);
  assertEquals(counts(), [0, 0, 0, 0]);
});

Deno.test("!cleanallban: everything about bans, and gags where clean_gags_cleanbans says so", async () => {
  const { kit, store, admin, oper, say } = await scene();
  const anna = await kit.login("anna");
  say(oper, "oper", "!nochats anna");
  say(oper, "oper", "!nosearch anna");
  kit.hub.context.ipBans.add("10.6.6.6", 60, "flood", "x");
  assertStringIncludes(say(admin, "admin", "!cleanallban yes")[0]!, ": 51.");
  assertEquals([store.banList.length, store.lifted.length, store.kicks.length], [0, 0, 0]);
  assertStringIncludes(say(anna, "anna", "hello")[0]!, "You may not write in main chat");
  kit.store.settings.set("clean_gags_cleanbans", true);
  assertStringIncludes(say(admin, "admin", "!cleanallban yes")[0]!, ": 1.");
  const { chat, pm, search } = store.rights.get("anna")!;
  assertEquals([chat, pm, search > 0], [0, 0, true]);
  anna.send("<anna> hello again|");
  assert(oper.take().includes("<anna> hello again"));
});
