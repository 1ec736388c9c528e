/**
 * The exact wire form of everything a hub says that no parser here reads back, and the small parsers of operators'
 * and extension messages.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import { asNick, asText } from "./_testing.ts";
import { createCodec } from "./encoding.ts";
import * as extensions from "./extensions.ts";
import * as lists from "./lists.ts";
import { parseLock } from "./lock.ts";
import * as login from "./login.ts";
import * as op from "./op.ts";
import { formatHubInfo, formatSetIcon, formatSetLogo } from "./pinger.ts";
import { classify, Kind, paramOf } from "./message.ts";

const nickBytes = fc.uint8Array({ minLength: 1, maxLength: 24 }).map(asNick);
const textBytes = fc.uint8Array({ maxLength: 60 }).map(asText);

const b = latin1Bytes;

/** Frames and how they look on the wire. */
function assertWire(rows: readonly (readonly [Uint8Array, string])[]): void {
  for (const [frame, wire] of rows) assertEquals(latin1Text(frame), wire);
}

Deno.test("formats: the login", () => {
  assertWire([
    [login.formatLock("EXTENDEDPROTOCOL_NMDC_1445", "Hubcap"), "$Lock EXTENDEDPROTOCOL_NMDC_1445 Pk=Hubcap"],
    [login.formatHubName(b("Hub")), "$HubName Hub"],
    [login.formatHubName(b("Hub"), b("")), "$HubName Hub"],
    [login.formatHubName(b("Hub"), b("news")), "$HubName Hub - news"],
    [login.formatHello(b("john")), "$Hello john"],
    [login.formatGetPass(), "$GetPass"],
    [login.formatLogedIn(b("john")), "$LogedIn john"],
    [login.formatBadPass(), "$BadPass"],
    [login.formatValidateDenide(b("john")), "$ValidateDenide john"],
    [login.formatHubIsFull(), "$HubIsFull"],
    [login.formatForceMove(b("a.example:411")), "$ForceMove a.example:411"],
    [login.formatQuit(b("john")), "$Quit john"],
    [login.formatVersion(), "$Version 1,0091"],
  ]);
});

Deno.test("formats: what a client says during login is recognised and read back", () => {
  const rows = [
    [login.formatKey(b("\x01\xff")), Kind.Key, "\x01\xff"],
    [login.formatValidateNick(b("john")), Kind.ValidateNick, "john"],
    [login.formatMyPass(b("se cret")), Kind.MyPass, "se cret"],
    [login.formatVersion(), Kind.Version, "1,0091"],
    [login.formatGetNickList(), Kind.GetNickList, ""],
    [op.formatKick(b("john")), Kind.Kick, "john"],
  ] as const;
  for (const [frame, kind, param] of rows) {
    assertEquals(classify(frame), kind);
    assertEquals(latin1Text(paramOf(frame, kind)), param);
  }
  assertEquals(latin1Text(parseLock(login.formatLock("abc", "x y"))!.pk), "x y");
});

Deno.test("formats: nick rules and refused nicks", () => {
  const rule = { min: 3, max: 64, forbidden: [60, 62, 13, 10], prefixes: [] };
  assertWire([
    [login.formatNickRule(rule), "$NickRule Min 3$$Max 64$$Char 60 62 13 10$$"],
    [
      login.formatNickRule({ ...rule, min: 300, prefixes: [b("[A]"), b("[B]")] }),
      "$NickRule Min 255$$Max 64$$Char 60 62 13 10$$Pref [A] [B]$$",
    ],
    [login.formatBadNick({ reason: "min", limit: 3 }), "$BadNick Min 3"],
    [login.formatBadNick({ reason: "max", limit: 64 }), "$BadNick Max 64"],
    [login.formatBadNick({ reason: "char", forbidden: [60, 62] }), "$BadNick Char 60 62"],
    [login.formatBadNick({ reason: "prefix", prefixes: [b("[A]"), b("[B]")] }), "$BadNick Pref [A] [B]"],
    [login.formatBadNick({ reason: "prefix", prefixes: [] }), "$BadNick Pref"],
  ]);
});

Deno.test("formats: lists", () => {
  const nicks = ["a", "b"].map(b);
  assertWire([
    [lists.formatNickList(nicks), "$NickList a$$b$$"],
    [lists.formatOpList(new Set(nicks)), "$OpList a$$b$$"],
    [lists.formatOpList([]), "$OpList "],
    [lists.formatBotList(nicks.slice(1)), "$BotList b$$"],
    [
      lists.formatUserIp([{ nick: b("a"), ip: "1.2.3.4" }, { nick: b("b"), ip: "::1" }]),
      "$UserIP a 1.2.3.4$$b ::1$$",
    ],
  ]);
});

