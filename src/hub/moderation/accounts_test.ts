/**
 * What an account hides, shows and allows: at login, and at once when it changes.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import type { Account } from "../../store/types.ts";
import { applyAccount } from "./accounts.ts";
import { type HubKit, hubKit, type LoginOptions, myInfo, type TestClient } from "../testing/hub_kit.ts";

const QUIET = { int_login: 0, delayed_search: false, delayed_myinfo: false, send_user_info: false };

function kitOf(account: Partial<Account> = {}): HubKit {
  return hubKit({
    settings: QUIET,
    accounts: [{ nick: "Anna", class: 1, passwordHash: "hash:secret", ...account }],
  });
}

const enter = (kit: HubKit, login: LoginOptions = {}): Promise<TestClient> =>
  kit.login("Anna", { password: "secret", ...login });

/** Changes the account of Anna while she is online. */
function change(kit: HubKit, fields: Partial<Omit<Account, "nick">>): void {
  kit.store.accounts.update("anna", fields);
  applyAccount(kit.hub.context, "anna");
}

Deno.test("accounts: a share that is hidden while its user is online leaves total, MyINFO and scripts' view", async () => {
  const kit = kitOf();
  const berta = await kit.login("berta", { share: 5 });
  await enter(kit, { share: 1000 });
  berta.take();
  kit.scripts.take();
  change(kit, { hideShare: true });
  assertEquals(berta.take(), [myInfo("Anna", { share: 0 })]);
  assertEquals([kit.hub.users.share, kit.hub.users.get("anna")?.share], [5, 0]);
  assertEquals(kit.scripts.take().filter((line) => line.includes("Anna.share")), ["Anna.share=0"]);
  change(kit, { hideShare: false });
  assertEquals([berta.take(), kit.hub.users.share], [[myInfo("Anna", { share: 1000 })], 1005]);
  change(kit, { hideShare: true });
  kit.store.accounts.remove("anna");
  applyAccount(kit.hub.context, "anna");
  assertEquals(kit.hub.users.share, 1005);
});

Deno.test("accounts: who hides the share cannot ask for downloads, and only operators download from there", async () => {
  const kit = hubKit({
    settings: QUIET,
    accounts: [
      { nick: "Anna", class: 1, passwordHash: "hash:secret", hideShare: true },
      { nick: "Op", class: 3, passwordHash: "hash:secret" },
    ],
  });
  const anna = await enter(kit, { mode: "P" });
  const berta = await kit.login("berta");
  const op = await kit.login("Op", { password: "secret" });
  anna.take();
  anna.send("$RevConnectToMe Anna berta|");
  assertMatch(anna.take().join(), /cannot download while your share is hidden/);
  berta.take();
  berta.send("$ConnectToMe Anna 10.0.0.2:412|");
  assertMatch(berta.take().join(), /Anna shares nothing/);
  assertEquals(anna.take(), []);
  op.send("$ConnectToMe Anna 10.0.0.3:412|");
  assertMatch(anna.take().join(), /^\$ConnectToMe Anna /);
  berta.send("$Search Hub:berta F?T?0?1?linux|");
  assertEquals(anna.take(), []);
});

Deno.test("accounts: hide_keys wins over show_keys, and both work at once", async () => {
  const kit = kitOf({ showKeys: true });
  const berta = await kit.login("berta");
  await enter(kit);
  assertEquals(berta.take().at(-1), "$OpList Anna$$");
  change(kit, { hideKeys: true });
  assertEquals(berta.take(), ["$Quit Anna", myInfo("Anna")]);
  change(kit, { hideKeys: false });
  assertEquals(berta.take(), ["$OpList Anna$$"]);
  change(kit, { showKeys: false });
  assertEquals([berta.take()[0], kit.hub.users.get("anna")?.op], ["$Quit Anna", false]);
});

Deno.test("accounts: hide_chat enters without main chat, operators too, and changes at once", async () => {
  const kit = kitOf({ class: 3, hideChat: true });
  const anna = await enter(kit);
  const berta = await kit.login("berta");
  berta.send("<berta> one|");
  anna.take();
  assertEquals(kit.hub.users.get("anna")?.chat, false);
  change(kit, { hideChat: false });
  kit.clock.tick(2_000);
  berta.send("<berta> two|");
  assertEquals(anna.take().filter((frame) => frame.startsWith("<berta>")), ["<berta> two"]);
});

