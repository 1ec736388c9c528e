/**
 * Triggers: who is shown which text, when and how.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { NEW_TRIGGER, type Trigger, TriggerFlag } from "../../store/triggers.ts";
import { HELP_COMMANDS } from "../commands/help.ts";
import { type HubKit, hubKit, settle, type TestClient } from "../testing/hub_kit.ts";

const { Pm, Motd, Help, Text, Vars, All } = TriggerFlag;
const SECRET = "hash:secret";

function kitOf(
  triggers: (Partial<Trigger> & { command: string })[],
  more: Parameters<typeof hubKit>[0] = {},
) {
  const kit = hubKit({
    accounts: [3, 5].map((userClass) => ({
      nick: `class${userClass}`,
      class: userClass,
      passwordHash: SECRET,
    })),
    commands: [...HELP_COMMANDS],
    ...more,
    settings: { int_chat_ms: 0, host_header: 0, send_user_info: false, ...more.settings },
  });
  for (const trigger of triggers) kit.store.triggers.add({ ...NEW_TRIGGER, flags: Text, ...trigger });
  return kit;
}

/** What the hub says in main chat and in private, without the rest. */
const said = (client: TestClient): string[] => client.take().filter((frame) => /^(<|\$To:)/.test(frame));

async function type(client: TestClient, nick: string, line: string): Promise<string[]> {
  client.take();
  client.send(`<${nick}> ${line}|`);
  await settle();
  return said(client);
}

const oper = (kit: HubKit) => kit.login("class3", { password: "secret" });

Deno.test("triggers: the typed word shows the text to who typed it, in any case, with its prefix", async () => {
  const kit = kitOf([{ command: "+rules", def: "be kind | or go" }]);
  const [anna, ben] = [await kit.login("anna"), await kit.login("ben")];
  assertEquals(await type(anna, "anna", "+rules"), ["<Hubcap> be kind &#124; or go"]);
  assertEquals(await type(anna, "anna", "+RULES and more"), ["<Hubcap> be kind &#124; or go"]);
  assertEquals(await type(anna, "anna", "!rules"), ["<Hubcap> Unknown command: !rules. Try +help."]);
  assertEquals(await type(anna, "anna", "+rule"), ["<Hubcap> Unknown command: +rule. Try +help."]);
  assertEquals(said(ben), []);
});

Deno.test("triggers: a word works in a private message to the hub's bot", async () => {
  const kit = kitOf([{ command: "+rules", def: "be kind" }]);
  const anna = await kit.login("anna");
  anna.send("$To: Hubcap From: anna $<anna> +rules|");
  await settle();
  assertEquals(said(anna), ["<Hubcap> be kind"]);
});

Deno.test("triggers: another nick says it, as a private message when asked for", async () => {
  const kit = kitOf([
    { command: "+news", def: "old", sendAs: "Radio" },
    { command: "+pm", def: "psst", sendAs: "Radio", flags: Text | Pm },
  ]);
  const anna = await kit.login("anna");
  assertEquals(await type(anna, "anna", "+news"), ["<Radio> old"]);
  assertEquals(await type(anna, "anna", "+pm"), ["$To: anna From: Radio $<Radio> psst"]);
});

Deno.test("triggers: outside its classes a word does not exist", async () => {
  const kit = kitOf([{ command: "+staff", def: "hi", minClass: 3, maxClass: 4 }]);
  const [anna, op] = [await kit.login("anna"), await oper(kit)];
  const admin = await kit.login("class5", { password: "secret" });
  assertEquals(await type(op, "class3", "+staff"), ["<Hubcap> hi"]);
  for (const [client, nick] of [[anna, "anna"], [admin, "class5"]] as const) {
    assertEquals(await type(client, nick, "+staff"), ["<Hubcap> Unknown command: +staff. Try +help."]);
  }
});

Deno.test("triggers: the hub's own command goes first, scripts before both", async () => {
  const kit = kitOf([{ command: "+help", def: "mine" }, { command: "+rules", def: "be kind" }]);
  const anna = await kit.login("anna");
  assertStringIncludes((await type(anna, "anna", "+help"))[0]!, "Your commands:");
  kit.scripts.on("OnUserCommand", { allow: false });
  assertEquals(await type(anna, "anna", "+rules"), []);
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), ["OnUserCommand(anna,+rules)"]);
});

Deno.test("triggers: variables are those of who typed it, what was typed behind the word among them", async () => {
  const kit = kitOf([
    { command: "+hi", def: "%[NICK]: %[PAR1] / %[END1]", flags: Text | Vars },
    { command: "+plain", def: "%[NICK]" },
  ]);
  const anna = await kit.login("anna");
  assertEquals(await type(anna, "anna", "+hi a&#36;b c d"), ["<Hubcap> anna: a$b / c d"]);
  assertEquals(await type(anna, "anna", "+plain"), ["<Hubcap> %[NICK]"]);
});

