/**
 * Passwords at login, the first password of an account, and what a slow check must not break.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { applyAccount } from "../moderation/accounts.ts";
import { choosePassword } from "./password.ts";
import { hubKit, MODERN, myInfo, settle } from "../testing/hub_kit.ts";

const ACCOUNTS = [
  { nick: "Op", class: 3, passwordHash: "hash:secret" },
  { nick: "Reg", class: 1, passwordHash: "hash:secret" },
  { nick: "New", class: 3, passwordChange: true },
];

Deno.test("password: an operator is let in with $Hello before $LogedIn and shows a key", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const anna = await kit.login("anna");
  const op = await kit.login("Op", { password: "secret", keep: true });
  const got = op.take();
  assertEquals(got.slice(1, 5), ["$HubName Hubcap", "$GetPass", "$Hello Op", "$LogedIn Op"]);
  assertEquals(anna.take(), [myInfo("Op"), "$OpList Op$$"]);
  assertEquals(kit.store.accounts.get("Op")?.loginIp, "10.0.0.3");
  assertEquals([...kit.hub.context.opChat].map(({ nick }) => nick), ["Op"]);
});

Deno.test("password: a registered user is no operator", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const reg = await kit.login("Reg", { password: "secret", keep: true });
  assertEquals(reg.take().some((frame) => frame.startsWith("$LogedIn")), false);
  assertEquals([kit.hub.users.get("reg")?.class, kit.hub.users.get("reg")?.op], [1, false]);
});

Deno.test("password: a wrong one is answered with text, then $BadPass, then the close, and a short ban", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const op = await kit.login("Op", { password: "guess", ip: "1.1.1.1", keep: true });
  const got = op.take();
  assertMatch(got.at(-2)!, /^<Hubcap> Wrong password\. Your address has to wait 1 min\.$/);
  assertEquals([got.at(-1), op.ended], ["$BadPass", "end"]);
  assertEquals(kit.store.accounts.get("op")?.errorCount, 1);
  assertMatch(kit.connect("1.1.1.1").take()[1]!, /banned for another 1 min: Wrong password/);
  assertEquals(kit.connect("1.1.1.11").take().length, 1);
  kit.clock.tick(60_000);
  assertEquals(kit.connect("1.1.1.1").take().length, 1);
});

Deno.test("password: operators hear of a wrong one", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const op = await kit.login("Op", { password: "secret" });
  await kit.login("Reg", { password: "guess", ip: "1.1.1.1" });
  assertEquals(op.take(), ["$To: Op From: OpChat $<OpChat> Wrong password for Reg (class 1) from 1.1.1.1"]);
});

Deno.test("password: messages behind it wait until it is checked", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const op = kit.connect();
  op.send("$Supports NoHello|$ValidateNick Op|$MyPass secret|$Version 1,0091|");
  assertEquals([op.paused, kit.hub.users.size], [true, 2]);
  op.take();
  await settle();
  assertEquals(op.paused, false);
  assertEquals(op.take(), ["$Hello Op", "$LogedIn Op"]);
});

Deno.test("password: a client that goes away while it is checked leaves nothing behind", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const op = kit.connect();
  op.send("$Supports NoHello|$ValidateNick Op|$MyPass secret|");
  op.drop();
  await settle();
  assertEquals([kit.hub.context.accepted, kit.hub.context.sessions.size], [0, 0]);
  assertEquals(kit.store.accounts.get("Op")?.loginAt, 0);
});

Deno.test("password: an account removed while it is checked lets nobody in", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const op = kit.connect();
  op.send("$Supports NoHello|$ValidateNick Op|$MyPass secret|");
  kit.store.accounts.remove("Op");
  await settle();
  assertEquals([op.take().at(-1), op.ended], ["$BadPass", "end"]);
});

Deno.test("password: one nobody asked for ends the login", async () => {
  const kit = hubKit();
  const client = kit.connect();
  client.send("$Supports NoHello|$ValidateNick anna|$MyPass x|");
  await settle();
  assertEquals(client.ended, "end");
});

Deno.test("password: a second $MyPass during the login ends it", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const client = kit.connect();
  client.send("$Supports NoHello|$ValidateNick Op|$MyPass secret|$MyPass secret|");
  await settle();
  assertEquals(client.ended, "end");
});

Deno.test("password: a new account comes in as guest and gets its class with its first password", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const anna = await kit.login("anna");
  const fresh = await kit.login("New", { keep: true });
  const got = fresh.take();
  assert(got.includes("$GetPass") && got.some((frame) => frame.startsWith("$To: New From: Hubcap ")));
  assertEquals(kit.hub.users.get("new")?.class, 0);
  anna.take();
  fresh.send("$MyPass short|");
  await settle();
  assertMatch(fresh.take()[0]!, /too short: at least 6 bytes/);
  assertEquals(kit.hub.users.get("new")?.class, 0);
  fresh.send("$MyPass long enough|");
  await settle();
  assertEquals(fresh.take(), ["$OpList New$$", "$LogedIn New", "<Hubcap> Your password is set."]);
  assertEquals(anna.take(), ["$OpList New$$"]);
  assertEquals(kit.store.accounts.get("new")?.passwordHash, "hash:long enough");
  const { loginCount, loginIp } = kit.store.accounts.get("new")!;
  assertEquals([loginCount, loginIp !== ""], [1, true]);
  assertEquals(kit.store.accounts.get("new")?.passwordChange, false);
  kit.clock.tick(400_000);
  assertEquals(fresh.ended, null);
});

Deno.test("password: who chooses none in time has to go", async () => {
  const kit = hubKit({ accounts: ACCOUNTS, settings: { timeout_setpass: 300 } });
  const fresh = await kit.login("New");
  kit.clock.tick(299_000);
  assertEquals(fresh.ended, null);
  kit.clock.tick(1_000);
  assertEquals(fresh.ended, "end");
});

Deno.test("password: asked for without $GetPass where the hub is set so", async () => {
  const kit = hubKit({ accounts: ACCOUNTS, settings: { send_pass_request: false } });
  const fresh = await kit.login("New", { keep: true });
  assertEquals(fresh.take().includes("$GetPass"), false);
  const session = kit.hub.users.get("new")!.session!;
  const outcome: (string | null)[] = [];
  choosePassword(kit.hub.context, session, "by command", (problem) => outcome.push(problem));
  await settle();
  assertEquals([outcome, kit.hub.users.get("new")?.class], [[null], 3]);
});

Deno.test("password: an account made for somebody who is online asks for a password, one removed makes a guest", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna");
  kit.store.accounts.add({ nick: "anna", class: 3, passwordChange: true });
  applyAccount(kit.hub.context, "ANNA");
  assertEquals(anna.take().at(-1), "$GetPass");
  anna.send("$MyPass secret1|");
  await settle();
  assertEquals(kit.hub.users.get("anna")?.class, 3);
  kit.store.accounts.remove("anna");
  anna.take();
  applyAccount(kit.hub.context, "anna");
  assertEquals([kit.hub.users.get("anna")?.class, kit.hub.users.get("anna")?.op], [0, false]);
  assertEquals(anna.take(), ["$Quit anna", myInfo("anna")]);
});

Deno.test("password: too many checks at once end the login with a reason, not with silence", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const busy = { ...kit.hub.context.passwords, verify: () => Promise.reject(new Error("too many")) };
  Object.assign(kit.hub.context, { passwords: busy });
  const op = await kit.login("Op", { password: "secret", supports: MODERN, keep: true });
  assertMatch(op.take().at(-1)!, /busy/);
  assertEquals(op.ended, "end");
});
