/**
 * Command lines: who is asked in which order, rights, and the registry with its help.
 *
 * @module
 */
import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { createCommands, helpText } from "./command_registry.ts";
import type { HubCommand } from "./command.ts";
import { defaultSettings } from "../../config/settings.ts";
import { hubKit } from "../testing/hub_kit.ts";

const FREE = { int_chat_ms: 0, int_flood_chat_limit: 0, int_flood_all_chat_limit: 0 };
const OP = { nick: "Op", class: 4, passwordHash: "hash:secret" };

const echo: HubCommand = {
  name: "echo",
  aliases: ["say"],
  operator: false,
  minClass: () => 0,
  usage: "<text>",
  help: "Says it back",
  run: (call, args) => call.reply(`${call.nick}/${call.class}/${call.inPm}: ${args}`),
};
const topic: HubCommand = {
  ...echo,
  name: "settopic",
  aliases: [],
  operator: true,
  minClass: (vars) => vars.topic_mod_class,
};

const start = (settings = {}) =>
  hubKit({ settings: { ...FREE, ...settings }, accounts: [OP], commands: [echo, topic] });

Deno.test("commands: a command is answered to its user alone and never shown", async () => {
  const kit = start();
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  anna.take();
  anna.send("<anna> +ECHO  a &#124; b |");
  assertEquals([anna.take(), berta.take()], [["<Hubcap> anna/0/false: a &#124; b"], []]);
  anna.send("<anna> /say|");
  assertEquals(anna.take(), ["<Hubcap> anna/0/false: "]);
});

Deno.test("commands: the hub's bot takes them by private message too", async () => {
  const kit = start();
  const anna = await kit.login("anna");
  anna.send("$To: hubcap From: anna $<anna> +echo x|$To: Hubcap From: anna $<anna> hello|");
  const [answer, hint] = anna.take();
  assertEquals(answer, "<Hubcap> anna/0/true: x");
  assertMatch(hint!, /^\$To: anna From: Hubcap \$<Hubcap> I am a bot/);
});

Deno.test("commands: operators' commands need the class of their setting", async () => {
  const kit = start();
  const anna = await kit.login("anna");
  const op = await kit.login("Op", { password: "secret" });
  anna.take();
  anna.send("<anna> !settopic x|");
  assertMatch(anna.take()[0]!, /^<Hubcap> Unknown command: !settopic\. Try \+help\.$/);
  op.send("<Op> !settopic x|");
  assertEquals(op.take(), ["<Hubcap> Op/4/false: x"]);
  kit.store.settings.set("topic_mod_class", 5);
  op.take();
  op.send("<Op> !settopic x|");
  assertMatch(op.take()[0]!, /no right to use !settopic/);
});

Deno.test("commands: an unknown one is shown as chat where the hub is set so", async () => {
  const kit = start({ unknown_cmd_chat: true });
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  anna.send("<anna> !nonsense|");
  assertEquals(berta.take(), ["<anna> !nonsense"]);
});

Deno.test("commands: users' commands can be turned off, operators keep theirs", async () => {
  const kit = start({ disable_usr_cmds: true });
  const anna = await kit.login("anna");
  anna.send("<anna> +echo x|");
  assertMatch(anna.take()[0]!, /turned off/);
  const op = await kit.login("Op", { password: "secret" });
  op.send("<Op> +echo x|");
  assertEquals(op.take(), ["<Hubcap> Op/4/false: x"]);
});

Deno.test("commands: scripts are asked in order, the hub's own command comes before OnParsedMsgChat", async () => {
  const kit = start();
  const anna = await kit.login("anna");
  const op = await kit.login("Op", { password: "secret" });
  for (const hook of ["OnHubCommand", "OnOperatorCommand", "OnUserCommand", "OnParsedMsgChat"] as const) {
    kit.scripts.on(hook);
  }
  kit.scripts.take();
  anna.send("<anna> +echo x|<anna> !stats now|");
  op.send("<Op> !stats|$To: Hubcap From: Op $<Op> !stats|");
  assertEquals(kit.scripts.take(), [
    "OnHubCommand(anna,echo x,0,0,+)",
    "OnUserCommand(anna,+echo x)",
    "OnHubCommand(anna,stats now,0,0,!)",
    "OnUserCommand(anna,!stats now)",
    "OnParsedMsgChat(anna,!stats now)",
    "OnHubCommand(Op,stats,4,0,!)",
    "OnOperatorCommand(Op,!stats)",
    "OnParsedMsgChat(Op,!stats)",
    "OnHubCommand(Op,stats,4,1,!)",
    "OnOperatorCommand(Op,!stats)",
  ]);
  assertMatch(anna.take().at(-1)!, /Unknown command: !stats/);
});

