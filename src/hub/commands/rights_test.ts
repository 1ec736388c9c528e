/**
 * Rights taken and given for a time, typed by operators: who may, what they open, when they end.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import { loadRights } from "../moderation/restrictions.ts";
import { answers, commandKit } from "../testing/command_kit.ts";

Deno.test("rights: a VIP with the right to kick may kick, drop and gag until it ends", async () => {
  const kit = commandKit({ tban_kick: 300 });
  const oper = await kit.enter("oper");
  const vip = await kit.enter("vip");
  const [one, two, three] = [await kit.login("one"), await kit.login("two"), await kit.login("three")];
  assertMatch((await kit.type(vip, "vip", "+kick one spam"))[0]!, /no right/);
  assertMatch((await kit.type(vip, "vip", "+vipgag one"))[0]!, /no right/);
  assertMatch(
    (await kit.type(oper, "oper", "!kvip vip 1h"))[0]!,
    /^vip has the right to kick and drop for 1 h/,
  );
  assertMatch(answers(vip).join(), /You have the right to kick and drop for 1 h/);
  await kit.type(vip, "vip", "+kick one spam _ban_1y");
  const at = Math.floor(kit.clock.now() / 1000);
  assertEquals([one.ended, kit.store.bans.find("one", at)[0]?.end], ["end", at + 300]);
  await kit.type(vip, "vip", "+drop two spam");
  assertEquals([two.ended, kit.store.bans.find("two", at)], ["end", []]);
  assertMatch((await kit.type(vip, "vip", "+vipgag three spam"))[0]!, /for 5 min/);
  assertMatch(three.take().join(), /You may not write in main chat/);
  assertMatch((await kit.type(vip, "vip", "+vipungag three"))[0]!, /has the right to main chat again/);
  kit.clock.tick(3_600_000);
  assertMatch(answers(vip).join(), /Your right to kick and drop is over/);
  assertMatch((await kit.type(vip, "vip", "+kick three spam"))[0]!, /no right/);
  vip.send("$Kick three|");
  assertEquals([three.ended, vip.ended], [null, "end"]);
});

Deno.test("rights: a gag by an operator is not the VIP's to shorten or to end", async () => {
  const kit = commandKit({ tban_kick: 300 });
  const oper = await kit.enter("oper");
  const vip = await kit.enter("vip");
  await kit.login("loud");
  await kit.type(oper, "oper", "!maykick vip");
  await kit.type(oper, "oper", "!gag loud 1d");
  const until = kit.store.rights.get("loud")?.chat;
  await kit.type(vip, "vip", "+vipgag loud");
  assertEquals(kit.store.rights.get("loud")?.chat, until);
  assertMatch((await kit.type(vip, "vip", "+vipungag loud"))[0]!, /An operator took main chat/);
  assertMatch((await kit.type(vip, "vip", "+vipgag oper"))[0]!, /too high a class/);
  assertMatch((await kit.type(vip, "vip", "+vipgag nobody"))[0]!, /neither online nor registered/);
});

Deno.test("rights: nobody gives what is not their own, to themselves, upward, or to who cannot use it", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper");
  const chief = await kit.enter("chief");
  await kit.type(chief, "chief", "!mayreg oper");
  const refusals: [string, RegExp][] = [
    ["!mayreg oper", /no right to register users yourself/],
    ["!mayreg vip", /no right to register users yourself/],
    ["!noshare oper", /cannot give rights to yourself/],
    ["!noshare chief", /too high a class/],
    ["!maykick oper", /yourself/],
    ["!maykick reg", /reg needs class 2 \(VIP\)/],
    ["!mayopchat guest", /guest needs class 1 \(registered\)/],
    ["!maykick OpChat", /is a bot/],
    ["!maykick vip soon", /"soon" is no time/],
    ["!maykick vip 0", /"0" is no time/],
    ["!maykick", /Write whose right it is/],
  ];
  for (const [line, answer] of refusals) assertMatch((await kit.type(oper, "oper", line))[0]!, answer, line);
  assertEquals(kit.store.rights.list(0, 9, 0).map(({ nick }) => nick), ["oper"]);
});

Deno.test("rights: what ended while its user was away is not told at the next login", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper");
  await kit.type(oper, "oper", "!maykick vip 1h");
  kit.clock.tick(3_600_000);
  const vip = await kit.enter("vip");
  kit.clock.tick(2_000);
  assertEquals([kit.hub.users.get("vip")?.given, answers(vip)], [null, []]);
  kit.store.settings.set("opchat_class", 11);
  assertMatch(
    (await kit.type(oper, "oper", "!mayopchat vip"))[0]!,
    /no right to be in the operator chat yourself/,
  );
});

Deno.test("rights: !mayopchat lets in at once, also at the next login, and out again", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper");
  const reg = await kit.enter("reg");
  const members = () => [...kit.hub.context.opChat].map(({ nick }) => nick);
  await kit.type(oper, "oper", "!mayopchat reg 1h");
  assertEquals(members(), ["oper", "reg"]);
  reg.drop();
  const again = await kit.enter("reg");
  assertEquals(members(), ["oper", "reg"]);
  again.send("$To: OpChat From: reg $<reg> hello|");
  assertMatch(oper.take().join(), /From: OpChat \$<reg> hello/);
  await kit.type(oper, "oper", "!unmayopchat reg");
  assertEquals(members(), ["oper"]);
  await kit.type(oper, "oper", "!mayopchat reg 1h");
  kit.clock.tick(3_600_000);
  assertEquals(members(), ["oper"]);
});

Deno.test("rights: !noshare lifts the least share for entering and for searching, while it lasts", async () => {
  const kit = commandKit({ min_share: 1, min_share_use_hub: 2, delayed_search: false });
  const oper = await kit.enter("oper", { share: 1 });
  assertEquals((await kit.login("poor", { share: 0 })).ended, "end");
  await kit.type(oper, "oper", "!noshare poor 1h");
  const poor = await kit.login("poor", { share: 0 });
  assertEquals(poor.ended, null);
  oper.take();
  poor.send("$Search Hub:poor F?T?0?1?linux|");
  assert(oper.take().join().includes("?linux"));
  kit.clock.tick(3_601_000);
  oper.take();
  poor.send("$Search Hub:poor F?T?0?1?other|");
  assertFalse(oper.take().join().includes("?other"));
  poor.drop();
  assertEquals((await kit.login("poor", { share: 0 })).ended, "end");
});

Deno.test("rights: every gag takes its right for a week unless told, and its opposite gives it back", async () => {
  const kit = commandKit({ delayed_search: false });
  const oper = await kit.enter("oper");
  const now = () => Math.floor(kit.clock.now() / 1000);
  const gags: [string, readonly ("chat" | "pm" | "search" | "ctm")[]][] = [
    ["gag", ["chat"]],
    ["nochat", ["chat"]],
    ["nopm", ["pm"]],
    ["nochats", ["chat", "pm"]],
    ["nosearch", ["search"]],
    ["nodl", ["ctm"]],
    ["noctm", ["ctm"]],
  ];
  for (const [word, rights] of gags) {
    assertMatch((await kit.type(oper, "oper", `!${word} away`))[0]!, /for 7 d\.$/);
    const taken = kit.store.rights.get("away")!;
    for (const right of ["chat", "pm", "search", "ctm"] as const) {
      assertEquals(taken[right], rights.includes(right) ? now() + 604_800 : 0, `${word} ${right}`);
    }
    assertMatch((await kit.type(oper, "oper", `!${word} away 90m`))[0]!, /for 1 h 30 min\.$/);
    assertMatch((await kit.type(oper, "oper", `!un${word} away`))[0]!, /again\.$/);
    assertEquals(kit.store.rights.get("away"), null, word);
  }
});

Deno.test("rights: what is taken is refused with its rest until it ends", async () => {
  const kit = commandKit({ delayed_search: false, use_hub_msg_time: 0 });
  const oper = await kit.enter("oper");
  const loud = await kit.login("loud");
  await kit.type(oper, "oper", "!nochats loud 1h");
  await kit.type(oper, "oper", "!nosearch loud 1h");
  await kit.type(oper, "oper", "!nodl loud 1h");
  const tries = () => {
    oper.take();
    loud.take();
    loud.send("<loud> hi|$To: oper From: loud $<loud> hi|$Search Hub:loud F?T?0?1?linux|");
    loud.send("$ConnectToMe oper 10.0.0.9:412|");
    return {
      heard: oper.take().length,
      told: answers(loud).filter((text) => /^You may not/.test(text)).length,
    };
  };
  assertEquals(tries(), { heard: 0, told: 4 });
  kit.clock.tick(3_600_000);
  assertEquals(tries(), { heard: 4, told: 0 });
});

Deno.test("rights: !noinfo and !temprights show both kinds, !cleantemprights ends all of them", async () => {
  const kit = commandKit();
  const admin = await kit.enter("admin");
  const vip = await kit.enter("vip");
  assertEquals(await kit.type(admin, "admin", "!temprights"), ["Nobody has other rights than usual."]);
  assertEquals(await kit.type(admin, "admin", "!noinfo vip"), ["vip has the usual rights."]);
  await kit.type(admin, "admin", "!maykick vip 1d");
  await kit.type(admin, "admin", "!nopm vip 2h");
  await kit.type(admin, "admin", "!noshare away 1h");
  assertEquals(await kit.type(admin, "admin", "!mayinfo vip"), ["vip: no pm for 2 h, may kick for 1 d"]);
  assertEquals(await kit.type(admin, "admin", "!temprights"), [
    "Rights taken and given: 2\r\naway: noshare for 1 h (admin)\r\n" +
    "vip: no pm for 2 h, may kick for 1 d (admin)",
  ]);
  assertMatch((await kit.type(admin, "admin", "!cleantemprights"))[0]!, /If you are sure/);
  assertEquals(await kit.type(admin, "admin", "!cleantemprights yes"), [
    "2 nicks have the usual rights again.",
  ]);
  const user = kit.hub.users.get("vip")!;
  assertEquals([user.taken, user.given, kit.store.rights.count(0)], [null, null, 0]);
  assertMatch((await kit.type(vip, "vip", "+kick admin"))[0]!, /no right/);
});

Deno.test("rights: a long list comes in pages", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper");
  for (let i = 0; i < 101; i++) {
    kit.store.rights.give(
      `n${String(i).padStart(3, "0")}`,
      { kick: 9e9, reg: 0, opchat: 0, share0: 0 },
      "",
      0,
    );
  }
  assertMatch(
    (await kit.type(oper, "oper", "!temprights"))[0]!,
    /^Rights taken and given: 101 \(page 1 of 2\)/,
  );
  assertMatch(
    (await kit.type(oper, "oper", "!temprights 2"))[0]!,
    /\(page 2 of 2\)\r\nn100: may kick for \d+ d/,
  );
});

Deno.test("rights: a right stored for a nick without an account opens nothing", async () => {
  const kit = commandKit();
  const vip = await kit.enter("vip");
  const root = await kit.enter("root");
  await kit.type(root, "root", "!regdel vip");
  const user = kit.hub.users.get("vip")!;
  const now = Math.floor(kit.clock.now() / 1000);
  kit.store.rights.give("vip", { kick: now + 60, reg: 0, opchat: 0, share0: 0 }, "oper", now);
  loadRights(kit.hub.context, user);
  assert(user.given !== null && user.class === 0);
  assertStringIncludes((await kit.type(vip, "vip", "+kick oper"))[0]!, "no right");
});

Deno.test("classes: !class, !protect and hidden kicks last until the user leaves", async () => {
  const kit = commandKit({ hide_all_kicks: false });
  const chief = await kit.enter("chief");
  const reg = await kit.enter("reg");
  assertEquals(await kit.type(chief, "chief", "!class reg"), ["reg has class 3 (operator) until logout."]);
  assertEquals([kit.hub.users.get("reg")?.op, kit.store.accounts.get("reg")?.class], [true, 1]);
  for (
    const [line, answer] of [
      ["!class reg 4", /no class you may give: 0 to 3/],
      ["!class chief 1", /too high a class/],
      ["!class nobody 1", /not online/],
      ["!class OpChat 1", /is a bot/],
      ["!class", /Write who is meant/],
      ["!protect reg 4", /no class you may give/],
    ] as const
  ) assertMatch((await kit.type(chief, "chief", line))[0]!, answer, line);
  assertMatch((await kit.type(chief, "chief", "!protect reg"))[0]!, /by class 3 and lower/);
  const oper = await kit.enter("oper");
  assertMatch((await kit.type(oper, "oper", "!drop reg"))[0]!, /protected/);
  assertMatch((await kit.type(chief, "chief", "!protect reg 0"))[0]!, /not protected any more/);
  const guest = await kit.login("guest");
  const drops = async (nick: string) => {
    await kit.login(nick);
    guest.take();
    await kit.type(oper, "oper", `!drop ${nick}`);
    return guest.take().some((frame) => frame.includes("is kicking"));
  };
  assertEquals(await drops("one"), true);
  await kit.type(chief, "chief", "!hk oper");
  assertEquals(await drops("two"), false);
  await kit.type(chief, "chief", "!uhk oper");
  assertEquals(await drops("three"), true);
  assertMatch((await kit.type(oper, "oper", "!hideme 2"))[0]!, /hidden from class 2/);
  assertEquals(await drops("four"), false);
  assertMatch((await kit.type(oper, "oper", "!hideme 0"))[0]!, /shown again/);
  assertEquals(await drops("five"), true);
  assertMatch((await kit.type(oper, "oper", "!hideme"))[0]!, /Write up to which class/);
  reg.drop();
  await kit.enter("reg");
  assertEquals(kit.hub.users.get("reg")?.class, 1);
});
