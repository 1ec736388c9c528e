/**
 * `!addtrigger` and its kin: the texts that the hub shows by itself or when somebody types a word. Owns what an entry
 * may hold and what the operator is told about it.
 *
 * @module
 */
import {
  NEW_TRIGGER,
  type Trigger,
  TRIGGER_LIMITS,
  TriggerFlag,
  whyNotTrigger,
} from "../../store/triggers.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { fileOf, textOf } from "../triggers/triggers.ts";
import { VARIABLES } from "../triggers/trigger_text.ts";
import { type ConsoleOptions, type ConsoleValues, formatOption } from "./console.ts";
import { consoleCommands } from "./console_commands.ts";

const OPTIONS = {
  def: {
    flag: "d",
    type: "text",
    max: TRIGGER_LIMITS.def,
    meaning: "The text, or the name of a file in the folder texts.",
  },
  descr: { flag: "h", type: "line", max: TRIGGER_LIMITS.descr, meaning: "One line for +help." },
  flags: {
    flag: "f",
    type: "bits",
    names: {
      pm: TriggerFlag.Pm,
      motd: TriggerFlag.Motd,
      help: TriggerFlag.Help,
      text: TriggerFlag.Text,
      vars: TriggerFlag.Vars,
      all: TriggerFlag.All,
    },
    meaning:
      "How: as private message, at login, on +help, -d is the text itself, with variables, to everybody.",
  },
  sendAs: { flag: "n", type: "line", max: TRIGGER_LIMITS.sendAs, meaning: "Nick that says it." },
  minClass: { flag: "c", type: "int", min: -1, max: 10, meaning: "Lowest class that sees it." },
  maxClass: { flag: "C", type: "int", min: -1, max: 10, meaning: "Highest class that sees it." },
  seconds: {
    flag: "t",
    type: "period",
    max: 31_536_000,
    meaning: "Shown again after this time to everybody in these classes; 0 for never.",
  },
} as const satisfies ConsoleOptions;

type Values = ConsoleValues<typeof OPTIONS>;

const ABOUT = [
  "A text that users see when they type its word, and, by its flags, at login, on +help or after a time.",
  'For example: !addtrigger +site -d "Our page: example.org" -h "Our page"',
  `Variables: ${VARIABLES.map((name) => `%[${name}]`).join(" ")}`,
].join("\r\n");

/** Everything about an entry in one line. */
function line(trigger: Trigger): string {
  const { command, def, descr, flags, sendAs, minClass, maxClass, seconds } = trigger;
  const source = (flags & TriggerFlag.Text) !== 0
    ? `${new TextEncoder().encode(def).length} bytes of text`
    : `file ${fileOf(trigger) || `"${def.slice(0, 60)}", which is no name of a file`}`;
  return [
    `${command}: ${source}`,
    `classes ${minClass} to ${maxClass}`,
    `flags ${formatOption(OPTIONS.flags, flags)}`,
    ...(sendAs === "" ? [] : [`by ${sendAs}`]),
    ...(seconds === 0 ? [] : [`every ${seconds} s`]),
    ...(descr === "" ? [] : [descr]),
  ].join(", ");
}

/** What an operator should know about an entry that was just made or changed. */
function hints({ hub, session }: CommandCall, trigger: Trigger): string {
  const { cmd_start_op, cmd_start_user } = hub.vars;
  const { command, flags, seconds } = trigger;
  const out: string[] = [];
  if (textOf(hub, trigger, session.country) === "") {
    out.push(
      (flags & TriggerFlag.Text) !== 0
        ? "It has no text: nothing is shown."
        : "There is no text in this file yet: nothing is shown. Files are looked at every 10 seconds.",
    );
  }
  const bySelf = seconds > 0 || (flags & (TriggerFlag.Motd | TriggerFlag.Help)) !== 0;
  if (!(cmd_start_op + cmd_start_user).includes(command[0]!)) {
    if (!bySelf) out.push(`Nobody can type it: commands begin with one of ${cmd_start_user}`);
  } else if (hub.commands.find(command.slice(1))) {
    out.push(`The hub's own command ${command} goes before it when somebody types it.`);
  }
  return out.map((hint) => `\r\n${hint}`).join("");
}

/** Without flags the text is taken for what it looks like: the name of a file that is there, or the text itself. */
function guessedFlags(call: CommandCall, command: string, def: string): number {
  const asFile: Trigger = { ...NEW_TRIGGER, command, def };
  const isFile = textOf(call.hub, asFile, call.session.country) !== "" || /^%\[CFG\]/i.test(def);
  return (isFile ? 0 : TriggerFlag.Text) | TriggerFlag.Vars;
}

function add(call: CommandCall, command: string, values: Values): string {
  const { triggers } = call.hub.store;
  const flags = values.flags ?? guessedFlags(call, command, values.def ?? "");
  const trigger: Trigger = { ...NEW_TRIGGER, ...values, command, flags };
  const problem = whyNotTrigger(trigger);
  if (problem !== null) return `Nothing added: ${problem}.`;
  const refused = triggers.add(trigger);
  if (refused === "taken") return `There is a trigger ${command}. Change it with !modtrigger.`;
  if (refused === "full") {
    return `There are ${triggers.max} triggers, and no more fit. Remove one with !deltrigger.`;
  }
  return `Added: ${line(trigger)}${hints(call, trigger)}`;
}

function change(call: CommandCall, command: string, values: Values): string {
  const { triggers } = call.hub.store;
  const old = triggers.get(command);
  if (!old) return unknown(command);
  const trigger: Trigger = { ...old, ...values };
  const problem = whyNotTrigger(trigger);
  if (problem !== null) return `Nothing changed: ${problem}.`;
  triggers.update(command, values);
  return `Changed: ${line(trigger)}${hints(call, trigger)}`;
}

const unknown = (command: string): string =>
  `There is no trigger ${command.slice(0, 60)}. !lsttrigger lists them.`;

/** The commands for triggers. */
export const TRIGGER_COMMANDS: readonly HubCommand[] = [
  ...consoleCommands({
    noun: "trigger",
    called: ["trigger", "triggers"],
    key: "command",
    options: OPTIONS,
    about: ABOUT,
    minClass: () => UserClass.Admin,
    add,
    change,
    remove: ({ hub }, command) =>
      hub.store.triggers.remove(command) ? `Removed: ${command}` : unknown(command),
    list({ hub }) {
      const all = hub.store.triggers.all();
      return all.length === 0
        ? "There are no triggers. !htrigger tells how to add one."
        : `Triggers (${all.length}):\r\n${all.map(line).join("\r\n")}`;
    },
  }),
  {
    name: "triggerget",
    operator: true,
    minClass: () => UserClass.Master,
    usage: "<command>",
    help: "Show the text of a trigger as it is stored",
    run({ hub, session, reply, replyPm }, command) {
      const trigger = hub.store.triggers.get(command);
      if (!trigger) return reply(unknown(command));
      const text = textOf(hub, trigger, session.country);
      replyPm(`${line(trigger)}\r\n${text === "" ? "It has no text." : text}`);
    },
  },
];