for (const hook of ["OnHubCommand", "OnUserCommand", "OnParsedMsgChat"] as const) {
  Deno.test(`commands: a script that blocks in ${hook} has taken the command`, async () => {
    const kit = start();
    const anna = await kit.login("anna");
    anna.take();
    kit.scripts.on(hook, { allow: false, send: ["<Bot> 42 users"] });
    anna.send("<anna> !stats|");
    assertEquals(anna.take(), ["<Bot> 42 users"]);
  });
}

Deno.test("commands: a line decided late runs with the class its user has then", async () => {
  const kit = start();
  const op = await kit.login("Op", { password: "secret" });
  kit.scripts.on("OnHubCommand", "wait");
  op.send("<Op> !settopic x|");
  kit.store.accounts.remove("Op");
  const { applyAccount } = await import("../moderation/accounts.ts");
  applyAccount(kit.hub.context, "Op");
  op.take();
  kit.scripts.answer();
  assertMatch(op.take()[0]!, /Unknown command/);
});

Deno.test("command registry: a word belongs to one command of operators and one of everybody", () => {
  const commands = createCommands(defaultSettings);
  commands.add([echo]);
  assertThrows(() => commands.add([{ ...echo, name: "other", aliases: ["say"] }]), RangeError, '"say"');
  commands.add([{ ...topic, aliases: ["say"] }]);
  assertThrows(() => commands.add([{ ...topic, aliases: [] }]), RangeError, '"settopic"');
});

Deno.test("command registry: an operator means the operators' command, unless that needs more than was typed", () => {
  const commands = createCommands(defaultSettings);
  commands.add([{ ...echo, usage: "" }, { ...topic, aliases: ["say"], usage: "<text>" }]);
  const meant = (operator: boolean, bare: boolean) => commands.find("SAY", operator, bare)?.name;
  assertEquals([meant(true, false), meant(true, true)], ["settopic", "echo"]);
  assertEquals([meant(false, false), meant(false, true)], ["echo", "echo"]);
  assertEquals(commands.find("settopic", false), null);
});

Deno.test("command registry: below operator nobody is shown operators' commands, whatever class they need", () => {
  const commands = createCommands(defaultSettings);
  const kick = { ...topic, name: "echo", minClass: () => 0 };
  commands.add([echo, kick]);
  assertEquals(commands.available(2).map(({ operator }) => operator), [false]);
  assertEquals(commands.available(3).map(({ operator }) => operator), [true]);
});

Deno.test("command registry: commands from outside come and go, and cannot take the hub's words", () => {
  const commands = createCommands(defaultSettings);
  commands.add([echo]);
  const heard: string[] = [];
  const row = {
    name: "tslist",
    aliases: ["pylist", "echo"],
    minClass: () => 5,
    usage: "",
    help: "Lists scripts",
  };
  const remove = commands.addPort([{ ...row, run: (_caller, args) => void heard.push(args) }]);
  assertEquals(commands.find("PyList")?.name, "tslist");
  assertEquals(commands.find("echo")?.name, "echo");
  assertEquals(commands.available(4).map(({ name }) => name), ["echo"]);
  assertEquals(commands.available(5).map(({ name }) => name), ["echo", "tslist"]);
  remove();
  remove();
  assertEquals([commands.find("tslist"), commands.find("echo")?.name], [null, "echo"]);
  assertEquals(heard, []);
});

Deno.test("command registry: help has one line per command with the trigger that works", () => {
  const commands = createCommands(defaultSettings);
  commands.add([topic, echo]);
  assertEquals(
    helpText(commands, defaultSettings(), 4),
    "+echo <text>: Says it back\r\n!settopic <text>: Says it back",
  );
  assertEquals(
    helpText(commands, { ...defaultSettings(), cmd_start_user: "/" }, 0),
    "/echo <text>: Says it back",
  );
});
