/**
 * Hooks of a connection's life: when each fires, with what, and what a block does.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { HookName } from "../vh/hooks.ts";
import { hubKit, keyOf, myInfo, settle, type TestClient } from "./testing/hub_kit.ts";

/** Sends everything up to the nick and drops the hub's greeting. */
function begin(client: TestClient, nick: string, supports = "NoHello UserIP2"): void {
  const lock = client.take()[0]!.split(" ")[1]!;
  client.send(`$Supports ${supports}|$Key ${keyOf(lock)}|$ValidateNick ${nick}|`);
}

const ACCOUNT = { nick: "anna", class: 3, passwordHash: "hash:secret" };

Deno.test("hooks: a login and its end fire every hook in the order of the messages", () => {
  const kit = hubKit();
  const hooks: HookName[] = [
    "OnNewConn",
    "OnParsedMsgSupports",
    "OnParsedMsgValidateNick",
    "OnParsedMsgVersion",
    "OnParsedMsgMyHubURL",
    "OnValidateTag",
    "OnFirstMyINFO",
    "OnParsedMsgMyINFO",
    "OnUserInList",
    "OnUserLogin",
    "OnCloseConn",
    "OnCloseConnEx",
    "OnUserLogout",
  ];
  for (const hook of hooks) kit.scripts.on(hook);
  const anna = kit.connect("10.0.0.7");
  begin(anna, "anna", "NoHello HubURL XYZ");
  anna.send(`$Version 1,0091|$MyHubURL dchub://Hub.Example|${myInfo("anna")}|`);
  anna.drop();
  const fields = "anna,,<Test V:1.0,M:A,H:1/0/0,S:3>,50\x01,,1000";
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), [
    "OnNewConn(10.0.0.7)",
    "OnParsedMsgSupports(10.0.0.7,$Supports NoHello HubURL XYZ,NoHello HubURL )",
    "OnParsedMsgValidateNick($ValidateNick anna)",
    "OnParsedMsgVersion(10.0.0.7,$Version 1,0091)",
    "OnParsedMsgMyHubURL(anna,$MyHubURL dchub://Hub.Example)",
    "OnValidateTag(anna,<Test V:1.0,M:A,H:1/0/0,S:3>)",
    `OnFirstMyINFO(${fields})`,
    `OnParsedMsgMyINFO(${fields})`,
    "OnUserInList(anna)",
    "OnUserLogin(anna)",
    "OnCloseConn(10.0.0.7)",
    "OnCloseConnEx(10.0.0.7,0,anna)",
    "OnUserLogout(anna)",
  ]);
});

Deno.test("hooks: a connection without a nick closes with both hooks and without a logout", () => {
  const kit = hubKit();
  for (const hook of ["OnCloseConn", "OnCloseConnEx", "OnUserLogout"] as const) kit.scripts.on(hook);
  kit.connect("10.0.0.7").drop();
  kit.connect("10.0.0.8").drop("too_long");
  const late = kit.connect("10.0.0.9");
  kit.clock.tick(120_000);
  assertEquals(late.ended, "end");
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), [
    "OnCloseConn(10.0.0.7)",
    "OnCloseConnEx(10.0.0.7,0,)",
    "OnCloseConn(10.0.0.8)",
    "OnCloseConnEx(10.0.0.8,14,)",
    "OnCloseConn(10.0.0.9)",
    "OnCloseConnEx(10.0.0.9,6,)",
  ]);
});

Deno.test("hooks: a connection blocked in OnNewConn is closed for OnCloseConn too", () => {
  const kit = hubKit();
  kit.scripts.on("OnNewConn", { allow: false });
  kit.scripts.on("OnCloseConnEx");
  kit.connect("10.0.0.7");
  assertEquals(kit.scripts.take().at(-1), "OnCloseConnEx(10.0.0.7,21,)");
});

