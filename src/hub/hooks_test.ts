/**
 * The order of hooks and state changes at login, late decisions, and text as scripts see it.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import type { HookName } from "../vh/hooks.ts";
import { hubKit, keyOf, MODERN, myInfo, type TestClient } from "./testing/hub_kit.ts";

const LOGIN_HOOKS: HookName[] = [
  "OnNewConn",
  "OnParsedMsgMyINFO",
  "OnUserInList",
  "OnUserLogin",
  "OnUserLogout",
];

function logIn(client: TestClient, nick: string): void {
  const lock = client.take()[0]!.split(" ")[1]!;
  client.send(`$Supports ${MODERN}|$Key ${keyOf(lock)}|$ValidateNick ${nick}|`);
  client.send(`$Version 1,0091|$GetNickList|${myInfo(nick)}|`);
}

Deno.test("hooks: a login tells scripts every step and every change of state in order", async () => {
  const kit = hubKit();
  for (const hook of LOGIN_HOOKS) kit.scripts.on(hook);
  kit.scripts.take();
  const anna = await kit.login("anna");
  anna.drop();
  assertEquals(kit.scripts.take(), [
    "OnNewConn(10.0.0.2)",
    "counts 1 0",
    "OnParsedMsgMyINFO(anna,,<Test V:1.0,M:A,H:1/0/0,S:3>,50\x01,,1000)",
    "+anna",
    "counts 1 1000",
    "OnUserInList(anna)",
    "OnUserLogin(anna)",
    "OnUserLogout(anna)",
    "-anna",
    "counts 0 0",
  ]);
});

Deno.test("hooks: in OnUserInList the others have not been told, in OnUserLogin they have", () => {
  const kit = hubKit();
  const seen: Record<string, string[]> = {};
  const anna = kit.connect();
  logIn(anna, "anna");
  anna.take();
  for (const hook of ["OnUserInList", "OnUserLogin"] as const) {
    kit.scripts.on(hook, () => {
      seen[hook] = anna.take();
      return {};
    });
  }
  logIn(kit.connect(), "berta");
  assertEquals(seen, { OnUserInList: [], OnUserLogin: [myInfo("berta")] });
});

Deno.test("hooks: OnUserLogin comes before the user list", () => {
  const kit = hubKit();
  kit.scripts.on("OnUserLogin", { send: ["<Bot> first"] });
  const anna = kit.connect();
  logIn(anna, "anna");
  const got = anna.take();
  assertEquals(got.indexOf("<Bot> first") < got.indexOf("$OpList Hubcap$$OpChat$$"), true);
});

Deno.test("hooks: a connection blocked in OnNewConn hears nothing and leaves nothing", () => {
  const kit = hubKit();
  kit.scripts.on("OnNewConn", { allow: false });
  const client = kit.connect();
  assertEquals([client.accepted, client.take(), kit.hub.context.sessions.size], [false, [], 0]);
});

Deno.test("hooks: a connection waits for a late OnNewConn; blocked, it is closed without a word", () => {
  const kit = hubKit();
  kit.scripts.on("OnNewConn", "wait");
  const [good, bad, gone] = [kit.connect(), kit.connect(), kit.connect()];
  assertEquals([good.take(), good.paused], [[], true]);
  gone.drop();
  kit.scripts.answer();
  kit.scripts.answer({ allow: false });
  kit.scripts.answer();
  assertMatch(good.take()[0]!, /^\$Lock /);
  assertEquals([good.paused, bad.take(), bad.ended, gone.take()], [false, [], "destroy", []]);
  assertEquals(kit.hub.context.sessions.size, 1);
});

for (const hook of ["OnUserInList", "OnUserLogin"] as const) {
  Deno.test(`hooks: a user blocked in ${hook} leaves the hub as if by the door`, () => {
    const kit = hubKit();
    kit.scripts.on(hook, ([nick]) => ({ allow: nick !== "berta" }));
    kit.scripts.on("OnUserLogout");
    const anna = kit.connect();
    logIn(anna, "anna");
    anna.take();
    const berta = kit.connect();
    logIn(berta, "berta");
    assertEquals([berta.ended, kit.hub.users.get("berta"), anna.take().at(-1)], [
      "end",
      undefined,
      "$Quit berta",
    ]);
    assertEquals(kit.scripts.take().slice(-3), ["OnUserLogout(berta)", "-berta", "counts 1 1000"]);
  });
}

Deno.test("hooks: what a client sends during a late OnUserInList waits, and others go on", () => {
  const kit = hubKit();
  const anna = kit.connect();
  logIn(anna, "anna");
  kit.scripts.on("OnUserInList", "wait");
  const berta = kit.connect();
  logIn(berta, "berta");
  berta.send("<berta> hi|");
  anna.take();
  anna.send("<anna> ho|");
  assertEquals(anna.take(), ["<anna> ho"]);
  kit.scripts.answer();
  assertEquals(anna.take(), [myInfo("berta"), "<berta> hi"]);
});

Deno.test("hooks: a client gone during a late OnUserInList is not introduced", () => {
  const kit = hubKit();
  kit.scripts.on("OnUserInList", "wait");
  const berta = kit.connect();
  logIn(berta, "berta");
  berta.drop();
  berta.take();
  kit.scripts.answer();
  assertEquals([berta.take(), kit.hub.users.get("berta")], [[], undefined]);
});

Deno.test("hooks: the first MyINFO blocked lets the login run into its timeout", () => {
  const kit = hubKit();
  kit.scripts.on("OnParsedMsgMyINFO", { allow: false });
  const anna = kit.connect();
  logIn(anna, "anna");
  assertEquals([anna.ended, kit.hub.users.get("anna")], [null, undefined]);
  kit.clock.tick(40_000);
  assertEquals(anna.ended, "end");
});

Deno.test("hooks: OnParsedMsgMyINFO replaces what others see, field by field", () => {
  const kit = hubKit();
  kit.scripts.on("OnParsedMsgMyINFO", { fields: ["[DE] a$b|", null, "LAN\x05", "", "77"] });
  const anna = kit.connect();
  logIn(anna, "anna");
  assertEquals(
    anna.take().find((frame) => frame.startsWith("$MyINFO")),
    "$MyINFO $ALL anna [DE] a&#36;b&#124;<Test V:1.0,M:A,H:1/0/0,S:3>$ $LAN\x05$$77$",
  );
  assertEquals(kit.hub.users.get("anna")?.share, 1000);
});

Deno.test("hooks: text of an old code page reaches scripts readable and users untouched", async () => {
  const kit = hubKit({ encoding: "CP1251" });
  const anna = await kit.login("\xc0\xed\xed\xe0");
  anna.take();
  kit.scripts.on("OnParsedMsgChat");
  kit.scripts.take();
  anna.send("<\xc0\xed\xed\xe0> \xef\xf0\xe8\xe2\xe5\xf2|");
  assertEquals(kit.scripts.take(), ["OnParsedMsgChat(Анна,привет)"]);
  assertEquals(anna.take(), ["<\xc0\xed\xed\xe0> \xef\xf0\xe8\xe2\xe5\xf2"]);
  assertEquals(kit.hub.port.chatTo("Анна", "Бот", "да ⇒ нет"), true);
  assertEquals(anna.take(), ["<\xc1\xee\xf2> \xe4\xe0 &#8658; \xed\xe5\xf2"]);
});

Deno.test("hooks: a status byte above 127 is no text and does not change how a client is read", async () => {
  const kit = hubKit();
  await kit.login("anna", { flag: 0x81, desc: "\xc3\xa4" });
  const session = kit.hub.users.get("anna")!.session!;
  assertEquals(session.guess.writes, "utf-8");
});

Deno.test("hooks: an answer that comes twice counts once", () => {
  const kit = hubKit();
  const dones: (() => void)[] = [];
  kit.scripts.on("OnNewConn");
  const ask = kit.scripts.sink.ask;
  kit.scripts.sink.ask = (hook, args, done) =>
    ask(hook, args, (answer) => {
      dones.push(() => done(answer));
      done(answer);
    });
  const client = kit.connect();
  for (const done of dones) done();
  assertEquals(client.take().length, 1);
});

Deno.test("hooks: a script side that fails to ask holds nobody up", () => {
  const kit = hubKit();
  kit.scripts.on("OnNewConn");
  kit.scripts.sink.ask = () => {
    throw new Error("no ring");
  };
  const client = kit.connect();
  assertEquals([client.paused, client.take().length], [false, 1]);
});

Deno.test("hooks: a continuation that fails ends its connection and lets the rest go on", () => {
  const kit = hubKit();
  const anna = kit.connect();
  logIn(anna, "anna");
  kit.scripts.on("OnParsedMsgChat", "wait");
  anna.send("<anna> hi|");
  anna.take();
  kit.scripts.answer({ fields: [null, null, null], send: [null as unknown as string] });
  assertMatch(anna.take()[0]!, /hub has a problem/);
  assertEquals([anna.ended, kit.hub.users.get("anna")], ["end", undefined]);
});
