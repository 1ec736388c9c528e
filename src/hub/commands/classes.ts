/**
 * What holds until a user leaves: another class (`!class`), protection from kicks (`!protect`), hidden kicks
 * (`!hidekick`, `!unhidekick`, `!hideme`). Owns the words and who may do it to whom; stores nothing.
 *
 * @module
 */
import { changeClass } from "../announce.ts";
import { className } from "../class_names.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { sayTo } from "../say.ts";
import { firstWord, wholeNumber } from "./args.ts";

/** The user a line is about, if its class is below the operator's; otherwise `null` after saying why. */
function lowerUser(call: CommandCall, nick: string, command: string): User | null {
  const { hub, reply } = call;
  const user = hub.users.get(nickKey(nick));
  if (nick === "") reply(`Write who is meant: !${command} <nick>`);
  else if (!user?.session) reply(user ? `${user.nick} is a bot.` : `${nick} is not online.`);
  else if (user.class >= call.class) reply(`${user.nick} has too high a class for you.`);
  else return user;
  return null;
}

/** A class below the operator's own, at most administrator, or `null` after saying so. */
function lowerClass(call: CommandCall, word: string, fallback: number): number | null {
  const most = Math.min(call.class - 1, UserClass.Admin);
  const value = wholeNumber(word || String(fallback), 0, most);
  if (value === null) call.reply(`"${word.slice(0, 20)}" is no class you may give: 0 to ${most}.`);
  return value;
}

function setClass(call: CommandCall, args: string): void {
  const { hub, reply } = call;
  const [nick, word] = firstWord(args);
  const user = lowerUser(call, nick, "class");
  const userClass = user && lowerClass(call, word, UserClass.Operator);
  if (!user?.session || userClass === null) return;
  changeClass(hub, user, userClass);
  hub.log.info("Class changed until logout", { nick: user.nick, class: userClass, by: call.nick });
  sayTo(hub, user.session, `Your class is ${className(userClass)} until you leave.`);
  reply(`${user.nick} has class ${className(userClass)} until logout.`);
}

function protect(call: CommandCall, args: string): void {
  const [nick, word] = firstWord(args);
  const user = lowerUser(call, nick, "protect");
  const most = user && lowerClass(call, word, Math.min(call.class - 1, UserClass.Admin));
  if (!user || most === null) return;
  user.protect = most;
  call.reply(
    most === 0
      ? `${user.nick} is not protected any more.`
      : `${user.nick} is protected from kicks by class ${most} and lower until logout.`,
  );
}

function hideKicks(call: CommandCall, args: string, hide: boolean): void {
  const user = lowerUser(call, firstWord(args)[0], hide ? "hidekick" : "unhidekick");
  if (!user) return;
  user.hideKick = hide;
  call.reply(`Kicks by ${user.nick} are ${hide ? "hidden until logout" : "shown again"}.`);
}

function hideOwnKicks(call: CommandCall, args: string): void {
  // Whoever is above sees what was done.
  const most = wholeNumber(args, 0, call.class);
  if (most === null) return call.reply(`Write up to which class: !hideme <class>, 0 to ${call.class}`);
  call.user.hideKicksTo = most;
  call.reply(
    most === 0 ? "Your kicks are shown again." : `Your kicks are hidden from class ${most} and lower.`,
  );
}

const operator = { operator: true, minClass: () => UserClass.Operator, audited: true } as const;
const chief = { ...operator, minClass: () => UserClass.Chief } as const;

/** The commands. */
export const CLASS_COMMANDS: readonly HubCommand[] = [
  {
    ...chief,
    name: "class",
    usage: "<nick> [class]",
    help: "Give a user another class until logout, 3 if none is given",
    menu: [{ title: "Rights\\Class until logout", on: "user", args: "%[nick] %[line:Class]" }],
    run: setClass,
  },
  {
    ...chief,
    name: "protect",
    usage: "<nick> [class]",
    help: "Protect a user from kicks up to a class until logout; 0 ends it",
    menu: [{ title: "Rights\\Protect until logout", on: "user", args: "%[nick] %[line:Up to class]" }],
    run: protect,
  },
  {
    ...operator,
    name: "hidekick",
    aliases: ["hk"],
    usage: "<nick>",
    help: "Do not show whom this operator kicks, until logout",
    menu: [{ title: "Rights\\Hide the kicks", on: "user", args: "%[nick]" }],
    run: (call, args) => hideKicks(call, args, true),
  },
  {
    ...operator,
    name: "unhidekick",
    aliases: ["uhk"],
    usage: "<nick>",
    help: "Show again whom this operator kicks",
    menu: [{ title: "Rights\\Show the kicks", on: "user", args: "%[nick]" }],
    run: (call, args) => hideKicks(call, args, false),
  },
  {
    ...operator,
    name: "hideme",
    aliases: ["hm"],
    auditTarget: 0,
    usage: "<class>",
    help: "Do not show your kicks to this class and lower ones, until logout; 0 ends it",
    menu: [{ title: "Me\\Hide my kicks", on: "hub", args: "%[line:Up to class]" }],
    run: hideOwnKicks,
  },
];
