/**
 * `!gag`, `!nopm`, `!nosearch`, `!nodl` and their opposites: rights taken from a nick for a time. Owns the words and
 * who may use them on whom; what a taken right means is decided elsewhere.
 *
 * @module
 */
import type { Right } from "../../store/types.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { announceDeed } from "../moderation/notices.ts";
import { describeWait } from "../../core/period.ts";
import { isAnyTaken, restrictNick, whyTaken } from "../moderation/restrictions.ts";
import { sayTo } from "../say.ts";
import { classOfNick, nickAndTime } from "./nick_and_time.ts";

interface Gag {
  readonly words: readonly [name: string, ...aliases: string[]];
  readonly rights: readonly Right[];
  readonly what: string;
  readonly title: string;
}

const GAGS: readonly Gag[] = [
  { words: ["gag", "nochat"], rights: ["chat"], what: "main chat", title: "Main chat" },
  { words: ["nopm"], rights: ["pm"], what: "private messages", title: "Private messages" },
  {
    words: ["nochats"],
    rights: ["chat", "pm"],
    what: "main chat and private messages",
    title: "Chat and private messages",
  },
  { words: ["nosearch"], rights: ["search"], what: "searches", title: "Searches" },
  { words: ["nodl", "noctm"], rights: ["ctm"], what: "downloads", title: "Downloads" },
];

/** Why the operator may not change the rights of a nick, or `null`. */
function whyNot(call: CommandCall, nick: string, take: boolean): string | null {
  const { hub, class: own, user: op } = call;
  const user = hub.users.get(nickKey(nick));
  if (!take && user === op) return "You cannot give rights back to yourself.";
  if (user && !user.session) return `${user.nick} is a bot.`;
  const target = classOfNick(call, nick);
  if (target >= UserClass.Admin) return `Nobody can take rights from ${nick}: the class is too high.`;
  return target + hub.vars.classdif_kick > own ? `${nick} has too high a class for you.` : null;
}

function change(call: CommandCall, args: string, { words, rights, what }: Gag, take: boolean): void {
  const { hub, reply } = call;
  const read = nickAndTime(call, args, words[0], take);
  if (!read) return;
  const { nick, seconds } = read;
  const problem = whyNot(call, nick, take);
  if (problem !== null) return reply(problem);
  if (!take && !isAnyTaken(hub, nick, rights)) return reply(`${nick} has the right to ${what} already.`);
  restrictNick(hub, nick, Object.fromEntries(rights.map((right) => [right, seconds])), call.nick);
  hub.log.info(take ? "Rights taken" : "Rights given back", {
    nick,
    rights: rights.join(" "),
    by: call.nick,
  });
  const user = hub.users.get(nickKey(nick));
  if (take && user?.session) {
    for (const right of rights) sayTo(hub, user.session, whyTaken(hub, user, right) ?? "");
  }
  reply(
    take
      ? `${nick} has no right to ${what} for ${describeWait(seconds)}.`
      : `${nick} has the right to ${what} again.`,
  );
  const deed = take
    ? `took ${what} from ${nick} for ${describeWait(seconds)}`
    : `gave ${what} back to ${nick}`;
  announceDeed(hub, call.user, `${call.nick} ${deed}`, { answered: true });
}

/** The gags and their opposites. */
export const GAG_COMMANDS: readonly HubCommand[] = GAGS.flatMap((gag): HubCommand[] => [
  {
    name: gag.words[0],
    aliases: gag.words.slice(1),
    operator: true,
    audited: true,
    minClass: () => UserClass.Operator,
    usage: "<nick> [time]",
    help: `Take ${gag.what} from a nick, for 7 days if no time is given`,
    menu: [{
      title: `Rights\\Take\\${gag.title}`,
      on: "user",
      args: "%[nick] %[line:Time, such as 2h or 7d]",
    }],
    run: (call, args) => change(call, args, gag, true),
  },
  {
    name: `un${gag.words[0]}`,
    aliases: gag.words.slice(1).map((word) => `un${word}`),
    operator: true,
    audited: true,
    minClass: () => UserClass.Operator,
    usage: "<nick>",
    help: `Give ${gag.what} back`,
    menu: [{ title: `Rights\\Give back\\${gag.title}`, on: "user", args: "%[nick]" }],
    run: (call, args) => change(call, args, gag, false),
  },
]);
