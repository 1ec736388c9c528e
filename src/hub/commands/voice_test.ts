/**
 * What users say and ask about themselves: `+me`, `+chat`, `+nochat`, `+report`, `+myip`, `+myinfo`, `+help`.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import { answers, commandKit } from "../testing/command_kit.ts";
import { giveRight } from "../moderation/given_rights.ts";
import { restrictNick } from "../moderation/restrictions.ts";

Deno.test("+me: everybody sees it in the third person, the author too", async () => {
  const kit = commandKit();
  const anna = await kit.enter("anna");
  const bob = await kit.enter("bob");
  anna.take();
  anna.send("<anna> +me waves &#36;5 &#124; more|");
  assertEquals([anna.take(), bob.take().at(-1)], [
    ["** anna waves $5 &#124; more"],
    "** anna waves $5 &#124; more",
  ]);
});

Deno.test("+me: what holds for chat holds for it: rights, length, repetition, flood, the switch", async () => {
  const kit = commandKit({ max_chat_msg: 20, max_chat_lines: 2 });
  const anna = await kit.enter("anna");
  const said = async (text: string) => (await kit.type(anna, "anna", `+me ${text}`))[0];
  assertMatch((await said("x".repeat(21)))!, /too long/);
  assertMatch((await said("a\r\nb\r\nc"))!, /too many lines/);
  assertEquals(await said("waves"), undefined);
  assertEquals(await said("waves"), "You said that already.");
  assertMatch((await said(""))!, /^Write what you do/);
  restrictNick(kit.hub.context, "anna", { chat: 600 }, "oper");
  assertEquals(await said("sings"), "You may not write in main chat for another 10 min.");
  kit.store.settings.set("disable_me_cmd", true);
  assertEquals(await said("sings"), "+me is turned off here.");
});

Deno.test("+me: below mainchat_class nobody speaks of themselves", async () => {
  const kit = commandKit({ mainchat_class: 1 });
  const anna = await kit.enter("anna");
  assertEquals(await kit.type(anna, "anna", "+me waves"), ["You have no right to write in main chat."]);
});

Deno.test("+me: scripts see the text and may block or replace it", async () => {
  const kit = commandKit();
  kit.scripts.on(
    "OnParsedMsgChat",
    (args) => args[1] === "swears" ? { allow: false } : { fields: ["Anna", "smiles"] },
  );
  const anna = await kit.enter("anna");
  anna.take();
  anna.send("<anna> +me swears|<anna> +me waves|");
  assertEquals(anna.take(), ["** Anna smiles"]);
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("OnParsedMsgChat")), [
    "OnParsedMsgChat(anna,swears)",
    "OnParsedMsgChat(anna,waves)",
  ]);
});

Deno.test("+nochat and +chat: main chat goes away and comes back, private messages stay", async () => {
  const kit = commandKit();
  const anna = await kit.enter("anna");
  const bob = await kit.enter("bob");
  assertMatch((await kit.type(anna, "anna", "+nochat"))[0]!, /^Main chat is hidden/);
  assertMatch((await kit.type(anna, "anna", "+nochat"))[0]!, /already/);
  bob.send("<bob> hello|$To: anna From: bob $<bob> psst|");
  assertEquals(anna.take(), ["$To: anna From: bob $<bob> psst"]);
  assertEquals(await kit.type(anna, "anna", "+chat"), ["You see main chat again."]);
  bob.send("<bob> again|");
  assertEquals(anna.take(), ["<bob> again"]);
  assert(kit.scripts.take().includes("anna.chat=false"));
});

Deno.test("+nochat: an operator hides main chat with it, and takes it from a nick", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper");
  const bob = await kit.enter("bob");
  assertMatch((await kit.type(oper, "oper", "+nochat"))[0]!, /^Main chat is hidden/);
  await kit.type(oper, "oper", "!nochat bob 1h");
  assertMatch((await kit.type(bob, "bob", "hello"))[0]!, /^You may not write in main chat/);
});

Deno.test("+report: the operator chat reads who, whom, where from and why", async () => {
  const kit = commandKit({}, { countries: { "10.5.5.5": "DE" } });
  const oper = await kit.enter("oper");
  const anna = await kit.enter("anna", { ip: "10.4.4.4" });
  const bob = await kit.enter("bob", { ip: "10.5.5.5" });
  oper.take();
  assertEquals(await kit.type(anna, "anna", "+report BOB spam &#124; spam"), [
    "Thank you: the operators know.",
  ]);
  await kit.type(anna, "anna", "+report nobody");
  assertEquals(
    oper.take(),
    [
      "$To: oper From: OpChat $<OpChat> anna (10.4.4.4) reports bob (10.5.5.5, DE Land of DE, City of DE): spam &#124; spam",
      "$To: oper From: OpChat $<OpChat> anna (10.4.4.4) reports nobody (not online): No reason given",
    ].map((line) => line.replace("spam ", "spam ")),
  );
  assertEquals(bob.take(), []);
});

Deno.test("+report: it may go to operators' main chat, and may be turned off", async () => {
  const kit = commandKit({ dest_report_chat: true });
  const oper = await kit.enter("oper");
  const anna = await kit.enter("anna");
  oper.take();
  anna.take();
  await kit.type(anna, "anna", "+report bob x");
  assertMatch(oper.take()[0]!, /^<Hubcap> anna \(.*\) reports bob \(not online\): x$/);
  assertEquals(anna.take(), []);
  assertMatch((await kit.type(anna, "anna", "+report Hubcap"))[0]!, /is a bot/);
  assertMatch((await kit.type(anna, "anna", "+report"))[0]!, /^Write whom you report/);
  kit.store.settings.set("disable_report_cmd", true);
  assertEquals(await kit.type(anna, "anna", "+report bob x"), ["+report is turned off here."]);
  assertEquals(oper.take(), []);
});

Deno.test("+myip: address, host, place and TLS, as far as they are known", async () => {
  const kit = commandKit({}, {
    countries: { "10.4.4.4": "DE" },
    hostOf: (ip, done) => done(ip === "10.4.4.4" ? "anna.example" : null),
  });
  const anna = await kit.enter("anna", { ip: "10.4.4.4", tls: "1.3" });
  assertEquals(await kit.type(anna, "anna", "+myip"), [
    "Your address is 10.4.4.4 (anna.example, DE Land of DE, City of DE), connected with TLS 1.3.",
  ]);
  const bob = await kit.enter("bob", { ip: "10.5.5.5" });
  assertEquals(await kit.type(bob, "bob", "+myip"), ["Your address is 10.5.5.5, connected without TLS."]);
});

Deno.test("+myip: a host name that takes its time is told when it is there, and nobody waits for it", async () => {
  const waiting: ((host: string | null) => void)[] = [];
  const kit = commandKit({}, { hostOf: (_ip, done) => void waiting.push(done) });
  const anna = await kit.enter("anna", { ip: "10.4.4.4" });
  assertEquals(await kit.type(anna, "anna", "+myip"), []);
  assertMatch((await kit.type(anna, "anna", "+about"))[0]!, /^This hub runs Hubcap/);
  waiting.forEach((done) => done("late.example"));
  assertEquals(answers(anna), ["Your address is 10.4.4.4 (late.example), connected without TLS."]);
  await kit.type(anna, "anna", "+myip");
  anna.drop();
  waiting.forEach((done) => done("too.late"));
});

Deno.test("+myinfo: account, address and what is taken from or given to the user", async () => {
  const kit = commandKit();
  const reg = await kit.enter("reg", { ip: "10.4.4.4", share: 3 * 1024 * 1024 });
  const [before] = await kit.type(reg, "reg", "+myinfo");
  for (
    const part of [
      "You: reg, class 1 (registered)",
      "10.4.4.4",
      "3.00 MiB, active",
      "Account: registered never",
    ]
  ) {
    assertStringIncludes(before!, part);
  }
  assertStringIncludes(before!, "Rights: those of your class");
  restrictNick(kit.hub.context, "reg", { pm: 600, search: Infinity }, "oper");
  const [after] = await kit.type(reg, "reg", "+myinfo");
  assertStringIncludes(after!, "No right to write private messages for another 10 min");
  assertStringIncludes(after!, "No right to search for ever");
  assertFalse(after!.includes("main chat"));
  const guest = await kit.enter("guest");
  assertStringIncludes((await kit.type(guest, "guest", "+myinfo"))[0]!, "Account: none. Try +regme.");
});

Deno.test("+help: a command by any of its words, with or without trigger; otherwise what has to do with it", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper");
  const asked = async (what: string) => (await kit.type(oper, "oper", `+help ${what}`))[0]!;
  assertMatch(await asked("gi"), /^!getip <nick\S+>: .*\r\n {2}Other words: gi$/);
  assertMatch(await asked("!ban_1d"), /^!ban <what>/);
  assertMatch(await asked("NOCHAT"), /^\+nochat: .*\r\n!gag <nick> \[time\]/);
  assertMatch(await asked("country"), /^Commands that have to do with country:[^]*!whocc <code>/);
  assertMatch(await asked("xyzzy"), /^There is no command xyzzy for you/);
  assertMatch(await asked("!quit"), /^There is no command/);
  assertMatch((await kit.type(oper, "oper", "!help"))[0]!, /^Your commands:\r\n/);
});

Deno.test("+help: texts of the hub are found by their words, too", async () => {
  const kit = commandKit();
  const [admin, anna] = [await kit.enter("admin"), await kit.enter("anna")];
  await kit.type(admin, "admin", '!addtrigger +rules -d "Be nice" -h "What to keep to" -f 16');
  assertMatch((await kit.type(anna, "anna", "+help rules"))[0]!, /\r\n\+rules: What to keep to$/);
});

Deno.test("+help: what a right given for a time opens is shown as long as it lasts", async () => {
  const kit = commandKit();
  const vip = await kit.enter("vip");
  const asked = async () => (await kit.type(vip, "vip", "+help kick"))[0]!;
  assertFalse((await asked()).startsWith("+kick <nick>"));
  giveRight(kit.hub.context, "vip", "kick", 600, "root");
  assertMatch(await asked(), /^\+kick <nick>/);
  assertMatch((await kit.type(vip, "vip", "+help"))[0]!, /\r\n\+kick <nick>/);
  kit.clock.tick(601_000);
  assertFalse((await asked()).startsWith("+kick <nick>"));
});

Deno.test("!commands: the words of what the class may use", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper");
  const [list] = await kit.type(oper, "oper", "!commands");
  assertMatch(list!, /^Commands \(\d+\):/);
  assertStringIncludes(list!, "getip/gi");
  assertFalse(/quit/.test(list!));
});