Deno.test("hooks: OnParsedMsgSupports can keep the answer back, and the login goes on", async () => {
  const kit = hubKit();
  kit.scripts.on("OnParsedMsgSupports", { allow: false, send: ["$Supports MyOwn"] });
  const anna = await kit.login("anna", { keep: true });
  assertEquals(anna.take().filter((frame) => frame.startsWith("$Supports")), ["$Supports MyOwn"]);
  assert(kit.hub.users.get("anna"));
});

for (
  const [hook, frames] of [
    ["OnParsedMsgValidateNick", ""],
    ["OnParsedMsgVersion", "$Version 1,0091|"],
    ["OnParsedMsgMyHubURL", "$MyHubURL hub.example|"],
    ["OnParsedMsgBotINFO", "$BotINFO list|"],
  ] as const
) {
  Deno.test(`hooks: a block in ${hook} cuts the connection without another byte`, () => {
    const kit = hubKit();
    kit.scripts.on(hook, { allow: false });
    kit.scripts.on("OnCloseConnEx");
    const anna = kit.connect();
    begin(anna, "anna", "HubURL BotINFO");
    if (frames !== "") anna.take();
    anna.send(frames);
    assertEquals(anna.ended, "destroy");
    if (frames !== "") assertEquals(anna.take(), []);
    else assertMatch(anna.take().join(), /\$Hello anna/);
    assertMatch(kit.scripts.take().at(-2)!, /^OnCloseConnEx\(.*,21,anna\)$/);
  });
}

Deno.test("hooks: OnParsedMsgBotINFO sees the question before it is answered", () => {
  const kit = hubKit();
  const pinger = kit.connect();
  begin(pinger, "pinger", "BotINFO");
  pinger.take();
  kit.scripts.on("OnParsedMsgBotINFO", () => {
    assertEquals(pinger.take(), []);
    return {};
  });
  pinger.send("$BotINFO a list|");
  assertEquals(kit.scripts.take().at(-1), "OnParsedMsgBotINFO(pinger,$BotINFO a list)");
  assertMatch(pinger.take().join(), /\$HubINFO /);
});

Deno.test("hooks: OnParsedMsgMyPass comes before the check, and a block ends the login", async () => {
  const kit = hubKit({ accounts: [ACCOUNT] });
  kit.scripts.on("OnParsedMsgMyPass");
  const anna = await kit.login("anna", { password: "secret" });
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), [
    "OnParsedMsgMyPass(anna,$MyPass secret)",
  ]);
  assertEquals(kit.hub.users.get("anna")?.class, 3);
  anna.drop();
  kit.scripts.on("OnParsedMsgMyPass", { allow: false });
  kit.clock.tick(60_000);
  const again = kit.connect();
  begin(again, "anna");
  again.send("$MyPass secret|");
  await settle();
  assertEquals([again.ended, kit.store.accounts.get("anna")?.errorCount], ["destroy", 0]);
});

Deno.test("hooks: OnParsedMsgMyPass sees the password a user chooses too, and nothing nobody asked for", async () => {
  const kit = hubKit({ accounts: [{ nick: "anna", class: 1, passwordHash: "", passwordChange: true }] });
  kit.scripts.on("OnParsedMsgMyPass");
  const anna = await kit.login("anna");
  anna.send("$MyPass chosen-one|");
  await settle();
  anna.send("$MyPass another|");
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("OnParsed")), [
    "OnParsedMsgMyPass(anna,$MyPass chosen-one)",
  ]);
  assertEquals(kit.store.accounts.get("anna")?.passwordHash, "hash:chosen-one");
});

Deno.test("hooks: OnBadPass can spare the address its ban, not the refusal", async () => {
  const kit = hubKit({ accounts: [ACCOUNT] });
  kit.scripts.on("OnBadPass", { allow: false });
  const anna = await kit.login("anna", { password: "wrong", ip: "10.0.0.7", keep: true });
  assertEquals(anna.take().slice(-2), [
    "<Hubcap> Wrong password. Your address has to wait 5 s.",
    "$BadPass",
  ]);
  assertEquals([anna.ended, kit.hub.context.ipBans.get("10.0.0.7")], ["end", null]);
  assertEquals(kit.scripts.take().at(-1), "counts 0 0");
});

