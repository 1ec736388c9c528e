/**
 * `!lstban`, `!lstunban`, `!lstkick`: the newest bans, lifted bans and kicks, page by page, in a private message. Owns
 * the paging; every page is read from the store when it is asked for.
 *
 * @module
 */
import type { BanList } from "../../store/types.ts";
import { banLine, liftedLine, moment } from "../moderation/ban_text.ts";
import type { CommandCall, HubCommand } from "../context.ts";
import { UserClass } from "../model.ts";
import { firstWord, wholeNumber } from "./args.ts";

/** Lines of a page unless told otherwise. */
const USUAL = 100;
/** Most lines of a page. */
const LONGEST = 1000;
const LAST_PAGE = 1_000_000;
/** Most characters of a line: reasons of scripts have any length, and a page has to fit into one message. */
const LONGEST_LINE = 300;

const cut = (line: string): string => line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;

interface List {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly list: BanList;
  readonly title: string;
  readonly empty: string;
  readonly help: string;
  /** The lines of a page. */
  lines(call: CommandCall, now: number, limit: number, skip: number): string[];
}

const LISTS: readonly List[] = [
  {
    name: "lstban",
    aliases: ["listban", "lsban"],
    list: "bans",
    title: "Newest bans",
    empty: "Nobody is banned.",
    help: "Show the newest bans",
    lines: ({ hub }, now, limit, skip) =>
      hub.store.bans.list(limit, now, skip).map((ban) => banLine(ban, now)),
  },
  {
    name: "lstunban",
    aliases: ["listunban", "lsunban"],
    list: "unbans",
    title: "Lifted bans",
    empty: "No lifted bans are kept.",
    help: "Show the bans that were lifted last",
    lines: ({ hub }, _now, limit, skip) => hub.store.bans.listUnbans(limit, skip).map(liftedLine),
  },
  {
    name: "lstkick",
    aliases: ["listkick", "lskick"],
    list: "kicks",
    title: "Last kicks",
    empty: "No kicks are kept.",
    help: "Show the last kicks and drops",
    lines: ({ hub }, _now, limit, skip) =>
      hub.store.bans.listKicks(limit, skip).map(({ nick, ip, op, reason, at, drop }) =>
        `${moment(at)} ${op} ${drop ? "dropped" : "kicked"} ${nick} (${ip})${reason && `: ${reason}`}`
      ),
  },
];

function show(call: CommandCall, args: string, { list, name, title, empty, lines }: List): void {
  const [first, rest] = firstWord(args);
  const limit = wholeNumber(first || String(USUAL), 1, LONGEST);
  const page = wholeNumber(rest || "1", 1, LAST_PAGE);
  if (limit === null || page === null) {
    return call.reply(`Write how many lines to show, 1 to ${LONGEST}, and which page: !${name} 50 2`);
  }
  const now = Math.floor(call.hub.clock.now() / 1000);
  const count = call.hub.store.bans.count(list, now);
  if (count === 0) return call.reply(empty);
  const pages = Math.ceil(count / limit);
  if (page > pages) return call.reply(`There is no page ${page}: ${pages} with ${limit} lines each.`);
  const shown = lines(call, now, limit, (page - 1) * limit).map(cut);
  const more = page < pages ? `\r\nThe next ones: !${name} ${limit} ${page + 1}` : "";
  call.replyPm(`${title}, ${count} in all, page ${page} of ${pages}:\r\n${shown.join("\r\n")}${more}`);
}

/** The lists. */
export const BAN_LIST_COMMANDS: readonly HubCommand[] = LISTS.map((list) => ({
  name: list.name,
  aliases: list.aliases,
  operator: true,
  minClass: () => UserClass.Operator,
  usage: "[lines [page]]",
  help: `${list.help}, ${USUAL} if no number is given`,
  menu: [{ title: `Bans\\${list.title}`, on: "hub", args: "" }],
  run: (call, args) => show(call, args, list),
}));
