/**
 * Logins up to the nick, for every set of features, with each step left out, and their time limits.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { hubKit, keyOf, MODERN, myInfo, settle } from "../testing/hub_kit.ts";

const lockOf = (frame: string) => /^\$Lock (\S+)/.exec(frame)![1]!;

Deno.test("login: the hub speaks first, with a lock that understands $Supports", () => {
  const [lock] = hubKit().connect().take();
  assertEquals(lock, "$Lock EXTENDEDPROTOCOL_NMDC_1234 Pk=Hubcap 0.1.0");
});

Deno.test("login: a modern client gets features, name, hello, and everybody's MyINFO in the end", async () => {
  const kit = hubKit({ settings: { hub_topic: "Welcome", send_user_info: false } });
  const anna = await kit.login("anna", { keep: true });
  assertEquals(anna.take(), [
    `$Supports ${MODERN}`,
    "$HubName Hubcap",
    "$Hello anna",
    "$HubName Hubcap - Welcome",
    myInfo("anna"),
    "<Hubcap> This hub runs Hubcap 0.1.0.",
    "$HubTopic Welcome",
    "$MyINFO $ALL Hubcap Hub security<Hubcap V:0.1.0,M:A,H:0/0/1,S:0>$ $\x01$$0$",
    "$MyINFO $ALL OpChat Operator chat<Hubcap V:0.1.0,M:A,H:0/0/1,S:0>$ $\x01$$0$",
    myInfo("anna"),
    "$OpList Hubcap$$OpChat$$",
  ]);
});

for (
  const [supports, wanted] of [
    ["NoHello NoGetINFO", { NickList: 0, MyINFO: 3, OpList: 1, BotList: 0 }],
    ["NoHello", { NickList: 0, MyINFO: 3, OpList: 1, BotList: 0 }],
    ["NoGetINFO", { NickList: 1, MyINFO: 3, OpList: 1, BotList: 0 }],
    ["", { NickList: 1, MyINFO: 0, OpList: 1, BotList: 0 }],
    ["BotList", { NickList: 1, MyINFO: 0, OpList: 1, BotList: 1 }],
  ] as const
) {
  Deno.test(`login: a client with features "${supports}" gets the lists it can use`, async () => {
    const kit = hubKit();
    const anna = await kit.login("anna", { supports, list: false });
    anna.send("$GetNickList|");
    const got = anna.take();
    const count = (name: string) => got.filter((frame) => frame.startsWith(`$${name} `)).length;
    assertEquals(
      {
        NickList: count("NickList"),
        MyINFO: count("MyINFO"),
        OpList: count("OpList"),
        BotList: count("BotList"),
      },
      wanted,
    );
  });
}

Deno.test("login: a client without NoHello is greeted with every later user, others are not", async () => {
  const kit = hubKit();
  const old = await kit.login("old", { supports: "" });
  const modern = await kit.login("modern");
  old.take();
  await kit.login("berta");
  assertEquals(old.take(), ["$Hello berta", myInfo("berta")]);
  assertEquals(modern.take(), [myInfo("berta")]);
});

Deno.test("login: features are answered with what both sides have, unknown ones are not", async () => {
  const kit = hubKit();
  const client = kit.connect();
  client.take();
  client.send("$Supports ZPipe0 BotINFO MCTo Unheard TTHS ExtJSON2 |");
  assertEquals(client.take(), ["$Supports HubINFO ZPipe0 MCTo TTHS"]);
  await settle();
});

Deno.test("login: an old client's prefix of the right key does not pass for the key", () => {
  const kit = hubKit();
  const client = kit.connect();
  const key = keyOf(lockOf(client.take()[0]!));
  client.send(`$Key ${key.slice(0, -1)}|`);
  assertEquals(client.ended, "end");
  assertStringIncludes(client.take()[0]!, "wrong $Key");
});

Deno.test("login: the key may come after the nick", () => {
  const kit = hubKit();
  const client = kit.connect();
  const key = keyOf(lockOf(client.take()[0]!));
  client.send(`$Supports ${MODERN}|$ValidateNick anna|$Key ${key}|$Version 1|${myInfo("anna")}|`);
  assertEquals(kit.hub.users.get("anna")?.nick, "anna");
});

for (const missing of ["Supports", "Key", "Version"]) {
  Deno.test(`login: without $${missing} a MyINFO closes the connection without a word`, () => {
    const kit = hubKit();
    const client = kit.connect();
    const key = keyOf(lockOf(client.take()[0]!));
    const frames = [`$Supports ${MODERN}|`, `$Key ${key}|`, "$ValidateNick anna|", "$Version 1,0091|"];
    client.send(frames.filter((frame) => !frame.startsWith(`$${missing}`)).join(""));
    client.take();
    client.send(`${myInfo("anna")}|`);
    assertEquals([client.ended, client.take()], ["destroy", []]);
  });
}

for (
  const [stage, frames, seconds] of [
    ["key", "", 60],
    ["nick", "KEY", 30],
    ["MyINFO", "KEY$Supports NoHello|$ValidateNick anna|", 40],
  ] as const
) {
  Deno.test(`login: a client that does not send its ${stage} is closed after ${seconds} seconds, with a text`, () => {
    const kit = hubKit();
    const client = kit.connect();
    const key = keyOf(lockOf(client.take()[0]!));
    client.send(frames.replace("KEY", `$Key ${key}|`));
    client.take();
    kit.clock.tick((seconds - 1) * 1000);
    assertEquals(client.ended, null);
    kit.clock.tick(1000);
    assertEquals(client.ended, "end");
    assertMatch(client.take()[0]!, /^<Hubcap> Your .*(time|long)/);
  });
}

Deno.test("login: the whole login has an end even where each step has none", () => {
  const kit = hubKit({ settings: { timeout_login: 20, timeout_key: 5000 } });
  const client = kit.connect();
  kit.clock.tick(20_000);
  assertEquals(client.ended, "end");
});

Deno.test("login: more connections than may log in at once are refused and counted", async () => {
  const kit = hubKit({ maxLogins: 2 });
  await kit.login("anna");
  assertEquals([kit.connect().accepted, kit.connect().accepted, kit.connect().accepted], [true, true, false]);
  assertEquals(kit.metrics.read("hub_connections_refused_total"), 1);
});

Deno.test("login: a connection that goes away gives its place back", () => {
  const kit = hubKit({ maxLogins: 1 });
  const first = kit.connect();
  first.drop();
  assertEquals(kit.connect().accepted, true);
  assertEquals(kit.metrics.read("hub_connections"), 1);
});

Deno.test("login: the header comes right after the lock, at login, or never, as set", async () => {
  const header = "<Hubcap> This hub runs Hubcap 0.1.0.";
  for (const [host_header, early, late] of [[0, false, false], [1, false, true], [2, true, false]] as const) {
    const kit = hubKit({ settings: { host_header } });
    assertEquals(kit.connect().take().includes(header), early);
    const client = await kit.login("anna", { keep: true });
    assertEquals(client.take().includes(header), late);
  }
});

Deno.test("login: a hub URL is asked for and kept without scheme, path and default port", async () => {
  const kit = hubKit();
  const client = await kit.login("anna", { supports: `${MODERN} HubURL`, keep: true });
  assertEquals(client.take().includes("$GetHubURL"), true);
  client.send("$MyHubURL DCHUB://Hub.Example.:411/x|");
  assertEquals(kit.scripts.take().at(-1), "anna.hubUrl=hub.example");
});

Deno.test("login: an enormous or repeated $Supports ends the login", () => {
  const kit = hubKit();
  const long = kit.connect();
  long.send(`$Supports ${"x".repeat(600)}|`);
  assertEquals(long.ended, "end");
  const twice = kit.connect();
  twice.send("$Supports NoHello|$Supports NoHello|");
  assertEquals(twice.ended, "end");
});
