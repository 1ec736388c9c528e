/**
 * Which nicks are let in: rules, limits, bans, accounts, pingers.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { hubKit, keyOf, MODERN, myInfo, settle } from "../testing/hub_kit.ts";

async function tryNick(
  kit: ReturnType<typeof hubKit>,
  nick: string,
  { ip, supports = "NoHello" }: { ip?: string; supports?: string } = {},
) {
  const client = kit.connect(ip);
  client.send(`$Supports ${supports}|`);
  client.take();
  client.send(`$ValidateNick ${nick}|`);
  await settle();
  return { frames: client.take(), ended: client.ended };
}

Deno.test("nick: a guest may not take a nick somebody else has, in any case of its letters", async () => {
  const kit = hubKit();
  await kit.login("Anna", { ip: "1.1.1.1" });
  const { frames, ended } = await tryNick(kit, "aNNA", { ip: "2.2.2.2" });
  assertEquals(frames[1], "$ValidateDenide aNNA");
  assertStringIncludes(frames[0]!, "in use");
  assertEquals(ended, "end");
});

Deno.test("nick: the hub's bots keep their nicks", async () => {
  const kit = hubKit();
  for (const nick of ["hubcap", "OPCHAT"]) {
    const { frames } = await tryNick(kit, nick);
    assertEquals(frames[1], `$ValidateDenide ${nick}`);
  }
});

for (
  const [nick, settings, bad] of [
    ["", {}, "$BadNick Char 60 62 13 10"],
    ["a b", {}, "$BadNick Char 60 62 13 10"],
    ["<a>", {}, "$BadNick Char 60 62 13 10"],
    ["0.0.0.0/0", {}, "$BadNick Char 60 62 13 10"],
    ["::1-::9", {}, "$BadNick Char 60 62 13 10"],
    ["ab", { min_nick: 3 }, "$BadNick Min 3"],
    ["abcdef", { max_nick: 5 }, "$BadNick Max 5"],
    ["abz", { nick_chars: "abc" }, "$BadNick Char 122"],
    ["anna", { nick_prefix: "[A] [B]" }, "$BadNick Pref [A] [B]"],
    ["[a]anna", { nick_prefix: "[A]" }, "$BadNick Pref [A]"],
    ["[OP]anna", {}, "$BadNick Pref"],
  ] as const
) {
  Deno.test(`nick: "${nick}" is refused under ${JSON.stringify(settings)}`, async () => {
    const kit = hubKit({ settings });
    const { frames, ended } = await tryNick(kit, nick, { supports: "NickRule" });
    assertEquals([frames.at(-1), ended], [bad, "end"]);
    const plain = await tryNick(kit, nick);
    assertEquals([plain.frames.length, plain.ended], [1, "end"]);
  });
}

Deno.test("nick: prefixes may be compared without case", async () => {
  const kit = hubKit({ settings: { nick_prefix: "[A]", nick_prefix_nocase: true } });
  assertEquals((await tryNick(kit, "[a]anna")).ended, null);
});

Deno.test("nick: guests' rules do not bind accounts", async () => {
  const kit = hubKit({
    settings: { min_nick: 10, nick_prefix: "[A]" },
    accounts: [{ nick: "Op", class: 3, passwordHash: "hash:x" }],
  });
  assertEquals((await tryNick(kit, "Op")).frames.at(-1), "$GetPass");
});

Deno.test("nick: a disabled account is a guest's nick, a disabled master is still asked", async () => {
  const kit = hubKit({
    accounts: [
      { nick: "Op", class: 3, passwordHash: "hash:x", enabled: false },
      { nick: "Master", class: 10, passwordHash: "hash:x", enabled: false },
    ],
  });
  assertEquals((await tryNick(kit, "Op")).frames.at(-1), "$Hello Op");
  assertEquals((await tryNick(kit, "Master")).frames.at(-1), "$GetPass");
});

Deno.test("nick: a full hub says so, leaves room for accounts, and never refuses operators", async () => {
  const kit = hubKit({
    settings: { max_users: 1, max_extra_regs: 1 },
    accounts: [
      { nick: "reg", class: 1, passwordHash: "hash:x" },
      { nick: "reg2", class: 1, passwordHash: "hash:x" },
      { nick: "op", class: 3, passwordHash: "hash:x" },
    ],
  });
  await kit.login("anna");
  const guest = await tryNick(kit, "berta");
  assertEquals([guest.frames.at(-1), guest.ended], ["$HubIsFull", "end"]);
  assertMatch(guest.frames[0]!, /^<Hubcap> This hub is full/);
  assertEquals((await tryNick(kit, "reg")).frames.at(-1), "$GetPass");
  assertEquals((await tryNick(kit, "reg2")).frames.at(-1), "$HubIsFull");
  assertEquals((await tryNick(kit, "op")).frames.at(-1), "$GetPass");
});

Deno.test("nick: places are given back by those who leave during the login", async () => {
  const kit = hubKit({ settings: { max_users: 1 } });
  const client = kit.connect();
  client.send("$Supports NoHello|$ValidateNick anna|");
  assertEquals((await tryNick(kit, "berta")).frames.at(-1), "$HubIsFull");
  client.drop();
  assertEquals((await tryNick(kit, "berta")).frames.at(-1), "$Hello berta");
});

Deno.test("nick: users of one address are counted below VIP", async () => {
  const kit = hubKit({
    settings: { max_users_from_ip: 1 },
    accounts: [{ nick: "vip", class: 2, passwordHash: "hash:x" }],
  });
  await kit.login("anna", { ip: "1.1.1.1" });
  assertEquals((await tryNick(kit, "berta", { ip: "1.1.1.1" })).frames.at(-1), "$HubIsFull");
  assertEquals((await tryNick(kit, "berta", { ip: "1.1.1.11" })).frames.at(-1), "$Hello berta");
  assertEquals((await tryNick(kit, "vip", { ip: "1.1.1.1" })).frames.at(-1), "$GetPass");
});

Deno.test("nick: a stored ban tells who, why and how long, by nick or by address", async () => {
  const kit = hubKit({ settings: { ban_extra_message: "Write to the owner" } });
  const now = Math.floor(kit.clock.now() / 1000);
  const ban = {
    type: "nickip" as const,
    nick: "anna",
    ip: "1.1.1.1",
    op: "Op",
    reason: "spam",
    noteOp: "",
    noteUser: "",
    start: now,
    end: now + 7200,
  };
  kit.store.bans.add(ban);
  for (const [nick, ip] of [["ANNA", "2.2.2.2"], ["berta", "1.1.1.1"]] as const) {
    const { frames, ended } = await tryNick(kit, nick, { ip });
    assertEquals(
      frames.at(-1),
      "<Hubcap> You are banned for another 2 h by Op: spam\r\nBanned: nick anna and address 1.1.1.1\r\nWrite to the owner",
    );
    assertEquals(ended, "end");
  }
  kit.clock.tick(7_200_000);
  assertEquals((await tryNick(kit, "anna")).ended, null);
});

Deno.test("nick: masters are not stopped by a ban", async () => {
  const kit = hubKit({ accounts: [{ nick: "boss", class: 10, passwordHash: "hash:x" }] });
  kit.store.bans.add({
    type: "nick",
    nick: "boss",
    ip: "",
    op: "Op",
    reason: "",
    noteOp: "",
    noteUser: "",
    start: 0,
    end: 0,
  });
  assertEquals((await tryNick(kit, "boss")).frames.at(-1), "$GetPass");
});

Deno.test("nick: a user who just logged in has to wait before the next login", async () => {
  const kit = hubKit({ settings: { int_login: 60 } });
  (await kit.login("anna")).drop();
  const soon = await tryNick(kit, "anna");
  assertMatch(soon.frames[0]!, /Try again in 1 min/);
  assertEquals(soon.ended, "end");
  kit.clock.tick(60_000);
  assertEquals((await tryNick(kit, "anna")).ended, null);
});

Deno.test("nick: an account tied to an address is not let in from one that begins the same", async () => {
  const kit = hubKit({ accounts: [{ nick: "op", class: 3, passwordHash: "hash:x", authIp: "1.2.3.4" }] });
  const wrong = await tryNick(kit, "op", { ip: "1.2.3.45" });
  assertMatch(wrong.frames.at(-1)!, /may not log in from your address/);
  assertEquals([wrong.ended, kit.store.accounts.get("op")?.errorCount], ["end", 1]);
  assertMatch(kit.connect("1.2.3.45").take()[1]!, /banned for another 1 min/);
  assertEquals((await tryNick(kit, "op", { ip: "1.2.3.4" })).frames.at(-1), "$GetPass");
});

Deno.test("nick: an unregistered pinger gets class -1, places of its own, and its answer", async () => {
  const kit = hubKit({
    settings: {
      max_users: 0,
      max_extra_pings: 1,
      hub_desc: "a $hub",
      hub_owner: "me",
      hub_icon_url: "http://i",
    },
  });
  const pinger = await kit.login("pinger", { supports: `${MODERN} BotINFO HubURL` });
  assertEquals(kit.hub.users.get("pinger")?.class, -1);
  pinger.send("$MyHubURL dchub://dialled.example:5000|$BotINFO PINGER|");
  assertEquals(pinger.take(), [
    "$SetIcon http://i",
    "$HubINFO Hubcap$dialled.example:5000$a &#36;hub$0$0$0$0$Hubcap 0.1.0$me$$UTF-8",
  ]);
  pinger.send("<pinger> hello|");
  assertMatch(pinger.take()[0]!, /may not write/);
});

Deno.test("nick: a pinger that names no address gets the hub's own", async () => {
  const kit = hubKit();
  const pinger = await kit.login("pinger", { supports: `${MODERN} BotINFO` });
  pinger.send("$BotINFO |");
  assertStringIncludes(pinger.take()[0]!, "$hub.example:4111$");
});

Deno.test("nick: two logins of one guest nick from one address end with one user", () => {
  const kit = hubKit();
  const clients = [kit.connect("1.1.1.1"), kit.connect("1.1.1.1")];
  for (const client of clients) {
    const lock = client.take()[0]!.split(" ")[1]!;
    client.send(`$Supports ${MODERN}|$Key ${keyOf(lock)}|$ValidateNick anna|$Version 1|`);
  }
  clients[0]!.send(`${myInfo("anna", { share: 1 })}|`);
  clients[1]!.send(`${myInfo("anna", { share: 2 })}|`);
  assertEquals(clients.map(({ ended }) => ended), [null, "end"]);
  assertEquals(clients[1]!.take().at(-1), "$ValidateDenide anna");
});
