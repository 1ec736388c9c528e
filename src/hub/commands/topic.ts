/**
 * `!topic`.
 *
 * @module
 */
import { MAIN_SET } from "../../config/settings.ts";
import type { HubCommand } from "../command_line/command.ts";
import { sayInPublic } from "../public_message.ts";
import { setConfig } from "../settings_live.ts";
import { topicText } from "../talk/topic.ts";

/** The topic command. */
export const TOPIC_COMMANDS: readonly HubCommand[] = [{
  name: "topic",
  aliases: ["hubtopic"],
  operator: true,
  audited: true,
  auditTarget: 0,
  minClass: (vars) => vars.topic_mod_class,
  usage: "[text]",
  help: "Set the topic; without text take it away",
  menu: [{ title: "Hub\\Set the topic", on: "hub", args: "%[line:Topic]" }],
  run({ hub, nick, reply, outcome }, args) {
    if (args === "" && hub.vars.hub_topic === "") return reply("There is no topic. Set one: !topic <text>");
    setConfig(hub, MAIN_SET, "hub_topic", topicText(args), nick, (problem) => {
      if (problem !== null) return reply(`The topic stays: ${problem}`);
      const { hub_topic } = hub.vars;
      const text = hub_topic === "" ? `${nick} took the topic away.` : `${nick} set the topic: ${hub_topic}`;
      outcome(text);
      sayInPublic(hub, text);
    });
  },
}];