Deno.test("formats: a list of a hundred thousand nicks is built and read back", () => {
  const nicks = Array.from({ length: 100_000 }, (_, i) => b(`user${i}`));
  const list = lists.formatNickList(nicks);
  assertEquals(lists.splitList(list.subarray("$NickList ".length), 200_000).length, 100_000);
});

Deno.test("formats: list entries are cut at $$, single dollars belong to the entry, empty ones are dropped", () => {
  const split = (text: string) => lists.splitList(b(text), 10).map((entry) => latin1Text(entry));
  assertEquals(split("john$$peter"), ["john", "peter"]);
  assertEquals(split("$$a$b$$$$c$$"), ["a$b", "c"]);
  assertEquals(split(""), []);
  assertEquals(split("$$"), []);
  assertEquals(split("$"), ["$"]);
  fc.assert(fc.property(fc.array(nickBytes, { maxLength: 10 }), (nicks) => {
    assertEquals(lists.splitList(lists.formatOpList(nicks).subarray("$OpList ".length), 10), nicks);
  }));
});

Deno.test("formats: requests and operators' messages read back as they were built", () => {
  const address = b("a.example:411");
  fc.assert(fc.property(nickBytes, nickBytes, textBytes, (nick, other, reason) => {
    assertEquals(lists.parseGetInfo(lists.formatGetInfo(other, nick)), { other, nick });
    const move = { nick, address, reason };
    assertEquals(op.parseOpForceMove(op.formatOpForceMove(move)), move);
    assertEquals(extensions.parseExtJson(extensions.formatExtJson({ nick, json: reason })), {
      nick,
      json: reason,
    });
  }));
  const ban = op.parseTempBan(b("$TempBan john$1h$spam $ more"))!;
  assertEquals([ban.nick, ban.time, ban.reason].map((part) => latin1Text(part)), [
    "john",
    "1h",
    "spam $ more",
  ]);
  assertWire([[op.formatUsersWithIp("1.2.3.4", ["a", "b"].map(b)), "$UsersWithIP 1.2.3.4$$a$$b$$"]]);
});

Deno.test("formats: extensions", () => {
  const rule = { min: 3, max: 256, count: 1, active: 32, passive: 48 };
  const { Raw, Separator } = extensions.UserCommandType;
  assertWire([
    [extensions.formatHubTopic(b("news")), "$HubTopic news"],
    [extensions.formatGetHubUrl(), "$GetHubURL"],
    [extensions.formatFailOver(b("a,b")), "$FailOver a,b"],
    [extensions.formatSearchRule(rule), "$SearchRule Min 3$$Max 256$$Num 1$$Int 32$$IntPas 48"],
    [
      extensions.formatSearchRule({ ...rule, share: 1024 }),
      "$SearchRule Min 3$$Max 256$$Num 1$$Int 32$$IntPas 48$$Share 1024",
    ],
    [
      extensions.formatUserCommand(Raw, 3, b("Hub\\Info"), b("<%[mynick]> +info&#124;")),
      "$UserCommand 1 3 Hub\\Info$<%[mynick]> +info&#124;",
    ],
    [extensions.formatUserCommand(Raw, 1, b("x")), "$UserCommand 1 1 x"],
    [extensions.formatUserCommand(Separator, 15), "$UserCommand 0 15"],
    [extensions.formatError(b("CTM2HUB")), "$Error CTM2HUB"],
    [formatSetIcon(b("http://a/i.ico")), "$SetIcon http://a/i.ico"],
    [formatSetLogo(b("http://a/l.png")), "$SetLogo http://a/l.png"],
  ]);
});

Deno.test("formats: $HubINFO has eleven fields in the hub's encoding, separators inside a field are escaped", () => {
  const frame = formatHubInfo({
    name: "Café $|&",
    host: "hub.example:411",
    description: "",
    maxUsers: 100,
    minShare: 1024,
    minSlots: 1,
    maxHubs: 10,
    software: "Hubcap",
    owner: "жo",
    category: "",
    encoding: "CP1252",
  }, createCodec("CP1252")!);
  assertEquals(
    latin1Text(frame),
    "$HubINFO Caf\xe9 &#36;&#124;&amp;$hub.example:411$$100$1024$1$10$Hubcap$&#1078;o$$CP1252",
  );
});
