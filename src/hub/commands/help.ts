/**
 * `+help`: the commands a user may use, made from the table of commands itself.
 *
 * @module
 */
import { helpText } from "../command_registry.ts";
import type { HubCommand } from "../context.ts";

/** The help command. */
export const HELP: readonly HubCommand[] = [{
  name: "help",
  aliases: ["?", "commands", "cmds"],
  operator: false,
  minClass: () => 0,
  usage: "[command]",
  help: "Show your commands, or one of them",
  run(call, args) {
    const { hub } = call;
    const lines = helpText(hub.commands, hub.vars, call.class).split("\r\n");
    if (args === "") return call.replyPm(`Your commands:\r\n${lines.join("\r\n")}`);
    const found = hub.commands.find(args.replace(/^[^\p{L}\p{N}]/u, ""));
    const line = found && lines.find((line) => /^.?([^\s:]+)/.exec(line)?.[1] === found.name);
    call.reply(line ?? `There is no command ${args.slice(0, 40)} for you. Try +help.`);
  },
}];
