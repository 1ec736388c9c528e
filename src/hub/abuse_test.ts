/**
 * What users and operators try against the rules: nicks nobody can type, passwords that slip into chat, lines that
 * look like the hub's, rights that outlive their account.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { NEW_TRIGGER, type Trigger, TriggerFlag } from "../store/triggers.ts";
import { commandKit } from "./testing/command_kit.ts";
import { type HubKit, keyOf, MODERN, settle } from "./testing/hub_kit.ts";

const { Motd, Text, Vars, All } = TriggerFlag;
const latin1 = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));
const lastAudit = ({ store }: HubKit) => store.audit.find({ words: [], limit: 1, skip: 0 })[0]!;

function addTrigger({ store }: HubKit, trigger: Partial<Trigger> & { command: string }): void {
  store.triggers.add({ ...NEW_TRIGGER, flags: Text, ...trigger });
}

const UNTYPABLE: Readonly<Record<string, string>> = {
  "a no-break space": "bad\u00a0guy",
  "a wide space": "bad\u3000guy",
  "a zero-width space": "root\u200b",
  "a soft hyphen": "ro\u00adot",
  "a joiner between letters": "ro\u200dot",
  "a Hangul filler": "root\u3164",
  "an empty braille cell": "\u2800root",
  "a turn of direction": "\u202etoor",
  "a control character": "root\u0085",
  "what commands read as $": "bad&#36;guy",
  "what commands read as |": "bad&#124;guy",
};

for (const [what, nick] of Object.entries(UNTYPABLE)) {
  Deno.test(`abuse: a guest's nick with ${what} is refused, for no command could name it`, async () => {
    const kit = commandKit();
    const client = await kit.enter(latin1(nick), { keep: true });
    assert(client.ended !== null);
    assertMatch(client.take().join("|"), /cannot be seen or typed/);
  });
}

for (const nick of ["Жанна", "日本", "père", "Anna&Ben", "👩‍💻", "❤️"]) {
  Deno.test(`abuse: the nick ${nick} is fine`, async () => {
    const kit = commandKit();
    const written = latin1(nick);
    const client = await kit.enter(written);
    assertEquals(client.ended, null);
    const root = await kit.enter("root");
    await kit.type(root, "root", `!drop ${written}`);
    assert(client.ended !== null);
  });
}

Deno.test("abuse: an operator cannot register a nick that no command could name", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  const [answer] = await kit.type(root, "root", `!regnew ${latin1("ro\u200bot")} 1`);
  assertEquals(answer, "The nick has a character that cannot be seen or typed.");
});

for (
  const line of [" +passwd s3cret99", "\t !regpass bob s3cret99", "+pasword s3cret99", "!regpas bob s3cret99"]
) {
  Deno.test(`abuse: "${line}" shows its password to nobody, even where unknown commands are chat`, async () => {
    const kit = commandKit({ unknown_cmd_chat: true });
    const [anna, ben] = [await kit.enter("anna"), await kit.enter("ben")];
    const [answer] = await kit.type(anna, "anna", line);
    assertMatch(answer!, /^Nobody saw that line: it looks like a command with a password/);
    assertEquals(ben.take(), []);
  });
}

Deno.test("abuse: a line with an operators' trigger of somebody who is none shows no password", async () => {
  const kit = commandKit({ cmd_start_user: "+" });
  const [anna, ben] = [await kit.enter("anna"), await kit.enter("ben")];
  await kit.type(anna, "anna", "!regpass bob s3cret99");
  assertEquals(ben.take(), []);
  await kit.type(anna, "anna", "!well, hello there");
  assertEquals(ben.take(), ["<anna> !well, hello there"]);
});

Deno.test("abuse: a password typed into the operator chat is not shown there", async () => {
  const kit = commandKit();
  const [oper, chief] = [await kit.enter("oper"), await kit.enter("chief")];
  chief.take();
  oper.send("$To: OpChat From: oper $<oper> !regpass bob s3cret99|");
  await settle();
  assertEquals(chief.take(), []);
  assertMatch(oper.take().join(), /Nobody saw that line/);
  oper.send("$To: OpChat From: oper $<oper> !well|");
  await settle();
  assertEquals(chief.take(), ["$To: chief From: OpChat $<oper> !well"]);
});

Deno.test("abuse: chat that only looks a little like such a command is shown", async () => {
  const kit = commandKit({ unknown_cmd_chat: true });
  const [anna, ben] = [await kit.enter("anna"), await kit.enter("ben")];
  for (const line of [" hello all", "+1 for that", "+ password", "!new film", " passwd x", "+pasword"]) {
    await kit.type(anna, "anna", line);
    assertEquals(ben.take(), [`<anna> ${line}`]);
  }
});

for (const line of ["!set pi_shop.api_token t0ken99", "!set pi_shop api_token t0ken99"]) {
  Deno.test(`abuse: the audit trail does not hold what "${line}" stores`, async () => {
    const kit = commandKit();
    const admin = await kit.enter("admin");
    await kit.type(admin, "admin", line);
    assertEquals(kit.store.settings.getFree("pi_shop", "api_token"), "t0ken99");
    assert(!JSON.stringify(lastAudit(kit)).includes("t0ken99"));
  });
}

Deno.test("abuse: a report cannot be made to look like two lines of the hub", async () => {
  const kit = commandKit();
  const [anna, oper] = [await kit.enter("anna"), await kit.enter("oper")];
  await kit.enter("ben");
  oper.take();
  await kit.type(anna, "anna", "+report ben spam\r\n<OpChat> root banned oper for ever");
  const [report] = oper.take();
  assert(!/[\r\n]/.test(report!));
  assertMatch(report!, /reports ben .*: spam <OpChat> root banned/);
});

Deno.test("abuse: what is typed behind a text for everybody stays one line of it", async () => {
  const kit = commandKit();
  addTrigger(kit, { command: "+shout", def: "Heard: %[PARALL]", flags: Text | Vars | All });
  const [anna, ben] = [await kit.enter("anna"), await kit.enter("ben")];
  await kit.type(anna, "anna", "+shout x\r\n<root> I resign");
  assertEquals(ben.take(), ["<Hubcap> Heard: x <root> I resign"]);
});

Deno.test("abuse: texts for everybody are shown a few times a second, whoever types them or comes in", async () => {
  const kit = commandKit();
  addTrigger(kit, { command: "+shout", def: "all hear this", flags: Text | All });
  addTrigger(kit, { command: "+come", def: "somebody came", flags: Text | All | Motd });
  const ben = await kit.enter("ben");
  kit.clock.tick(1000);
  const anna = await kit.enter("anna");
  const heard = () => ben.take().filter((frame) => /all hear|somebody came/.test(frame)).length;
  kit.clock.tick(1000);
  heard();
  let refused = 0;
  for (let i = 0; i < 20; i++) {
    const answers = await kit.type(anna, "anna", "+shout");
    refused += answers.filter((answer) => /Try again in a moment/.test(answer)).length;
  }
  assertEquals([heard(), refused], [4, 16]);
  for (let i = 0; i < 5; i++) await kit.enter(`guest${i}`);
  assertEquals(heard(), 0);
  kit.clock.tick(1000);
  for (let i = 5; i < 15; i++) await kit.enter(`guest${i}`);
  assertEquals(heard(), 4);
});

Deno.test("abuse: a locked main chat locks texts for everybody, too", async () => {
  const kit = commandKit({
    max_class_proto_flood: 2,
    int_flood_all_chat_limit: 1,
    int_flood_all_chat_period: 10,
  });
  addTrigger(kit, { command: "+shout", def: "all hear this", flags: Text | All });
  const [anna, ben] = [await kit.enter("anna"), await kit.enter("ben")];
  for (const line of ["one", "two"]) await kit.type(anna, "anna", line);
  ben.take();
  await kit.type(anna, "anna", "+shout");
  assertEquals(ben.take().filter((frame) => frame.includes("all hear this")), []);
});

Deno.test("abuse: an operator does not lift the own gag", async () => {
  const kit = commandKit();
  const [oper, chief] = [await kit.enter("oper"), await kit.enter("chief")];
  await kit.type(chief, "chief", "!gag oper 1h");
  assertEquals(await kit.type(oper, "oper", "!ungag OPER"), ["You cannot give rights back to yourself."]);
  await kit.type(oper, "oper", "hello");
  assertEquals(chief.take().filter((frame) => frame.startsWith("<oper>")), []);
});

Deno.test("abuse: an operator hides kicks from no class above the own", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper");
  assertMatch((await kit.type(oper, "oper", "!hideme 10"))[0]!, /0 to 3/);
  assertMatch((await kit.type(oper, "oper", "!hideme 3"))[0]!, /hidden from class 3/);
});

Deno.test("abuse: who registers a nick anew does not have the rights given to its last owner", async () => {
  const kit = commandKit({ autoreg_class: 1 });
  const [oper, root] = [await kit.enter("oper"), await kit.enter("root")];
  const reg = await kit.enter("reg");
  await kit.type(oper, "oper", "!mayopchat reg 7d");
  await kit.type(root, "root", "!regdel reg");
  assertEquals(await kit.type(oper, "oper", "!noinfo reg"), ["reg has the usual rights."]);
  await kit.type(reg, "reg", "+regme s3cret99");
  await settle();
  assertEquals(kit.store.accounts.get("reg")!.passwordHash, "hash:s3cret99");
  oper.take();
  reg.send("$To: OpChat From: reg $<reg> am I in?|");
  await settle();
  assertEquals(oper.take(), []);
});

const HIDDEN_OPERATOR = {
  nick: "spy",
  class: 3,
  passwordHash: "hash:secret",
  fakeIp: "192.0.2.7",
};
const OPTIONS = {
  accounts: [HIDDEN_OPERATOR],
  countries: { "10.9.9.9": "DE", "192.0.2.7": "FR" },
  hostOf: (ip: string, done: (host: string | null) => void) =>
    done(ip === "10.9.9.9" ? "home.example" : null),
};

Deno.test("abuse: a text for everybody tells neither host nor place of an address that is hidden", async () => {
  const kit = commandKit({}, OPTIONS);
  addTrigger(kit, {
    command: "+in",
    def: "%[NICK] %[IP] %[HOST] %[CC] %[CITY]",
    flags: Text | Vars | All | Motd,
  });
  const ben = await kit.enter("ben");
  ben.take();
  await kit.login("spy", { password: "secret", ip: "10.9.9.9" });
  const told = ben.take().filter((frame) => frame.startsWith("<Hubcap>"));
  assertEquals(told, ["<Hubcap> spy 192.0.2.7 192.0.2.7 FR City of FR"]);
});

Deno.test("abuse: the welcome of an operator whose address is hidden tells the country that is shown", async () => {
  const kit = commandKit({ msg_welcome_op: "%[nick] from %[CC], %[CN], %[CITY]" }, OPTIONS);
  const ben = await kit.enter("ben");
  ben.take();
  await kit.login("spy", { password: "secret", ip: "10.9.9.9" });
  const told = ben.take().filter((frame) => frame.includes("spy from"));
  assertEquals(told, ["<Hubcap> spy from FR, Land of FR, City of FR"]);
});

Deno.test("abuse: a report tells the place of the address that it shows", async () => {
  const kit = commandKit({}, {
    ...OPTIONS,
    accounts: [...OPTIONS.accounts, { nick: "watch", class: 3, passwordHash: "hash:secret" }],
  });
  const watch = await kit.login("watch", { password: "secret" });
  await kit.login("spy", { password: "secret", ip: "10.9.9.9" });
  const ben = await kit.enter("ben");
  watch.take();
  await kit.type(ben, "ben", "+report spy rude");
  const report = watch.take().find((frame) => frame.includes("reports spy"));
  assertMatch(report!, /spy \(192\.0\.2\.7, FR /);
});

const DISABLED = { nick: "bob", class: 3, passwordHash: "hash:secret", enabled: false };
const CHOOSES = { nick: "bob", class: 3, passwordHash: "", passwordChange: true };
const ROOT = { nick: "root", class: 10, passwordHash: "hash:secret" };

Deno.test("abuse: a guest under the nick of a disabled account does not become its owner when it is enabled", async () => {
  const kit = commandKit({}, { accounts: [ROOT, DISABLED] });
  const root = await kit.enter("root");
  const thief = await kit.enter("bob");
  await kit.type(root, "root", "!regenable bob");
  const user = kit.hub.users.get("bob")!;
  assertEquals([user.class, user.session!.account], [0, null]);
  assertMatch(thief.take().join("|"), /has a password: log in again with it/);
  await kit.type(root, "root", "!regclass bob 4");
  assertEquals(user.class, 0);
  const owner = await kit.login("bob", { password: "secret" });
  assertEquals([kit.hub.users.get("bob")!.class, owner.ended !== null, thief.ended !== null], [
    4,
    false,
    true,
  ]);
});

Deno.test("abuse: whoever was asked to choose a password is not let in by one that an operator sets", async () => {
  const kit = commandKit({}, { accounts: [ROOT, CHOOSES] });
  const [root, thief] = [await kit.enter("root"), await kit.enter("bob")];
  await kit.type(root, "root", "!regpass bob s3cret99");
  const user = kit.hub.users.get("bob")!;
  assertEquals([user.class, user.session!.account], [0, null]);
  thief.send("$MyPass mine1234|");
  await settle();
  await kit.type(thief, "bob", "+passwd mine1234");
  await kit.type(thief, "bob", "+unregme");
  assertEquals([user.class, kit.store.accounts.get("bob")!.passwordHash], [0, "hash:s3cret99"]);
});

Deno.test("abuse: who is online when the nick is registered for them has the class at once, and keeps it", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  await kit.enter("bob");
  await kit.type(root, "root", "!regnew bob 2 s3cret99");
  assertEquals(kit.hub.users.get("bob")!.class, 2);
  await kit.type(root, "root", "!regclass bob 3");
  await kit.type(root, "root", "!regdisable bob");
  assertEquals(kit.hub.users.get("bob")!.class, 0);
  await kit.type(root, "root", "!regenable bob");
  assertEquals(kit.hub.users.get("bob")!.class, 3);
});

for (const change of [{ enabled: false }, { authIp: "192.0.2.200" }]) {
  const what = JSON.stringify(change);
  Deno.test(`abuse: an account changed to ${what} while its password is asked for lets nobody in`, async () => {
    const kit = commandKit();
    const client = kit.connect();
    const lock = /^\$Lock (\S+)/.exec(client.take()[0]!)![1]!;
    client.send(`$Supports ${MODERN}|$Key ${keyOf(lock)}|$ValidateNick oper|`);
    kit.store.accounts.update("oper", change);
    client.send("$MyPass secret|");
    await settle();
    assert(client.ended !== null);
  });
}

Deno.test("abuse: an operator cannot write so much that older deeds fall out of the audit trail", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  let oper = await kit.enter("oper");
  const rows = () => kit.store.audit.count([{ field: "op", text: "oper" }]);
  for (let i = 0; i < 1000; i++) oper.send(`<oper> !gag nobody${i}|$Kick nobody${i}|`);
  await settle();
  assertEquals(rows(), 300);
  assertMatch(oper.take().at(-1)!, /Not so fast: at most 300 deeds in a minute/);
  oper.drop();
  oper = await kit.enter("oper");
  assertMatch(
    (await kit.type(oper, "oper", "!gag again"))[0]!,
    /Not so fast/,
    "a new login is no new minute",
  );
  assertEquals(await kit.type(oper, "oper", "!getip nobody"), ["nobody is not online."]);
  kit.clock.tick(60_000);
  assertMatch((await kit.type(oper, "oper", "!gag later"))[0]!, /^later has no right/);
  assertEquals(rows(), 301);
  for (let i = 0; i < 400; i++) root.send(`<root> !gag nobody${i}|`);
  await settle();
  assertEquals(kit.store.audit.count([{ field: "op", text: "root" }]), 400);
});

Deno.test("abuse: what a gagged user tries to say reaches operators on one line, and never as a password", async () => {
  const kit = commandKit({ notify_gag_chats: true });
  const [oper, reg] = [await kit.enter("oper"), await kit.enter("reg")];
  await kit.type(oper, "oper", "!gag reg 1h");
  oper.take();
  await kit.type(reg, "reg", "well\r\n<OpChat> root banned oper");
  assertEquals(oper.take(), [
    "$To: oper From: OpChat $<OpChat> reg may not chat and wrote: well <OpChat> root banned oper",
  ]);
  await kit.type(reg, "reg", " +passwd s3cret99");
  assertEquals(oper.take(), []);
});

for (const name of ["hub_security", "opchat_name"]) {
  Deno.test(`abuse: ${name} cannot be the nick of an account, whose owner could not come in any more`, async () => {
    const kit = commandKit();
    const admin = await kit.enter("admin");
    assertEquals(await kit.type(admin, "admin", `!set ${name} ROOT`), [
      `${name} stays as it is: The nick ROOT is in use`,
    ]);
    assertEquals((await kit.enter("root")).ended, null);
  });
}

Deno.test("abuse: a script's bot does not take the nick of somebody who logs in here", async () => {
  const kit = commandKit();
  const bot = { nick: "Root", class: 10, desc: "", speed: "", email: "", share: "0" };
  (await kit.enter("root")).drop();
  assertEquals(kit.hub.port.addBot("shop", bot), false);
  kit.store.accounts.add({ nick: "Quiz", class: 1 });
  assertEquals(kit.hub.port.addBot("shop", { ...bot, nick: "Quiz" }), true);
});

Deno.test("abuse: many users together cannot flood the operators with reports and wishes", async () => {
  const kit = commandKit({
    max_class_proto_flood: 2,
    int_flood_all_to_limit: 3,
    int_flood_all_to_period: 10,
    proto_flood_report: false,
  });
  const oper = await kit.enter("oper");
  const heard: string[] = [];
  for (let i = 0; i < 4; i++) {
    const guest = await kit.enter(`guest${i}`);
    oper.take();
    await kit.type(guest, `guest${i}`, i % 2 === 0 ? "+report oper rude" : "+regme");
    heard.push(...oper.take().filter((frame) => /reports|asks to be/.test(frame)));
  }
  assertEquals(heard.length, 3);
});
