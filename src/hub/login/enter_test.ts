/**
 * Arrivals and departures: the same nick twice, limits, what others see, MyINFO changes, lists on request.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { hubKit, keyOf, MODERN, myInfo } from "../testing/hub_kit.ts";

const REG = [{ nick: "Reg", class: 1, passwordHash: "hash:secret" }];
const NO_WAIT = { int_login: 0 };

Deno.test("enter: a registered user takes over from the own ghost, which hears why", async () => {
  const kit = hubKit({ accounts: REG, settings: NO_WAIT });
  const old = await kit.login("Reg", { password: "secret", ip: "1.1.1.1" });
  const now = await kit.login("Reg", { password: "secret", ip: "2.2.2.2" });
  assertMatch(old.take().join(), /^<Hubcap> You logged in from another connection\./);
  assertEquals([old.ended, now.ended, kit.hub.users.get("reg")?.ip], ["end", null, "2.2.2.2"]);
  assertEquals(kit.hub.context.accepted, 1);
});

Deno.test("enter: a guest takes over only with the same address, share and MyINFO", async () => {
  const kit = hubKit({ settings: NO_WAIT });
  const old = await kit.login("anna", { ip: "1.1.1.1" });
  const other = await kit.login("anna", { ip: "1.1.1.1", share: 7, keep: true });
  assertEquals([other.take().at(-1), other.ended, old.ended], ["$ValidateDenide anna", "end", null]);
  const same = await kit.login("anna", { ip: "1.1.1.1" });
  assertEquals([same.ended, old.ended], [null, "end"]);
});

Deno.test("enter: with allow_same_user off the second guest is refused", async () => {
  const kit = hubKit({ settings: { ...NO_WAIT, allow_same_user: false } });
  const old = await kit.login("anna", { ip: "1.1.1.1" });
  const same = await kit.login("anna", { ip: "1.1.1.1", keep: true });
  assertMatch(same.take().at(-1)!, /already online/);
  assertEquals([same.ended, old.ended], ["end", null]);
});

Deno.test("enter: others see one $Quit of the ghost before the newcomer", async () => {
  const kit = hubKit({ accounts: REG, settings: NO_WAIT });
  const anna = await kit.login("anna");
  await kit.login("Reg", { password: "secret" });
  anna.take();
  await kit.login("Reg", { password: "secret" });
  assertEquals(anna.take(), ["$Quit Reg", myInfo("Reg")]);
});

Deno.test("enter: who leaves is announced once, however the connection ends", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  anna.take();
  berta.send("$Quit berta|");
  berta.drop();
  assertEquals(anna.take(), ["$Quit berta"]);
  assertEquals(berta.take(), ["<Hubcap> Goodbye."]);
  assertEquals([kit.hub.context.accepted, kit.hub.context.sessions.size], [1, 1]);
});

Deno.test("enter: passive users have a limit of their own, operators are not under it", async () => {
  const kit = hubKit({
    settings: { max_users_passive: 1 },
    accounts: [{ nick: "Op", class: 3, passwordHash: "hash:x" }],
  });
  await kit.login("p1", { mode: "P" });
  const second = await kit.login("p2", { mode: "P", keep: true });
  assertMatch(second.take().at(-1)!, /passive/);
  assertEquals((await kit.login("a1")).ended, null);
  assertEquals((await kit.login("Op", { mode: "P", password: "x" })).ended, null);
});

for (
  const [settings, login, text] of [
    [{ tag_allow_passive: false }, { mode: "P" }, "Passive users"],
    [{ tag_allow_sock5: false }, { mode: "5" }, "SOCKS5"],
    [{ tag_max_hubs: 3, min_share: 1 }, {}, "at least 1 MiB"],
    [{ max_share: 1 }, { share: 2_000_000 }, "at most 1 MiB"],
    [{ min_share: 1, min_share_factor_passive: 2 }, { mode: "P", share: 1_500_000 }, "at least 2 MiB"],
    [{ tag_min_hubs_reg: 1 }, {}, "1 are needed"],
    [{ tag_min_hs_ratio: 4 }, {}, "slots"],
  ] as const
) {
  Deno.test(`enter: ${JSON.stringify(login)} is refused under ${JSON.stringify(settings)}`, async () => {
    const kit = hubKit({ settings });
    const client = await kit.login("anna", { ...login, keep: true });
    assertStringIncludes(client.take().at(-1)!, text);
    assertEquals(client.ended, "end");
  });
}

Deno.test("enter: a client without a tag may be refused", () => {
  const kit = hubKit({ settings: { tag_allow_none: false } });
  const client = kit.connect();
  client.send(
    `$Key ${keyOf(client.take()[0]!.split(" ")[1]!)}|$Supports NoHello|$ValidateNick anna|$Version 1|`,
  );
  client.send("$MyINFO $ALL anna just me$ $50\x01$$0$|");
  assertMatch(client.take().at(-1)!, /no tag/);
});

Deno.test("enter: SearchRule and FailOver go to clients that know them", async () => {
  const kit = hubKit({ settings: { hub_failover_hosts: "a.example,b.example" } });
  const client = await kit.login("anna", { supports: `${MODERN} SearchRule FailOver`, keep: true });
  const got = client.take();
  assertEquals(got.includes("$SearchRule Min 4$$Max 256$$Num 1$$Int 32$$IntPas 48"), true);
  assertEquals(got.includes("$FailOver a.example,b.example"), true);
  const plain = (await kit.login("berta", { keep: true })).take().join();
  assertEquals(/SearchRule|FailOver/.test(plain), false);
});

Deno.test("enter: addresses go to operators, and to each user the own one", async () => {
  const kit = hubKit({
    settings: { send_user_ip: true },
    accounts: [{ nick: "Op", class: 3, passwordHash: "hash:x" }],
  });
  const op = await kit.login("Op", { password: "x", ip: "9.9.9.9" });
  const anna = await kit.login("anna", { ip: "1.1.1.1", keep: true });
  assertEquals(op.take(), [myInfo("anna"), "$UserIP anna 1.1.1.1$$"]);
  assertEquals(anna.take().filter((frame) => frame.startsWith("$UserIP")), ["$UserIP anna 1.1.1.1$$"]);
  op.send("$UserIP anna$$Hubcap$$nobody|");
  assertEquals(op.take(), ["$UserIP anna 1.1.1.1$$Hubcap 127.0.0.1$$"]);
  const second = await kit.login("Op", { password: "x", ip: "9.9.9.8", keep: true });
  assertEquals(second.take().some((frame) => /^\$UserIP .*anna 1\.1\.1\.1/.test(frame)), false);
});

Deno.test("enter: a welcome line names the newcomer to everybody who sees chat", async () => {
  const kit = hubKit({ settings: { msg_welcome_guest: "Hello %[nick]!" } });
  const anna = await kit.login("anna");
  await kit.login("berta");
  assertEquals(anna.take().at(-1), "<Hubcap> Hello berta!");
});

Deno.test("enter: a changed MyINFO goes to everybody, at most once a minute, and the last one is not lost", async () => {
  const kit = hubKit({ settings: { int_myinfo: 60 } });
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  anna.take();
  kit.clock.tick(60_000);
  berta.take();
  anna.send(`${myInfo("anna", { share: 5 })}|`);
  assertEquals(berta.take(), [myInfo("anna", { share: 5 })]);
  kit.clock.tick(2_000);
  anna.send(`${myInfo("anna", { share: 6 })}|${myInfo("anna", { share: 7 })}|`);
  assertEquals(berta.take(), []);
  kit.clock.tick(58_000);
  assertEquals(berta.take().filter((frame) => frame !== ""), [myInfo("anna", { share: 7 })]);
  assertEquals(kit.hub.users.share, 1007);
});

Deno.test("enter: a newcomer gets the present MyINFO of everybody, not the one at their arrival", async () => {
  const kit = hubKit({ settings: { int_myinfo: 0 } });
  const anna = await kit.login("anna");
  await kit.login("berta");
  anna.send(`${myInfo("anna", { desc: "changed" })}|`);
  const carla = await kit.login("carla", { keep: true });
  assertEquals(carla.take().filter((frame) => frame.includes(" anna ")), [
    myInfo("anna", { desc: "changed" }),
  ]);
});

Deno.test("enter: an unchanged MyINFO is not passed on", async () => {
  const kit = hubKit({ settings: { int_myinfo: 0 } });
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  anna.send(`${myInfo("anna")}|`);
  assertEquals(berta.take(), []);
});

Deno.test("enter: what the settings hide of a MyINFO nobody sees", async () => {
  const settings = { show_tags: false, show_speed: false, show_email: false, show_desc_len: 3 };
  const kit = hubKit({ settings });
  const anna = await kit.login("anna", { keep: true });
  await kit.login("berta", { desc: "abcdef" });
  assertEquals(anna.take().at(-1), "$MyINFO $ALL berta abc$ $\x01$$1000$");
});

Deno.test("enter: a hidden share shows and counts as 0", async () => {
  const kit = hubKit({ accounts: [{ nick: "Reg", class: 1, passwordHash: "hash:x", hideShare: true }] });
  const anna = await kit.login("anna");
  await kit.login("Reg", { password: "x", share: 5000 });
  assertEquals(anna.take(), [myInfo("Reg", { share: 0 })]);
  assertEquals(kit.hub.users.share, 1000);
});

Deno.test("enter: $GetNickList is answered at most once a minute below operator", async () => {
  const kit = hubKit({ settings: { int_nicklist: 60 } });
  const anna = await kit.login("anna");
  anna.send("$GetNickList|");
  assertEquals(anna.take(), []);
  kit.clock.tick(60_000);
  anna.take();
  anna.send("$GetNickList|");
  assertEquals(anna.take().at(-1), "$OpList Hubcap$$OpChat$$");
});

Deno.test("enter: $GetINFO is answered for clients that need it", async () => {
  const kit = hubKit();
  const old = await kit.login("old", { supports: "" });
  const modern = await kit.login("modern");
  old.take();
  old.send("$GetINFO MODERN old|$GetINFO nobody old|");
  assertEquals(old.take(), [myInfo("modern"), "$Quit nobody"]);
  modern.send("$GetINFO old modern|");
  assertEquals(modern.take(), []);
  old.send("$GetINFO modern modern|");
  assertEquals(old.ended, "end");
});