Deno.test("accounts: hide_ctmmsg keeps the texts about failed connect requests back", async () => {
  const kit = kitOf();
  const anna = await enter(kit);
  anna.send("$RevConnectToMe Anna nobody|");
  assertEquals(anna.take(), ["<Hubcap> nobody is not online."]);
  change(kit, { hideCtmMsg: true });
  anna.send("$RevConnectToMe Anna nobody|$ConnectToMe Hubcap 10.0.0.1:412|");
  assertEquals([anna.take(), anna.ended], [[], null]);
});

Deno.test("accounts: fake_ip is what others see, the real one is what counts", async () => {
  const kit = hubKit({
    settings: { ...QUIET, send_user_ip: true },
    accounts: [
      { nick: "Anna", class: 1, passwordHash: "hash:secret", fakeIp: "8.8.8.8" },
      { nick: "Op", class: 3, passwordHash: "hash:secret" },
    ],
  });
  const op = await kit.login("Op", { password: "secret" });
  await enter(kit, { ip: "9.9.9.9" });
  assertEquals(op.take().at(-1), "$UserIP Anna 8.8.8.8$$");
  assertEquals(kit.store.accounts.get("anna")?.loginIp, "9.9.9.9");
  change(kit, { fakeIp: "" });
  assertEquals(op.take(), ["$UserIP Anna 9.9.9.9$$"]);
  change(kit, { fakeIp: "no|address" });
  assertEquals(op.take(), ["$UserIP Anna 9.9.9.9$$"]);
  change(kit, { fakeIp: "2001:db8::8" });
  op.send("$UserIP Anna$$|");
  assertEquals(op.take(), ["$UserIP Anna 2001:db8::8$$", "$UserIP Anna 2001:db8::8$$"]);
  op.send("$Kick Anna|");
  const kicks = kit.store as unknown as { kicks: { ip: string }[] };
  assertEquals(kicks.kicks.map(({ ip }) => ip), ["9.9.9.9"]);
});

Deno.test("accounts: alternate_ip goes out in searches and connect requests, any other address does not", async () => {
  const kit = kitOf({ alternateIp: "7.7.7.7" });
  const anna = await enter(kit, { ip: "9.9.9.9" });
  const berta = await kit.login("berta");
  const sent = (ip: string, port: number) => {
    berta.take();
    kit.clock.tick(100_000);
    berta.take();
    anna.send(`$Search ${ip}:${port} F?T?0?1?linux${port}|$ConnectToMe berta ${ip}:${port}|`);
    return berta.take().map((frame) => /[\d.]+:\d+/.exec(frame)?.[0]);
  };
  assertEquals(sent("7.7.7.7", 1), ["7.7.7.7:1", "7.7.7.7:1"]);
  assertEquals(sent("7.7.7.70", 2), ["9.9.9.9:2", "9.9.9.9:2"]);
  assertEquals(sent("9.9.9.9", 3), ["9.9.9.9:3", "9.9.9.9:3"]);
  change(kit, { enabled: false });
  assertEquals(sent("7.7.7.7", 4), ["9.9.9.9:4", "9.9.9.9:4"]);
});

Deno.test("accounts: another class brings key, operator chat and addresses at once", async () => {
  const kit = hubKit({
    settings: { ...QUIET, send_user_ip: true },
    accounts: [{ nick: "Anna", class: 1, passwordHash: "hash:secret" }],
  });
  const anna = await enter(kit, { ip: "9.9.9.9" });
  await kit.login("berta", { ip: "5.5.5.5" });
  anna.take();
  change(kit, { class: 4 });
  const got = anna.take();
  assertEquals(got.includes("$OpList Anna$$"), true);
  assertMatch(got.find((frame) => frame.startsWith("$UserIP"))!, /Anna 9\.9\.9\.9\$\$.*berta 5\.5\.5\.5/);
  assertEquals(kit.hub.context.opChat.size, 1);
  change(kit, { class: 1 });
  assertEquals([anna.take()[0], kit.hub.context.opChat.size], ["$Quit Anna", 0]);
});

Deno.test("accounts: oplist_class, opchat_class and user_ip_class work at once", async () => {
  const kit = hubKit({
    settings: { ...QUIET, send_user_ip: true },
    accounts: [{ nick: "Anna", class: 1, passwordHash: "hash:secret" }],
  });
  const anna = await enter(kit);
  const plain = await kit.login("plain", { supports: "NoHello" });
  kit.store.settings.set("oplist_class", 1);
  assertEquals(anna.take().at(-1), "$OpList Anna$$");
  kit.store.settings.set("opchat_class", 1);
  assertEquals([...kit.hub.context.opChat].map(({ nick }) => nick), ["Anna"]);
  plain.take();
  kit.store.settings.set("user_ip_class", 0);
  assertMatch(anna.take().join(), /^\$UserIP .*plain /);
  assertEquals(plain.take(), []);
});
