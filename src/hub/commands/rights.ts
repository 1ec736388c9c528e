/**
 * Rights given for a time (`!maykick`, `!mayreg`, `!mayopchat`, `!noshare` and their opposites), and what is taken
 * and given at the moment (`!noinfo`, `!temprights`, `!cleantemprights`). Owns the words and who may give what; what
 * a right means is decided elsewhere.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { GIVEN_RIGHTS, type GivenRight, RIGHTS, type TempRights } from "../../store/types.ts";
import { showRights } from "../announce.ts";
import { className } from "../class_names.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import {
  classWithRight,
  GIVEN_NAMES,
  givenTo,
  giveRight,
  lowestForRight,
} from "../moderation/given_rights.ts";
import { UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { describeWait } from "../../core/period.ts";
import { clearRights, takenFrom } from "../moderation/restrictions.ts";
import { sayTo } from "../say.ts";
import { firstWord } from "./args.ts";
import { classOfNick, nickAndTime } from "./nick_and_time.ts";
import { sendPage } from "./paging.ts";

interface Gift {
  readonly right: GivenRight;
  readonly words: readonly [name: string, ...aliases: string[]];
  readonly title: string;
}

const GIFTS: readonly Gift[] = [
  { right: "kick", words: ["maykick", "kvip"], title: "Kick" },
  { right: "reg", words: ["mayreg"], title: "Register users" },
  { right: "opchat", words: ["mayopchat"], title: "Operator chat" },
  { right: "share0", words: ["noshare"], title: "No least share" },
];

/** Why the operator may not give a nick a right, or take it back, or `null`. */
function whyNot(call: CommandCall, nick: string, { right }: Gift, give: boolean): string | null {
  const { hub, class: own } = call;
  const user = hub.users.get(nickKey(nick));
  if (user && !user.session) return `${user.nick} is a bot.`;
  const has = classWithRight(hub.vars, right);
  // Who could give what only was lent could keep it for ever, among two.
  if (own < has && right !== "share0") return `You have no right ${GIVEN_NAMES[right]} yourself.`;
  const target = classOfNick(call, nick);
  if (target + hub.vars.classdif_kick > own) return `${nick} has too high a class for you.`;
  if (!give) return null;
  if (user === call.user) return "You cannot give rights to yourself.";
  if (target >= has) return `${nick} has the right ${GIVEN_NAMES[right]} anyway.`;
  const lowest = lowestForRight(right);
  return target < lowest
    ? `${nick} needs class ${className(lowest)} for the right ${
      GIVEN_NAMES[right]
    }: see !regnew and !regclass.`
    : null;
}

function change(call: CommandCall, args: string, gift: Gift, give: boolean): void {
  const { hub, reply } = call;
  const { right, words } = gift;
  const read = nickAndTime(call, args, words[0], give);
  if (!read) return;
  const { nick, seconds } = read;
  const problem = whyNot(call, nick, gift, give);
  if (problem !== null) return reply(problem);
  const user = giveRight(hub, nick, right, seconds, call.nick);
  const length = give ? ` for ${describeWait(seconds)}` : " no more";
  if (user?.session) {
    showRights(hub, user);
    sayTo(hub, user.session, `You have the right ${GIVEN_NAMES[right]}${length}.`);
  }
  hub.log.info(give ? "Right given" : "Right taken back", { nick, right, by: call.nick });
  reply(`${nick} has the right ${GIVEN_NAMES[right]}${length}.`);
}

const left = (until: number, at: number): string =>
  until === Infinity ? "for ever" : `for ${describeWait(until - at)}`;

/** What is taken and given, one short text each. */
function rightsText({ taken, given }: Pick<TempRights, "taken" | "given">, at: number): string[] {
  return [
    ...RIGHTS.filter((right) => taken[right] > at).map((right) => `no ${right} ${left(taken[right], at)}`),
    ...GIVEN_RIGHTS.filter((right) => given[right] > at)
      .map((right) => `${right === "share0" ? "noshare" : `may ${right}`} ${left(given[right], at)}`),
  ];
}

function showOne(call: CommandCall, args: string): void {
  const [nick] = firstWord(args);
  if (nick === "") return call.reply("Write whose rights: !noinfo <nick>");
  const at = unixSeconds(call.hub.clock);
  const parts = rightsText({ taken: takenFrom(call.hub, nick), given: givenTo(call.hub, nick) }, at);
  call.reply(parts.length === 0 ? `${nick} has the usual rights.` : `${nick}: ${parts.join(", ")}`);
}

function showAll(call: CommandCall, args: string): void {
  const { rights } = call.hub.store;
  const at = unixSeconds(call.hub.clock);
  const total = rights.count(at);
  if (total === 0) return call.reply("Nobody has other rights than usual.");
  sendPage(call, firstWord(args)[0], {
    title: "Rights taken and given",
    command: "!temprights",
    total,
    lines: (limit, offset) =>
      rights.list(at, limit, offset).map((row) =>
        `${row.nick}: ${rightsText(row, at).join(", ")}${row.by && ` (${row.by})`}`
      ),
  });
}

const operator = { operator: true, minClass: () => UserClass.Operator } as const;

/** The commands. */
export const RIGHT_COMMANDS: readonly HubCommand[] = [
  ...GIFTS.flatMap((gift): HubCommand[] => [
    {
      ...operator,
      name: gift.words[0],
      aliases: gift.words.slice(1),
      usage: "<nick> [time]",
      help: `Give a nick the right ${GIVEN_NAMES[gift.right]}, for 7 days if no time is given`,
      audited: true,
      menu: [{
        title: `Rights\\Give\\${gift.title}`,
        on: "user",
        args: "%[nick] %[line:Time, such as 2h or 7d]",
      }],
      run: (call, args) => change(call, args, gift, true),
    },
    {
      ...operator,
      name: `un${gift.words[0]}`,
      aliases: gift.words.slice(1).map((word) => `un${word}`),
      usage: "<nick>",
      help: `Take back the right ${GIVEN_NAMES[gift.right]}`,
      audited: true,
      menu: [{ title: `Rights\\Take back\\${gift.title}`, on: "user", args: "%[nick]" }],
      run: (call, args) => change(call, args, gift, false),
    },
  ]),
  {
    ...operator,
    name: "noinfo",
    aliases: ["mayinfo"],
    usage: "<nick>",
    help: "Show what is taken from a nick and given to it, and for how long",
    menu: [{ title: "Rights\\Show", on: "user", args: "%[nick]" }],
    run: showOne,
  },
  {
    ...operator,
    name: "temprights",
    usage: "[page]",
    help: "List all nicks with something taken or given for a time",
    menu: [{ title: "Lists\\Rights taken and given", on: "hub", args: "" }],
    run: showAll,
  },
  {
    ...operator,
    name: "cleantemprights",
    minClass: () => UserClass.Admin,
    usage: "[yes]",
    help: "End all rights taken and given for a time",
    audited: true,
    auditTarget: 0,
    run(call, args) {
      if (args.toLowerCase() !== "yes") {
        return call.reply(
          "This ends all rights taken and given. If you are sure, write !cleantemprights yes",
        );
      }
      call.reply(`${clearRights(call.hub, showRights)} nicks have the usual rights again.`);
    },
  },
];
