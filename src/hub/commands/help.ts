/**
 * `+help` and `!commands`: what a user may type, made from the table of commands itself.
 *
 * @module
 */
import { settingLines } from "../../config/setting_text.ts";
import { isSettingName } from "../../config/settings.ts";
import { helpLine, helpText } from "../command_line/command_registry.ts";
import type { CommandCall, FoundCommand, HubCommand } from "../command_line/command.ts";
import type { GivenRight } from "../../store/types.ts";
import { isGiven } from "../moderation/given_rights.ts";
import { UserClass } from "../model.ts";
import { showOnHelp, triggerHelp } from "../triggers/triggers.ts";
import { firstWord } from "./args.ts";

/** Most commands shown for a word that is none. */
const MAX_FOUND = 40;

/** `+help` and `!commands`. */
export const HELP_COMMANDS: readonly HubCommand[] = [
  {
    name: "help",
    aliases: ["?"],
    operator: false,
    minClass: () => UserClass.Guest,
    usage: "[command]",
    help: "Show your commands, or one of them, or those that have to do with a word",
    menu: [{ title: "Hub\\My commands", on: "hub", args: "" }],
    run(call, args) {
      const { hub, session, user } = call;
      if (args !== "") return explain(call, firstWord(args)[0]);
      const words = triggerHelp(hub, session, user);
      const text = helpText(hub.commands, hub.vars, call.class, rightsOf(call));
      call.replyPm(`Your commands:\r\n${words}${text}`);
      showOnHelp(hub, session, user);
    },
  },
  {
    name: "commands",
    aliases: ["cmds"],
    operator: true,
    minClass: () => UserClass.Operator,
    usage: "",
    help: "List the words of all commands you may use, without explanations",
    run(call) {
      const found = call.hub.commands.available(call.class, rightsOf(call));
      const words = found.map(({ name, aliases }) => [name, ...aliases].join("/"));
      call.replyPm(`Commands (${found.length}):\r\n${words.join(", ")}`);
    },
  },
];

const rightsOf = ({ hub, user }: CommandCall) => (right: GivenRight): boolean => isGiven(hub, user, right);
const wordsOf = ({ name, aliases }: FoundCommand): string[] => [name, ...aliases];

function explain(call: CommandCall, asked: string): void {
  const { hub, session, user, reply, replyPm } = call;
  const word = asked.replace(/^[^\p{L}\p{N}?=]/u, "").toLowerCase();
  const mine = hub.commands.available(call.class, rightsOf(call));
  const exact = mine.filter((command) =>
    wordsOf(command).includes(word) || (command.timed && word.startsWith(`${command.name}_`))
  );
  if (exact.length > 0) return reply(exact.map((command) => details(call, command)).join("\r\n"));
  if (isSettingName(word) && mine.some(({ name }) => name === "set")) {
    return reply(settingLines(word, hub.vars).join("\r\n"));
  }
  const near = word === ""
    ? []
    : mine.filter((command) =>
      wordsOf(command).some((other) => other.includes(word)) || command.help.toLowerCase().includes(word)
    );
  const texts = word === ""
    ? []
    : triggerHelp(hub, session, user).split("\r\n").filter((line) => line.toLowerCase().includes(word));
  const lines = [...texts, ...near.map((command) => helpLine(command, hub.vars))].slice(0, MAX_FOUND);
  if (lines.length === 0) return reply(`There is no command ${asked.slice(0, 40)} for you. Try +help.`);
  replyPm(`Commands that have to do with ${word.slice(0, 40)}:\r\n${lines.join("\r\n")}`);
}

function details({ hub }: CommandCall, command: FoundCommand): string {
  const also = command.aliases.length > 0 ? `\r\n  Other words: ${command.aliases.join(", ")}` : "";
  const more = command.details();
  return helpLine(command, hub.vars) + also + (more && `\r\n${more}`);
}