Deno.test("hooks: who leaves while OnBadPass is being decided is banned all the same", async () => {
  const kit = hubKit({ accounts: [ACCOUNT] });
  kit.scripts.on("OnBadPass", "wait");
  const anna = kit.connect("10.0.0.7");
  begin(anna, "anna");
  anna.send("$MyPass wrong|");
  await settle();
  anna.drop();
  kit.scripts.answer();
  assertEquals(kit.hub.context.ipBans.get("10.0.0.7")?.kind, "password");
});

Deno.test("hooks: OnValidateTag sees every tag that passed the rules; a block closes as for a bad tag", async () => {
  const kit = hubKit({ settings: { int_myinfo: 0 } });
  kit.scripts.on("OnValidateTag", ([, tag]) => ({ allow: !String(tag).includes("M:P") }));
  kit.scripts.on("OnCloseConnEx");
  const anna = await kit.login("anna");
  kit.scripts.take();
  anna.send(`${myInfo("anna", { mode: "P" })}|`);
  assertEquals([anna.take(), anna.ended], [[], "end"]);
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), [
    "OnValidateTag(anna,<Test V:1.0,M:P,H:1/0/0,S:3>)",
    "OnCloseConnEx(10.0.0.2,11,anna)",
  ]);
});

Deno.test("hooks: a tag the rules refuse never gets to OnValidateTag", async () => {
  const kit = hubKit({ settings: { tag_allow_passive: false } });
  kit.scripts.on("OnValidateTag");
  await kit.login("anna", { mode: "P" });
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), []);
});

Deno.test("hooks: OnFirstMyINFO fires once; its fields reach OnParsedMsgMyINFO and the others", async () => {
  const kit = hubKit({ settings: { int_myinfo: 0 } });
  kit.scripts.on("OnFirstMyINFO", { fields: ["first", null, null, "a@b", null] });
  kit.scripts.on("OnParsedMsgMyINFO", ([, desc]) => ({ fields: [`${desc}!`, null, null, null, "5"] }));
  const anna = await kit.login("anna", { keep: true });
  assertEquals(
    anna.take().find((frame) => frame.startsWith("$MyINFO")),
    [
      "$MyINFO $ALL anna first!<Test V:1.0,M:A,H:1/0/0,S:3>$ $50\x01$a@b$5$",
    ].join(),
  );
  kit.scripts.take();
  anna.send(`${myInfo("anna", { desc: "new" })}|`);
  assertEquals(
    kit.scripts.take()[0],
    "OnParsedMsgMyINFO(anna,new,<Test V:1.0,M:A,H:1/0/0,S:3>,50\x01,,1000)",
  );
});

Deno.test("hooks: a block in OnFirstMyINFO sends the user away as kicked, before OnParsedMsgMyINFO", async () => {
  const kit = hubKit();
  kit.scripts.on("OnFirstMyINFO", { allow: false });
  kit.scripts.on("OnParsedMsgMyINFO");
  kit.scripts.on("OnCloseConnEx");
  const anna = await kit.login("anna");
  assertEquals([anna.ended, kit.hub.users.get("anna")], ["end", undefined]);
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")).slice(1), [
    "OnCloseConnEx(10.0.0.2,2,anna)",
  ]);
});

Deno.test("hooks: what one asks to close is closed, whichever hook it is", async () => {
  for (
    const hook of ["OnParsedMsgSupports", "OnValidateTag", "OnFirstMyINFO", "OnParsedMsgMyINFO"] as const
  ) {
    const kit = hubKit();
    kit.scripts.on(hook, { disconnect: true, send: ["$Bye"] });
    const anna = await kit.login("anna", { keep: true });
    assertEquals([anna.ended, anna.take().at(-1)], ["end", "$Bye"], hook);
  }
});
