/**
 * `!kick` and `!drop`. The flow, its rights and its texts are those of every kick; here only the words are read.
 *
 * @module
 */
import type { CommandCall, HubCommand } from "../context.ts";
import { DROP, KICK, kick, type KickOptions } from "../kick.ts";
import { firstWord } from "./args.ts";

const away = (name: string, options: KickOptions) => (call: CommandCall, args: string): void => {
  const [nick, reason] = firstWord(args);
  if (nick === "") return call.reply(`Write who has to go: !${name} <nick> [reason]`);
  const request = {
    op: call.nick,
    nick,
    reason: reason || "No reason given",
    note: "",
    opNote: "",
    banSeconds: 0,
    redirect: "",
  };
  kick(call.hub, request, options, () => {});
};

/** `!kick` and `!drop`. */
export const MODERATION_COMMANDS: readonly HubCommand[] = [
  {
    name: "kick",
    operator: true,
    minClass: () => 3,
    usage: "<nick> [reason [_ban_[time]]]",
    help: "Send a user away and ban nick and address",
    run: away("kick", KICK),
  },
  {
    name: "drop",
    operator: true,
    minClass: () => 3,
    usage: "<nick> [reason]",
    help: "Send a user away without a ban",
    run: away("drop", DROP),
  },
];
