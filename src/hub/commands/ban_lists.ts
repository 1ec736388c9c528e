/**
 * `!lstban`, `!lstunban`, `!lstkick`: the newest bans, lifted bans and kicks, page by page, in a private message. Owns
 * what a line says; every page is read from the store when it is asked for.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { utcMinute } from "../../core/utc.ts";
import type { BanList } from "../../store/types.ts";
import { banLine, liftedLine } from "../moderation/ban_text.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { firstWord, wholeNumber } from "./args.ts";
import { PAGE_LINES, sendPage } from "./paging.ts";

/** Most lines of a page. */
const LONGEST = 1000;
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
        `${utcMinute(at)} ${op} ${drop ? "dropped" : "kicked"} ${nick} (${ip})${reason && `: ${reason}`}`
      ),
  },
];

function show(call: CommandCall, args: string, { list, name, title, empty, lines }: List): void {
  const [first, page] = firstWord(args);
  const perPage = wholeNumber(first || String(PAGE_LINES), 1, LONGEST);
  if (perPage === null) {
    return call.reply(`Write how many lines to show, 1 to ${LONGEST}, and which page: !${name} 50 2`);
  }
  const now = unixSeconds(call.hub.clock);
  const total = call.hub.store.bans.count(list, now);
  if (total === 0) return call.reply(empty);
  sendPage(call, page, {
    title,
    command: `!${name} ${perPage}`,
    total,
    perPage,
    lines: (limit, skip) => lines(call, now, limit, skip).map(cut),
  });
}

/** The lists. */
export const BAN_LIST_COMMANDS: readonly HubCommand[] = LISTS.map((list) => ({
  name: list.name,
  aliases: list.aliases,
  operator: true,
  minClass: () => UserClass.Operator,
  usage: "[lines [page]]",
  help: `${list.help}, ${PAGE_LINES} if no number is given`,
  menu: [{ title: `Bans\\${list.title}`, on: "hub", args: "" }],
  run: (call, args) => show(call, args, list),
}));
