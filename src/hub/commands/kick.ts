/**
 * `!kick` and `!drop`, for operators and for VIPs who were given the right. The flow, its rights and its texts are
 * those of every kick; here only the words are read.
 *
 * @module
 */
import type { CommandCall, HubCommand, MenuEntry } from "../command_line/command.ts";
import { refuseHaste } from "../moderation/deed_pace.ts";
import { DROP, KICK, kick, type KickOptions } from "../moderation/kick.ts";
import { UserClass } from "../model.ts";
import { firstWord } from "./args.ts";

const away = (name: string, options: KickOptions) => (call: CommandCall, args: string): void => {
  const [nick, reason] = firstWord(args);
  if (nick === "") return call.reply(`Write who has to go: ${call.line[0]}${name} <nick> [reason]`);
  if (refuseHaste(call.hub, call.session)) return;
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

const REASON = "%[nick] %[line:Reason]";

interface Away {
  readonly name: string;
  readonly options: KickOptions;
  readonly usage: string;
  readonly help: string;
  readonly menu: readonly MenuEntry[];
}

const ROWS: readonly Away[] = [
  {
    name: "kick",
    options: KICK,
    usage: "<nick> [reason [_ban_[time]]]",
    help: "Send a user away and ban nick and address",
    menu: [
      { title: "Kick", on: "user", args: REASON },
      { title: "Kick, ban for a day", on: "user", args: `${REASON} _ban_1d` },
    ],
  },
  {
    name: "drop",
    options: DROP,
    usage: "<nick> [reason]",
    help: "Send a user away without a ban",
    menu: [{ title: "Drop", on: "user", args: REASON }],
  },
];

/** `!kick` and `!drop`; `+kick` and `+drop` for those who were given the right to kick. */
export const KICK_COMMANDS: readonly HubCommand[] = ROWS.flatMap((
  { name, options, usage, help, menu },
): HubCommand[] => {
  const common = { name, minClass: () => UserClass.Operator, run: away(name, options) };
  return [
    { ...common, operator: true, usage, help, menu },
    { ...common, operator: false, right: "kick", usage: "<nick> [reason]", help: `${help}, if you may` },
  ];
});
