/**
 * Tests of local_calls.ts: every call that a worker answers by itself.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { CallArgs, LocalCall } from "../src/vh/calls.ts";
import type { UserState } from "../src/vh/user_state.ts";
import { type Local, LOCAL_CALLS, splitMyInfo } from "./local_calls.ts";
import { createReplica, nickKey, type Replica } from "./replica.ts";

const user = (nick: string, more: Partial<UserState> = {}): UserState => ({
  nick,
  class: 0,
  ip: "10.0.0.1",
  connected: true,
  op: false,
  myInfo: `$MyINFO $ALL ${nick} hi<x V:1,M:A,H:1/0/0,S:2>$ $100\x01$a@b$77$`,
  realMyInfo: "",
  share: 77,
  hubUrl: "",
  extJson: "",
  version: "",
  supports: "",
  chat: true,
  tls: "",
  ...more,
});

function filled(): Replica {
  const replica = createReplica();
  const users = [
    user("Alice", {
      class: 3,
      op: true,
      hubUrl: "dchub://h",
      extJson: "{}",
      version: "1,0091",
      supports: "TTHS In",
    }),
    user("bob", { share: 0, myInfo: "" }),
    user("Robot", { connected: false, ip: "127.0.0.1", class: 10, op: true }),
  ];
  for (const one of users) replica.users.set(nickKey(one.nick), one);
  Object.assign(replica, { botName: "Security", opChatName: "OpChat", userCount: 2, totalShare: 2 ** 53 });
  return replica;
}

const replica = filled();
const run = <N extends LocalCall>(name: N, ...args: CallArgs<N>): unknown =>
  (LOCAL_CALLS[name] as Local<N>)(replica, args);

Deno.test("local calls: one user, by nick in any case", () => {
  assertEquals([run("GetUserClass", "alice"), run("GetUserClass", "nobody")], [3, -2]);
  assertEquals([run("GetUserIP", "ROBOT"), run("GetUserIP", "nobody")], ["127.0.0.1", null]);
  assertEquals([run("GetUserHubURL", "Alice"), run("GetUserHubURL", "bob")], ["dchub://h", null]);
  assertEquals([run("GetUserExtJSON", "Alice"), run("GetUserExtJSON", "bob")], ["{}", null]);
  assertEquals([run("GetUserVersion", "Alice"), run("GetUserVersion", "bob")], ["1,0091", null]);
  assertEquals([run("GetUserSupports", "Alice"), run("GetUserSupports", "bob")], ["TTHS In", null]);
  assertEquals([run("GetUserShare", "bob"), run("GetUserShare", "nobody")], [0, null]);
  assertEquals(["Alice", "robot", "nobody"].map((nick) => run("IsUserOnline", nick)), [true, true, false]);
});

Deno.test("local calls: a feature is a whole word of $Supports", () => {
  assertEquals(
    [["Alice", "TTHS"], ["Alice", "TTH"], ["Alice", "In"], ["bob", "TTHS"], ["nobody", "TTHS"]]
      .map(([nick, feature]) => run("InUserSupports", nick!, feature!)),
    [true, false, true, false, false],
  );
});

Deno.test("local calls: lists as arrays and as protocol lines", () => {
  assertEquals(run("GetNickList"), ["Alice", "bob", "Robot"]);
  assertEquals(run("GetOpList"), ["Alice", "Robot"]);
  assertEquals(run("GetBotList"), ["Robot"]);
  assertEquals(run("GetRawNickList"), "$NickList Alice$$bob$$Robot$$");
  assertEquals(run("GetRawOpList"), "$OpList Alice$$Robot$$");
  assertEquals(run("GetRawBotList"), "$BotList Robot$$");
  assertEquals((LOCAL_CALLS.GetRawBotList as Local<"GetRawBotList">)(createReplica(), []), "$BotList ");
});

Deno.test("local calls: counters, the share as decimal text", () => {
  assertEquals([run("GetUsersCount"), run("GetTotalShareSize")], [2, "9007199254740992"]);
});

Deno.test("local calls: MyINFO whole and in parts", () => {
  assertEquals(run("GetMyINFO", "alice"), user("Alice").myInfo);
  assertEquals([run("GetMyINFO", "bob"), run("GetMyINFO", "nobody"), run("GetMyINFOParts", "bob")], [
    null,
    null,
    null,
  ]);
  assertEquals(run("GetMyINFOParts", "Alice"), [
    "Alice",
    "hi",
    "<x V:1,M:A,H:1/0/0,S:2>",
    "100\x01",
    "a@b",
    "77",
  ]);
});

Deno.test("local calls: only what stands in <…> right before the dollar is a tag", () => {
  const split = (info: string) => splitMyInfo(`$MyINFO $ALL n ${info}$ $s$m$1$`)?.slice(1, 3);
  assertEquals(split("a<b>c"), ["a<b>c", ""]);
  assertEquals(split("a<b><c>"), ["a<b>", "<c>"]);
  assertEquals(split("a>"), ["a>", ""]);
  assertEquals(split(""), ["", ""]);
  assertEquals(splitMyInfo("$MyINFO $ALL n d$ $s$m"), null);
  assertEquals(splitMyInfo("$Hello n"), null);
});

Deno.test("local calls: any fields survive a split", () => {
  const field = fc.string().map((text) => text.replace(/[$<>|]/g, ""));
  fc.assert(fc.property(field, field, field, field, (desc, speed, mail, tag) => {
    const line = `$MyINFO $ALL nick ${desc}<${tag}>$ $${speed}$${mail}$12$`;
    assertEquals(splitMyInfo(line), ["nick", desc, `<${tag}>`, speed, mail, "12"]);
  }));
});

Deno.test("local calls: why a nick cannot be a bot", () => {
  assertEquals(
    ["", "a b", "a$", "a|", "<a>", "a\r", "Security", "security", "OpChat", "robot", "bob", "New"]
      .map((nick) => run("IsRobotNickBad", nick)),
    [2, 3, 3, 3, 3, 3, 4, 0, 4, 1, 0, 0],
  );
});

Deno.test("local calls: Encode and Decode know exactly five characters", () => {
  assertEquals(run("Encode", "a\x05$`|~&<>"), "a&#5;&#36;&#96;&#124;&#126;&<>");
  assertEquals(run("Decode", "&#5;&#36;&#96;&#124;&#126;&#65;&#;&amp;"), "\x05$`|~&#65;&#;&amp;");
});

Deno.test("local calls: main chat, TLS and bots of a user", () => {
  const own = filled();
  own.users.set("tess", user("tess", { chat: false, tls: "1.3" }));
  const ask = <N extends LocalCall>(name: N, ...args: CallArgs<N>): unknown =>
    (LOCAL_CALLS[name] as Local<N>)(own, args);
  assertEquals([ask("IsChatUser", "alice"), ask("IsChatUser", "tess"), ask("IsChatUser", "x")], [
    true,
    false,
    false,
  ]);
  assertEquals([ask("IsSecConn", "tess"), ask("IsSecConn", "alice"), ask("IsSecConn", "x")], [
    true,
    false,
    false,
  ]);
  assertEquals([ask("GetTLSVer", "tess"), ask("GetTLSVer", "alice"), ask("GetTLSVer", "x")], [
    "1.3",
    null,
    null,
  ]);
  assertEquals([ask("IsBot", "robot"), ask("IsBot", "alice"), ask("IsBot", "x")], [true, false, false]);
});

Deno.test("local calls: facts about the hub", () => {
  const own = filled();
  const ask = <N extends LocalCall>(name: N, ...args: CallArgs<N>): unknown =>
    (LOCAL_CALLS[name] as Local<N>)(own, args);
  assertEquals([ask("GetTopic"), ask("GetHubSecAlias"), ask("GetVHCfgDir")], ["", "Security", null]);
  own.startedAt = Math.floor(Date.now() / 1000) - 100;
  const [seconds, ms] = [ask("GetUpTime", 1) as number, ask("GetUpTime", 2) as number];
  assertEquals([seconds >= 100 && seconds < 200, ms >= 100_000 && ms < 200_000], [true, true]);
  own.startedAt = Math.floor(Date.now() / 1000) + 100;
  assertEquals(ask("GetUpTime", 1), 0);
});