Deno.test("triggers: one for everybody reaches its classes only, and nobody who may not chat can use it", async () => {
  const kit = kitOf([
    { command: "+shout", def: "%[NICK] says %[PARALL]", flags: Text | Vars | All, maxClass: 3 },
    { command: "+whisper", def: "to all", flags: Text | All | Pm, maxClass: 3 },
  ]);
  const [anna, ben] = [await kit.login("anna"), await kit.login("ben")];
  const admin = await kit.login("class5", { password: "secret" });
  ben.take();
  assertEquals(await type(anna, "anna", "+shout hello"), ["<Hubcap> anna says hello"]);
  assertEquals(await type(anna, "anna", "+whisper"), ["$To: anna From: Hubcap $<Hubcap> to all"]);
  assertEquals(said(ben), ["<Hubcap> anna says hello", "$To: ben From: Hubcap $<Hubcap> to all"]);
  assertEquals(said(admin), []);
  kit.hub.context.users.get("anna")!.taken = { chat: Infinity, pm: 0, search: 0, ctm: 0 };
  assertEquals(await type(anna, "anna", "+shout x"), ["<Hubcap> You may not write in main chat for ever."]);
  kit.hub.context.users.get("anna")!.taken = null;
  kit.store.settings.set("mainchat_class", 1);
  assertEquals(await type(anna, "anna", "+shout x"), ["<Hubcap> You have no right to write in main chat."]);
  assertEquals(said(ben), []);
});

Deno.test("triggers: user commands turned off are off here, too", async () => {
  const kit = kitOf([{ command: "+rules", def: "be kind" }], { settings: { disable_usr_cmds: true } });
  const [anna, op] = [await kit.login("anna"), await oper(kit)];
  assertEquals(await type(anna, "anna", "+rules"), ["<Hubcap> User commands are turned off."]);
  assertEquals(await type(op, "class3", "+rules"), ["<Hubcap> be kind"]);
});

Deno.test("triggers: login texts come by class and in order, after the header and before the password request", async () => {
  const kit = kitOf([
    { command: "+b", def: "second for %[NICK]", flags: Text | Motd | Vars },
    { command: "+a", def: "first", flags: Text | Motd },
    { command: "+c", def: "for operators", flags: Text | Motd, minClass: 3 },
    { command: "+d", def: "never", flags: Text },
    { command: "+e", def: "", flags: Text | Motd },
  ], {
    settings: { host_header: 1, hub_topic: "news" },
    accounts: [{ nick: "newbie", class: 1, passwordChange: true }],
  });
  const newbie = await kit.login("newbie", { keep: true });
  const frames = newbie.take();
  const from = frames.findIndex((frame) => frame.startsWith("<Hubcap> This hub runs"));
  const to = frames.findIndex((frame) => frame.startsWith("$HubTopic"));
  const shown = frames.slice(from + 1, to);
  assertEquals(shown.slice(0, 2), ["<Hubcap> first", "<Hubcap> second for newbie"]);
  assertEquals(shown.some((frame) => /^\$GetPass/.test(frame)), true);
  assertEquals(frames.filter((frame) => /operators|never/.test(frame)), []);
});

Deno.test("triggers: +help adds the words with a text, then shows the help texts", async () => {
  const kit = kitOf([
    { command: "+rules", def: "be kind", descr: "Rules" },
    { command: "+empty", def: "none.txt", flags: 0, descr: "Nothing yet" },
    { command: "rest", def: "cannot be typed", descr: "No prefix" },
    { command: "+more", def: "more help", flags: Text | Help | Pm },
    { command: "+ops", def: "op help", flags: Text | Help, minClass: 3 },
  ]);
  const anna = await kit.login("anna");
  const [list, ...texts] = await type(anna, "anna", "+help");
  assertStringIncludes(list!, "Your commands:\r\n+more\r\n+rules: Rules\r\n+help");
  assertEquals(/empty|rest|\+ops/.test(list!), false);
  assertEquals(texts, ["$To: anna From: Hubcap $<Hubcap> more help"]);
});

Deno.test("triggers: a file is read by its name; empty or missing it says nothing by itself", async () => {
  const texts = new Map([["motd.txt", ""]]);
  const kit = kitOf([{ command: "+motd", def: "motd.txt", flags: Motd }], { texts });
  const anna = await kit.login("anna", { keep: true });
  assertEquals(said(anna), []);
  assertEquals(await type(anna, "anna", "+motd"), ["<Hubcap> There is nothing to read in +motd yet."]);
  texts.set("motd.txt", "welcome");
  assertEquals(await type(anna, "anna", "+motd"), ["<Hubcap> welcome"]);
});

Deno.test("triggers: a file by country, with one for all others", async () => {
  const texts = new Map([["motd_DE", "hallo"], ["motd_--", "hello"]]);
  const countries = { "10.1.1.1": "DE", "10.1.1.2": "FR" };
  const kit = kitOf([{ command: "+motd", def: "motd_%[CC]", flags: Motd }], { texts, countries });
  const german = await kit.login("german", { ip: "10.1.1.1", keep: true });
  const french = await kit.login("french", { ip: "10.1.1.2", keep: true });
  assertEquals([said(german), said(french)], [["<Hubcap> hallo"], ["<Hubcap> hello"]]);
});

