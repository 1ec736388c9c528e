/**
 * What VIPs may do besides kicking while they have the right to kick: `+vipgag`, `+vipungag`. Owns who may be gagged
 * for how long; a gag itself is that of operators.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { hasRight } from "../moderation/given_rights.ts";
import { UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { describeWait } from "../../core/period.ts";
import { reportToOperators } from "../talk/op_chat.ts";
import { restrictNick, whyTaken } from "../moderation/restrictions.ts";
import { sayTo } from "../say.ts";
import { firstWord } from "./args.ts";

const ofVips = { operator: false, minClass: () => UserClass.Vip } as const;

/** Runs `then` for whoever has the right to kick. */
const byRight =
  (then: (call: CommandCall, nick: string, reason: string) => void) =>
  (call: CommandCall, args: string): void => {
    const [nick, reason] = firstWord(args);
    if (!hasRight(call.hub, call.user, "kick")) {
      return call.reply("You have no right to do that. An operator can give it to you: !maykick");
    }
    if (nick === "") return call.reply("Write who is meant, by nick.");
    then(call, nick, reason || "No reason given");
  };

/** Why this user may not gag a nick, or `null`. */
function whyNotGag({ hub, class: own }: CommandCall, nick: string): string | null {
  const user = hub.users.get(nickKey(nick));
  if (user && !user.session) return `${user.nick} is a bot.`;
  const target = user?.class ?? hub.store.accounts.get(nick)?.class;
  if (target === undefined) return `${nick} is neither online nor registered.`;
  return target >= own ? `${nick} has too high a class for you.` : null;
}

function gag(call: CommandCall, nick: string, reason: string): void {
  const { hub, reply } = call;
  const seconds = hub.vars.tban_kick;
  const problem = seconds === 0 ? "Gags are turned off here: tban_kick is 0." : whyNotGag(call, nick);
  if (problem !== null) return reply(problem);
  const user = hub.users.get(nickKey(nick));
  // A longer gag by an operator stays.
  const taken = hub.store.rights.get(nick)?.chat ?? 0;
  if (taken < unixSeconds(hub.clock) + seconds) {
    restrictNick(hub, nick, { chat: seconds }, call.nick);
  }
  if (user?.session) sayTo(hub, user.session, `${whyTaken(hub, user, "chat") ?? ""} ${reason}`.trim());
  reportToOperators(hub, `${call.nick} took main chat from ${nick} for ${describeWait(seconds)}: ${reason}`);
  reply(`${nick} has no right to main chat for ${describeWait(seconds)}.`);
}

function ungag(call: CommandCall, nick: string): void {
  const problem = whyNotGag(call, nick);
  if (problem !== null) return call.reply(problem);
  const until = call.hub.store.rights.get(nick)?.chat ?? 0;
  const left = until - unixSeconds(call.hub.clock);
  if (left <= 0) return call.reply(`${nick} has the right to main chat.`);
  if (left > call.hub.vars.tban_kick) return call.reply(`An operator took main chat from ${nick}: ask one.`);
  restrictNick(call.hub, nick, { chat: 0 }, call.nick);
  call.reply(`${nick} has the right to main chat again.`);
}

/** The commands. No menu: only few VIPs have the right at a time. */
export const VIP_COMMANDS: readonly HubCommand[] = [
  {
    ...ofVips,
    name: "vipgag",
    usage: "<nick> [reason]",
    help: "Take main chat from a user as long as a kick would last, if you were given the right to kick",
    audited: true,
    run: byRight(gag),
  },
  {
    ...ofVips,
    name: "vipungag",
    usage: "<nick>",
    help: "Give main chat back after +vipgag",
    audited: true,
    run: byRight(ungag),
  },
];
