/**
 * The hub's commands, typed by real sessions over fake links.
 *
 * @module
 */
import { assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import type { NewAccount } from "../../store/types.ts";
import type { SettingValues } from "../../config/settings.ts";
import { answers } from "../testing/command_kit.ts";
import { type HubKit, hubKit, settle, type TestClient } from "../testing/hub_kit.ts";
import { firstWord, wholeNumber } from "./args.ts";
import { HUB_COMMANDS } from "./mod.ts";

const ACCOUNTS: NewAccount[] = [
  { nick: "root", class: 10, passwordHash: "hash:secret" },
  { nick: "admin", class: 5, passwordHash: "hash:secret" },
  { nick: "chief", class: 4, passwordHash: "hash:secret" },
  { nick: "oper", class: 3, passwordHash: "hash:secret" },
  { nick: "reg", class: 1, passwordHash: "hash:secret" },
];

function kitOf(settings: Partial<SettingValues> = {}): HubKit {
  const quiet = { int_chat_ms: 0, max_class_proto_flood: -1, send_user_info: false };
  return hubKit({ settings: { ...quiet, ...settings }, accounts: ACCOUNTS, commands: [...HUB_COMMANDS] });
}

function enter(kit: HubKit, nick: string): Promise<TestClient> {
  return kit.login(nick, ACCOUNTS.some((account) => account.nick === nick) ? { password: "secret" } : {});
}

/** Types a command in main chat and returns the bot's answers to it, without `<Hubcap> `. */
async function type(client: TestClient, nick: string, line: string): Promise<string[]> {
  client.take();
  client.send(`<${nick}> ${line}|`);
  await settle();
  return answers(client);
}

Deno.test("commands: help shows what the class may use and nothing else", async () => {
  const kit = kitOf();
  const [guest] = await type(await enter(kit, "guest"), "guest", "+help");
  assertStringIncludes(guest!, "+myip: Show your address");
  assertFalse(guest!.includes("!kick"));
  const [oper] = await type(await enter(kit, "oper"), "oper", "!help");
  assertStringIncludes(oper!, "!kick <nick>");
  assertFalse(oper!.includes("!quit"));
  const root = await enter(kit, "root");
  assertStringIncludes((await type(root, "root", "+help"))[0]!, "!quit [time]: Stop the hub");
  assertEquals(await type(root, "root", "+help !topic"), [
    "!topic [text]: Set the topic; without text take it away\r\n  Other words: hubtopic",
  ]);
  assertMatch((await type(root, "root", "+help nothing"))[0]!, /^There is no command nothing/);
});

Deno.test("commands: an operator's command is unknown to everybody else", async () => {
  const kit = kitOf();
  const guest = await enter(kit, "guest");
  const free = new Set(HUB_COMMANDS.filter(({ operator }) => !operator).map(({ name }) => name));
  for (const { name } of HUB_COMMANDS.filter(({ name, operator }) => operator && !free.has(name))) {
    assertMatch((await type(guest, "guest", `!${name} reg x`))[0]!, /^Unknown command/);
  }
  assertEquals(kit.store.accounts.count(), ACCOUNTS.length);
});

Deno.test("commands: below its class a command says so and does nothing", async () => {
  const kit = kitOf();
  const oper = await enter(kit, "oper");
  for (const line of ["!topic x", "!set hub_name x", "!quit", "!regnew x", "!reg new x", "!reg list"]) {
    assertMatch((await type(oper, "oper", line))[0]!, /^You have no right to use !/, line);
  }
  assertEquals([kit.stops, kit.store.settings.values.hub_name, kit.store.accounts.get("x")], [
    [],
    "Hubcap",
    null,
  ]);
});

Deno.test("commands: +myip and +info tell a user about itself", async () => {
  const kit = kitOf({ hub_owner: "Anna", hub_topic: "news" });
  const guest = await kit.login("guest", { ip: "10.9.8.7" });
  assertEquals(await type(guest, "guest", "+myip"), ["Your address is 10.9.8.7, connected without TLS."]);
  kit.clock.tick(3_661_000);
  const [info] = await type(guest, "guest", "+info");
  for (
    const part of ["Hubcap - news", "Owner: Anna", "1 h 1 min", "class 0 (guest)", "10.9.8.7", "1 in 32 s"]
  ) {
    assertStringIncludes(info!, part);
  }
  kit.store.settings.set("int_search", 0);
  assertStringIncludes((await type(guest, "guest", "+info"))[0]!, "Searches: without waiting");
});

Deno.test("commands: !topic shows the topic to everybody and is kept", async () => {
  const kit = kitOf();
  const guest = await enter(kit, "guest");
  const chief = await enter(kit, "chief");
  await type(chief, "chief", "!topic Fish & chips");
  assertEquals(guest.take().filter((frame) => /HubName|set the topic/.test(frame)), [
    "$HubName Hubcap - Fish & chips",
    "<Hubcap> chief set the topic: Fish & chips",
  ]);
  assertEquals(kit.store.settings.values.hub_topic, "Fish & chips");
  await type(chief, "chief", "!topic");
  assertEquals(kit.store.settings.values.hub_topic, "");
  const [answer] = await type(chief, "chief", `!topic ${"x".repeat(250)}`.padEnd(1100, "x"));
  assertMatch(answer!, /^The topic stays: hub_topic must be/);
});

Deno.test("commands: !kick bans, !drop does not, both tell and close", async () => {
  const kit = kitOf({ tban_kick: 300 });
  const oper = await enter(kit, "oper");
  const first = await kit.login("first", { ip: "10.1.1.1" });
  assertEquals(await type(oper, "oper", "!kick first spam"), ["oper kicked first, banned for 5 min: spam"]);
  assertEquals(first.ended, "end");
  assertStringIncludes(first.take().join("\n"), "You are being kicked because: spam");
  const ban = kit.store.bans.find("first", Math.floor(kit.clock.now() / 1000))[0];
  assertEquals([ban?.op, ban?.reason], ["oper", "spam"]);
  const second = await kit.login("second", { ip: "10.1.1.2" });
  assertEquals(await type(oper, "oper", "!drop second"), ["oper dropped second: No reason given"]);
  assertEquals([second.ended, kit.store.bans.find("second", 0)], ["end", []]);
  assertEquals(await type(oper, "oper", "!kick"), ["Write who has to go: !kick <nick> [reason]"]);
  assertEquals(await type(oper, "oper", "!drop nobody"), ["nobody is not online."]);
});

Deno.test("commands: !quit stops the hub, for masters only", async () => {
  const kit = kitOf();
  await type(await enter(kit, "admin"), "admin", "!quit");
  assertEquals(kit.stops, []);
  assertEquals(await type(await enter(kit, "root"), "root", "!quit"), ["The hub is being stopped by root."]);
  assertEquals(kit.stops, [0]);
});

Deno.test("commands: !quit and !restart wait for the time asked for and can be called off", async () => {
  const kit = kitOf();
  const root = await enter(kit, "root");
  const say = async (line: string) => (await type(root, "root", line))[0]!;
  assertEquals(await say("!restart 10m"), "The hub is being restarted by root in 10 min.");
  kit.clock.tick(599_000);
  assertEquals(kit.stops, []);
  assertMatch(await say("!quit -1"), /called off/);
  assertEquals(await say("!quit -1"), "No stop is pending.");
  kit.clock.tick(10_000);
  assertEquals(kit.stops, []);
  await say("!quit 20s");
  await say("!restart 30s");
  kit.clock.tick(60_000);
  assertEquals(kit.stops, [1]);
  for (const wrong of ["!quit 5", "!quit soon", "!restart 8d"]) {
    assertMatch(await say(wrong), /^Write a time/, wrong);
  }
  await say("!restart");
  assertEquals(kit.stops, [1, 1]);
});

Deno.test("commands: !regnew makes accounts within the operator's reach", async () => {
  const kit = kitOf();
  const chief = await enter(kit, "chief");
  const { accounts } = kit.store;
  assertEquals(await type(chief, "chief", "!regnew Neo"), [
    "Neo is registered with class 1 (registered) and is asked for a password at login.",
  ]);
  assertEquals([accounts.get("neo")?.passwordChange, accounts.get("neo")?.registeredBy], [true, "chief"]);
  assertEquals(await type(chief, "chief", "!reg new Trin 2 longenough"), [
    "Trin is registered with class 2 (VIP).",
  ]);
  assertEquals([accounts.get("Trin")?.passwordHash, accounts.get("Trin")?.passwordChange], [
    "hash:longenough",
    false,
  ]);
  const refusals: [string, RegExp][] = [
    ["!regnew neo", /^neo is registered already/],
    ["!regnew x 3", /^You may not give class 3/],
    ["!regnew x 7", /^"7" is no class\. Classes are -1, 1/],
    ["!regnew x 1 short", /too short: at least 6/],
    ["!regnew a<b", /character no nick may have/],
    ["!regnew OpChat", /^OpChat is a bot/],
    [`!regnew ${"n".repeat(65)}`, /too long: at most 64/],
    ["!regnew", /^Write whom to register/],
    ["!reg", /^Write one of: !reg new, /],
    ["!reg frob x", /^Write one of/],
  ];
  const before = accounts.count();
  for (const [line, answer] of refusals) assertMatch((await type(chief, "chief", line))[0]!, answer, line);
  assertEquals(accounts.count(), before);
});

Deno.test("commands: changing an account changes its user at once", async () => {
  const kit = kitOf();
  const root = await enter(kit, "root");
  const reg = await enter(kit, "reg");
  assertEquals(await type(root, "root", "!regclass reg 3"), ["reg has class 3 (operator) now."]);
  assertStringIncludes(reg.take().join("\n"), "$OpList reg$$");
  assertEquals(await type(root, "root", "!regdisable reg"), ["reg is a guest until !regenable."]);
  assertEquals(kit.hub.users.get("reg")?.class, 0);
  assertEquals(await type(root, "root", "!regenable reg"), ["reg has the rights of the account again."]);
  assertEquals(kit.hub.users.get("reg")?.class, 3);
  assertEquals(await type(root, "root", "!delreg reg"), ["reg has no account any more."]);
  assertEquals([kit.hub.users.get("reg")?.class, kit.store.accounts.get("reg")], [0, null]);
});

Deno.test("commands: nobody edits an account above the own reach", async () => {
  const kit = kitOf();
  const chief = await enter(kit, "chief");
  const before = kit.store.accounts.list();
  for (const line of ["!regdel oper", "!regpass root longenough", "!regclass oper 1", "!regdisable admin"]) {
    assertMatch((await type(chief, "chief", line))[0]!, /has too high a class for you to change\.$/, line);
  }
  assertMatch((await type(chief, "chief", "!regclass reg 3"))[0]!, /^You may not give class 3/);
  assertEquals(await type(chief, "chief", "!regdel nobody"), ["nobody is not registered."]);
  assertEquals(kit.store.accounts.list(), before);
});

Deno.test("commands: !regpass sets a password, or makes the owner choose one", async () => {
  const kit = kitOf();
  const root = await enter(kit, "root");
  const reg = await enter(kit, "reg");
  assertEquals(await type(root, "root", "!regpass reg another1"), ["reg has a new password."]);
  assertEquals(await type(root, "root", "!regpasswd reg another1"), ["reg has a new password."]);
  assertEquals(kit.store.accounts.get("reg")?.passwordHash, "hash:another1");
  reg.take();
  assertEquals(await type(root, "root", "!regpass reg"), ["reg has to choose a new password."]);
  assertStringIncludes(reg.take().join("\n"), "$GetPass");
  assertEquals(await type(reg, "reg", "+passwd chosen12"), ["Your password is set."]);
  assertEquals(kit.store.accounts.get("reg")?.passwordHash, "hash:chosen12");
});

Deno.test("commands: !reginfo and !reglist show accounts, never a hash", async () => {
  const kit = kitOf();
  const root = await enter(kit, "root");
  const [info] = await type(root, "root", "!reginfo oper");
  assertMatch(
    info!,
    /^oper: class 3 \(operator\)\r\n.*\r\nLast login: never, 0 in all, left never\r\nPassword: set, 0 wrong/,
  );
  assertFalse(info!.includes("hash:"));
  assertEquals(await type(root, "root", "!reglist 4"), ["Accounts of class 4 (chief): 1\r\nchief"]);
  assertEquals(await type(root, "root", "!reglist 2"), ["Nobody has class 2 (VIP)."]);
  const oper = await enter(kit, "oper");
  assertMatch(
    (await type(oper, "oper", "!reginfo root"))[0]!,
    /^root has too high a class for you to look at/,
  );
});

Deno.test("commands: +passwd works only where the hub allows it", async () => {
  const kit = kitOf();
  const guest = await enter(kit, "guest");
  assertMatch((await type(guest, "guest", "+passwd whatever"))[0]!, /^You are not registered/);
  const reg = await enter(kit, "reg");
  assertMatch((await type(reg, "reg", "+passwd whatever"))[0]!, /^You may not change your password/);
  kit.store.settings.set("max_class_self_repass", 1);
  assertMatch((await type(reg, "reg", "+passwd abc"))[0]!, /too short/);
  assertMatch((await type(reg, "reg", "+passwd"))[0]!, /^Write your new password/);
  assertEquals(await type(reg, "reg", "+passwd whatever"), ["Your password is set."]);
  assertEquals(kit.store.accounts.get("reg")?.passwordHash, "hash:whatever");
});

Deno.test("commands: +regme passes the wish on, without the password that came with it", async () => {
  const kit = kitOf();
  const oper = await enter(kit, "oper");
  const guest = await kit.login("guest", { ip: "10.7.7.7" });
  oper.take();
  assertEquals(await type(guest, "guest", "+regme topsecret"), ["Your wish was passed on to the operators."]);
  const heard = oper.take().join("\n");
  assertStringIncludes(heard, "guest (10.7.7.7) asks to be registered");
  assertFalse(heard.includes("topsecret"));
  assertEquals(kit.store.accounts.get("guest"), null);
});

Deno.test("commands: +regme registers at once where the hub allows it", async () => {
  const kit = kitOf({ autoreg_class: 1 });
  const guest = await enter(kit, "guest");
  assertMatch((await type(guest, "guest", "+regme abc"))[0]!, /too short/);
  assertEquals(kit.store.accounts.get("guest"), null);
  assertEquals(await type(guest, "guest", "+regme longenough"), [
    "You are registered with class 1 (registered).",
    "Your password is set.",
  ]);
  assertEquals([kit.store.accounts.get("guest")?.passwordHash, kit.hub.users.get("guest")?.class], [
    "hash:longenough",
    1,
  ]);
  assertEquals(await type(guest, "guest", "+regme again123"), ["Your nick is registered already."]);
  const other = await enter(kit, "other");
  const answers = await type(other, "other", "+regme");
  assertEquals(answers[0], "You are registered with class 1 (registered).");
  assertMatch(answers[1]!, /Choose one now: \+passwd/);
});

Deno.test("commands: +regme keeps to prefix, share and its switch", async () => {
  const kit = kitOf({ autoreg_class: 1, nick_prefix_autoreg: "[X]", min_share_reg: 1 });
  assertMatch((await type(await enter(kit, "guest"), "guest", "+regme longenough"))[0]!, /begin with \[X\]/);
  const poor = await enter(kit, "[X]poor");
  assertMatch(
    (await type(poor, "[X]poor", "+regme longenough"))[0]!,
    /^You cannot be registered: You share 0 MiB/,
  );
  kit.store.settings.set("disable_regme_cmd", true);
  assertMatch((await type(poor, "[X]poor", "+regme longenough"))[0]!, /turned off/);
  assertEquals(kit.store.accounts.count(), ACCOUNTS.length);
});

Deno.test("commands: no argument text makes a command fail", async () => {
  const kit = kitOf();
  const root = await enter(kit, "root");
  const names = HUB_COMMANDS.map(({ name }) => name).filter((name) => !/^(quit|restart)$/.test(name));
  const text = fc.string({ unit: "binary", maxLength: 80 }).map((raw) => raw.replace(/[|\0]/g, "")).filter((
    raw,
  ) => [...raw].every((char) => char.charCodeAt(0) < 256));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), text, async (name, args) => {
      await type(root, "root", `!${name} ${args}`);
      assertEquals(root.ended, null);
    }),
    { numRuns: 300 },
  );
});

Deno.test("args: the first word and the rest, numbers within their range", () => {
  assertEquals(firstWord("  a  b c "), ["a", "b c"]);
  assertEquals(firstWord(""), ["", ""]);
  assertEquals(["5", "-1", "11", "1.5", "x", ""].map((text) => wholeNumber(text, -1, 10)), [
    5,
    -1,
    null,
    null,
    null,
    null,
  ]);
});