Deno.test("triggers: no name leads out of the folder of texts", async () => {
  const asked: string[] = [];
  const texts = new Map<string, string>();
  texts.get = (name) => (asked.push(name), "secret");
  const names = ["../hubcap.db", "/etc/passwd", "a/b", "..", "%[CFG]/../x", "C:\\x", "a\0b", ""];
  const kit = kitOf(names.map((def, i) => ({ command: `+x${i}`, def, flags: 0 })), { texts });
  const anna = await kit.login("anna");
  for (let i = 0; i < names.length; i++) {
    kit.clock.tick(20_000);
    assertEquals(await type(anna, "anna", `+x${i}`), [`<Hubcap> There is nothing to read in +x${i} yet.`]);
  }
  assertEquals(asked, []);
});

Deno.test("triggers: a timed one is shown to its classes again and again, and only operators may start it", async () => {
  const kit = kitOf([{
    command: "+tick",
    def: "tick %[USERS]",
    flags: Text | Vars,
    seconds: 10,
    maxClass: 4,
  }]);
  const [anna, op] = [await kit.login("anna"), await oper(kit)];
  const admin = await kit.login("class5", { password: "secret" });
  for (const client of [anna, op, admin]) client.take();
  kit.clock.tick(11_000);
  assertEquals([said(anna), said(op), said(admin)], [["<Hubcap> tick 3"], ["<Hubcap> tick 3"], []]);
  kit.clock.tick(9000);
  assertEquals(said(anna), []);
  kit.clock.tick(2000);
  assertEquals(said(anna), ["<Hubcap> tick 3"]);
  assertEquals(await type(anna, "anna", "+tick"), ["<Hubcap> Unknown command: +tick. Try +help."]);
  assertEquals(await type(op, "class3", "+tick"), ["<Hubcap> tick 3"]);
});

Deno.test("triggers: a timed text that names its reader reads differently for each", async () => {
  const asked: string[] = [];
  const kit = kitOf([{ command: "+tick", def: "%[NICK] %[HOST]", flags: Text | Vars | Pm, seconds: 5 }], {
    hostOf: (ip, done) => (asked.push(ip), done(null)),
  });
  const anna = await kit.login("anna", { ip: "10.2.0.1" });
  const ben = await kit.login("ben", { ip: "10.2.0.2" });
  asked.splice(0);
  kit.clock.tick(6000);
  assertEquals(said(anna), ["$To: anna From: Hubcap $<Hubcap> anna 10.2.0.1"]);
  assertEquals(said(ben), ["$To: ben From: Hubcap $<Hubcap> ben 10.2.0.2"]);
  assertEquals(asked, [], "nobody asks name servers for a whole hub");
});

Deno.test("triggers: many that are due at once are spread over the next seconds", async () => {
  const rows = Array.from({ length: 10 }, (_, i) => ({ command: `+t${i}`, def: `t${i}`, seconds: 60 }));
  const kit = kitOf(rows);
  const anna = await kit.login("anna");
  const perSecond: number[] = [];
  kit.clock.tick(60_000);
  for (let i = 0; i < 4; i++) {
    perSecond.push(said(anna).length);
    kit.clock.tick(1000);
  }
  assertEquals(perSecond.reduce((sum, count) => sum + count), 10);
  assertEquals(Math.max(...perSecond), 4);
});

Deno.test("triggers: a change counts at once and does not put off other timed ones", async () => {
  const kit = kitOf([{ command: "+one", def: "one", seconds: 10 }]);
  const anna = await kit.login("anna");
  kit.clock.tick(9000);
  kit.store.triggers.add({ ...NEW_TRIGGER, command: "+two", def: "two", flags: Text, seconds: 4 });
  kit.store.triggers.update("+one", { def: "uno" });
  kit.clock.tick(3000);
  assertEquals(said(anna), ["<Hubcap> uno"]);
  kit.clock.tick(3000);
  assertEquals(said(anna), ["<Hubcap> two"]);
  kit.store.triggers.remove("+one");
  kit.store.triggers.remove("+two");
  kit.clock.tick(60_000);
  assertEquals(said(anna), []);
});

Deno.test("triggers: texts go out in the hub's encoding", async () => {
  const kit = kitOf([{ command: "+rules", def: "правила €☃" }], { encoding: "windows-1251" });
  const anna = await kit.login("anna");
  assertEquals(await type(anna, "anna", "+rules"), ["<Hubcap> \xef\xf0\xe0\xe2\xe8\xeb\xe0 \x88&#9731;"]);
});

Deno.test("triggers: a user who left before a slow answer gets nothing, and nobody else does", async () => {
  let answer: (host: string | null) => void = () => {};
  const kit = kitOf([{ command: "+who", def: "%[HOST]", flags: Text | Vars | All }], {
    hostOf: (_ip, done) => void (answer = done),
  });
  const [anna, ben] = [await kit.login("anna"), await kit.login("ben")];
  ben.take();
  assertEquals(await type(anna, "anna", "+who"), []);
  anna.drop();
  ben.take();
  answer("pc.example.org");
  assertEquals(said(ben), []);
});
