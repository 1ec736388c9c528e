/**
 * Accounts by hand beyond the basics: single parts, protection, paging, the right to register that was lent.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import type { Account } from "../../store/types.ts";
import { answers, commandKit } from "../testing/command_kit.ts";
import { settle } from "../testing/hub_kit.ts";
import { ACCOUNT_COLUMNS } from "./account_columns.ts";

Deno.test("registration: !regset changes every part of an account, and a part without a value goes back", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  const account = () => kit.store.accounts.get("reg")!;
  const before = account();
  const values: Record<string, [typed: string, stored: Account[keyof Account]]> = {
    enabled: ["off", false],
    class_protect: ["5", 5],
    class_hidekick: ["2", 2],
    hide_kick: ["1", true],
    hide_keys: ["on", true],
    show_keys: ["1", true],
    hide_share: ["1", true],
    hide_chat: ["1", true],
    hide_ctmmsg: ["1", true],
    auth_ip: ["2001:DB8:0::1", "2001:db8::1"],
    alternate_ip: ["1.2.3.4", "1.2.3.4"],
    fake_ip: ["1.2.3.5", "1.2.3.5"],
    reg_op: ["anna", "anna"],
    note_op: ["two words", "two words"],
    note_usr: ["be kind", "be kind"],
  };
  assertEquals(Object.keys(values), ACCOUNT_COLUMNS.map(({ name }) => name));
  for (const { name, field } of ACCOUNT_COLUMNS) {
    const [typed, stored] = values[name]!;
    assertMatch(
      (await kit.type(root, "root", `!regset reg ${name} ${typed}`))[0]!,
      /^reg has .* now: /,
      name,
    );
    assertEquals(account()[field], stored, name);
    await kit.type(root, "root", `!reg= reg ${name}`);
    assertEquals(account()[field], before[field], name);
  }
});

Deno.test("registration: !regset refuses what does not fit and names the nearest", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  const refusals: [string, RegExp][] = [
    ["reg hide_shar 1", /no hide_shar\. Did you mean hide_share\?/],
    ["reg zzz 1", /no zzz\. !regset reg shows what there is/],
    ["reg hide_share maybe", /hide_share stays as it is: it takes 0 or 1/],
    ["reg class_protect 6", /takes a class from 0 to 5/],
    ["reg auth_ip 1.2.3", /takes an IPv4 or IPv6 address/],
    [`reg note_op ${"x".repeat(256)}`, /takes one line of at most 255 bytes/],
    ["reg class 3", /An account has no class/],
    ["nobody hide_share 1", /nobody is not registered/],
  ];
  const before = kit.store.accounts.list();
  for (const [line, answer] of refusals) {
    assertMatch((await kit.type(root, "root", `!regset ${line}`))[0]!, answer, line);
  }
  assertEquals(kit.store.accounts.list(), before);
  const [list] = await kit.type(root, "root", "!regset reg");
  for (const { name } of ACCOUNT_COLUMNS) assertStringIncludes(list!, `\r\n${name} = "`);
  const chief = await kit.enter("chief");
  assertMatch((await kit.type(chief, "chief", "!regset reg hide_share 1"))[0]!, /no right/);
});

Deno.test("registration: !regset works at once on who is online", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  await kit.enter("reg");
  await kit.type(root, "root", "!regset reg hide_share 1");
  assertEquals(kit.hub.users.get("reg")?.share, 0);
  await kit.type(root, "root", "!regset reg show_keys 1");
  assertEquals(kit.hub.users.get("reg")?.op, true);
});

Deno.test("registration: !regprotect keeps operators up to a class from kicking, stored and at once", async () => {
  const kit = commandKit();
  const chief = await kit.enter("chief");
  const oper = await kit.enter("oper");
  const reg = await kit.enter("reg");
  assertMatch((await kit.type(chief, "chief", "!regprotect reg"))[0]!, /up to which class/);
  assertMatch((await kit.type(chief, "chief", "!regprotect reg 4"))[0]!, /below your own/);
  assertMatch((await kit.type(chief, "chief", "!regprotect reg 3"))[0]!, /class_protect = "3"/);
  assertMatch((await kit.type(oper, "oper", "!kick reg spam"))[0]!, /protected from kicks/);
  assertEquals([reg.ended, kit.store.accounts.get("reg")?.classProtect], [null, 3]);
  assertMatch((await kit.type(chief, "chief", "!drop reg spam")).join(), /dropped reg/);
  assertEquals(reg.ended, "end");
});

Deno.test("registration: !reghidekick hides an operator's kicks from a class and lower ones", async () => {
  const kit = commandKit({ hide_all_kicks: false });
  const root = await kit.enter("root");
  const oper = await kit.enter("oper");
  const vip = await kit.enter("vip");
  const reg = await kit.enter("reg");
  assertMatch((await kit.type(root, "root", "!reghidekick oper 1"))[0]!, /class_hidekick = "1"/);
  await kit.login("one");
  await kit.login("two");
  for (const client of [vip, reg]) client.take();
  await kit.type(oper, "oper", "!drop one spam");
  const line = "<oper> oper is kicking one because: spam";
  assertEquals([vip.take().includes(line), reg.take().includes(line)], [true, false]);
  await kit.type(root, "root", "!regset oper hide_kick 1");
  await kit.type(oper, "oper", "!drop two spam");
  assertFalse([...vip.take(), ...reg.take()].join().includes("is kicking"));
});

Deno.test("registration: lists of accounts come in pages", async () => {
  const kit = commandKit();
  for (let i = 0; i < 250; i++) kit.store.accounts.add({ nick: `n${String(i).padStart(3, "0")}`, class: 2 });
  kit.store.accounts.remove("vip");
  const root = await kit.enter("root");
  const [first] = await kit.type(root, "root", "!reglist 2");
  assertMatch(first!, /^Accounts of class 2 \(VIP\): 250 \(page 1 of 3\)\r\nn000\r\n/);
  assert(first!.endsWith("More: !reglist 2 2"));
  const [last] = await kit.type(root, "root", "!lst 2 3");
  assertEquals([last!.split("\r\n").length, last!.split("\r\n").at(-1)], [51, "n249"]);
  assertMatch((await kit.type(root, "root", "!reglist 2 4"))[0]!, /"4" is no page: there are 3/);
  assertMatch((await kit.type(root, "root", "!reglist 7"))[0]!, /Nobody has class 7/);
});

Deno.test("registration: !reginfo shows what is set, who left when, and which passwords were wrong", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  kit.store.accounts.update("oper", {
    authIp: "1.2.3.4",
    hideShare: true,
    noteOp: "trusted",
    noteUsr: "hello",
    errorCount: 2,
    errorAt: 1_700_000_000,
    errorIp: "6.6.6.6",
  });
  const [text] = await kit.type(root, "root", "!reginfo oper");
  assertStringIncludes(text!, "2 wrong since the last login, the last one 2023-11-14 22:13 UTC from 6.6.6.6");
  assertStringIncludes(
    text!,
    "\r\nSet: hide_share=1 auth_ip=1.2.3.4\r\nNote: trusted\r\nNote for the user: hello",
  );
  const reg = await kit.enter("reg");
  assertStringIncludes((await kit.type(root, "root", "!reginfo reg"))[0]!, "1 in all, online now");
  reg.drop();
  // Not written yet, and known all the same.
  assertMatch((await kit.type(root, "root", "!reginfo reg"))[0]!, /1 in all, left 20\d\d-/);
});

Deno.test("registration: who was lent the right to register keeps to classdif_reg", async () => {
  const kit = commandKit();
  const chief = await kit.enter("chief");
  const oper = await kit.enter("oper");
  assertMatch((await kit.type(oper, "oper", "!regnew neo"))[0]!, /no right/);
  assertMatch((await kit.type(chief, "chief", "!mayreg oper 1h"))[0]!, /for 1 h/);
  assertMatch((await kit.type(oper, "oper", "!regnew neo"))[0]!, /neo is registered with class 1/);
  assertMatch((await kit.type(oper, "oper", "!reg new trin 1"))[0]!, /trin is registered/);
  assertMatch((await kit.type(oper, "oper", "!regnew smith 2"))[0]!, /may not give class 2/);
  assertMatch((await kit.type(oper, "oper", "!regclass vip 1"))[0]!, /too high a class/);
  assertMatch((await kit.type(oper, "oper", "!regset neo hide_share 1"))[0]!, /no right/);
  kit.clock.tick(3_600_000);
  assertMatch(answers(oper).join(), /Your right to register users is over/);
  assertMatch((await kit.type(oper, "oper", "!regdel neo"))[0]!, /no right/);
});

Deno.test("registration: scripts may refuse, and a class is one of those that exist", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  for (const word of ["0", "6", "7", "8", "9", "11", "-2", "x"]) {
    assertMatch(
      (await kit.type(root, "root", `!regclass reg ${word}`))[0]!,
      /is no class\. Classes are -1, 1/,
    );
  }
  kit.scripts.on("OnNewReg", { allow: false });
  kit.scripts.on("OnDelReg", { allow: false });
  kit.scripts.on("OnUpdateClass", { allow: false });
  for (const line of ["!regnew neo", "!regdel reg", "!regclass reg 2"]) {
    assertEquals(await kit.type(root, "root", line), ["A script refused that."]);
  }
  assertEquals([kit.store.accounts.get("neo"), kit.store.accounts.get("reg")?.class], [null, 1]);
});

Deno.test("registration: the prefix for +regme may be the country of the user", async () => {
  const settings = { autoreg_class: 1, nick_prefix_autoreg: "[%[CC]]" };
  const kit = commandKit(settings, { countries: { "10.9.9.9": "DE" } });
  const there = await kit.login("[DE]anna", { ip: "10.9.9.9" });
  assertMatch((await kit.type(there, "[DE]anna", "+regme longenough"))[0]!, /registered with class 1/);
  const elsewhere = await kit.login("[DE]berta", { ip: "10.9.9.8" });
  assertMatch((await kit.type(elsewhere, "[DE]berta", "+regme longenough"))[0]!, /begin with \[--\]/);
});

Deno.test("registration: +unregme ends an account at once, or asks the operators", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper");
  const reg = await kit.enter("reg");
  const guest = await kit.enter("guest");
  assertMatch((await kit.type(guest, "guest", "+unregme"))[0]!, /no right/);
  oper.take();
  assertEquals(await kit.type(reg, "reg", "+unregme"), ["Your wish was passed on to the operators."]);
  assertMatch(oper.take().join(), /reg \(10\.0\.0\.\d+\) asks for the end of the account\. Use !regdel reg/);
  kit.store.settings.set("autounreg_class", 1);
  assertEquals(await kit.type(reg, "reg", "+unregme"), ["You are not registered any more."]);
  assertEquals([kit.store.accounts.get("reg"), kit.hub.users.get("reg")?.class], [null, 0]);
  const vip = await kit.enter("vip");
  assertEquals(await kit.type(vip, "vip", "+unregme"), ["Your wish was passed on to the operators."]);
  kit.store.settings.set("disable_regme_cmd", true);
  assertMatch((await kit.type(vip, "vip", "+unregme"))[0]!, /turned off/);
});

Deno.test("registration: a password in !regnew or !regpass is seen by nobody else", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  kit.scripts.on("OnHubCommand");
  kit.scripts.on("OnOperatorCommand");
  for (const line of ["!regnew neo 1 topsecret", "!regpass neo topsecret", "!reg pass neo topsecret"]) {
    await kit.type(root, "root", line);
    await settle();
  }
  assertEquals(kit.store.accounts.get("neo")?.passwordHash, "hash:topsecret");
  assertFalse(kit.scripts.take().join("\n").includes("topsecret"));
});
