/**
 * The reference of all commands (docs/commands.md), made from the table of commands. Pure.
 *
 * @module
 */
import { defaultSettings } from "../../config/settings.ts";
import type { HubCommand } from "../command_line/command.ts";
import { HUB_COMMANDS } from "./mod.ts";
import { ROOM_HELP } from "./room.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");
const code = (text: string): string => `\`${cell(text)}\``;

const glued = (timed: HubCommand["timed"]): string =>
  timed === undefined ? "" : timed === true ? "[_time]" : `_${timed}`;

/** What a row is made from. */
type Documented =
  & Pick<HubCommand, "name" | "operator" | "usage" | "minClass" | "help">
  & Partial<Pick<HubCommand, "aliases" | "timed" | "secretFrom">>;

/** A command that stands in another table: those about scripts. */
export type FurtherCommand = Required<Pick<HubCommand, "name" | "aliases" | "usage" | "help">>;

/** One command as a row: what to type, lowest class, other words, meaning. */
function row({ name, aliases = [], operator, usage, timed, minClass, help, secretFrom }: Documented): string {
  const trigger = operator ? "!" : "+";
  const typed = code(`${trigger}${name}${glued(timed)}${usage && ` ${usage}`}`);
  const notes = secretFrom === undefined ? "" : "; scripts and logs do not see the password";
  const others = aliases.map((word) => code(trigger + word)).join(" ");
  return `| ${typed} | ${minClass(defaultSettings())} | ${others} | ${cell(help)}${notes} |`;
}

const table = (rows: readonly Documented[]): string[] => [
  "| Command | Class | Other words | What it does |",
  "| --- | --- | --- | --- |",
  ...rows.map(row),
  "",
];

/** The whole reference as Markdown; `scripts` are the commands about scripts. */
export function commandReference(scripts: Iterable<FurtherCommand>): string {
  return [
    "# Commands",
    "",
    "Made by `deno task gen` from `src/hub/commands` and `src/host/script_words.ts`; do not edit.",
    "",
    "A line in main chat, or in a private message to the hub's bot, that begins with one of the characters of " +
    "`cmd_start_op` or `cmd_start_user` is a command; with the defaults `!`, `+` and `/` all mean the same. Only its " +
    "author sees the answer; lists come as private message. `+help` shows everybody their own commands, `+help WORD` " +
    "one of them, or all that have to do with a word.",
    "",
    "**Class** is the lowest class with default settings. Where operators and everybody have a command of the same " +
    "word, an operator means the former, unless it needs arguments and none follow.",
    "",
    "Clients that announce `UserCommand` get the commands they may use in their right-click menus at login, and " +
    "further ones as soon as class, account, given rights or settings open them. Where a command is taken away the menus are " +
    "emptied, those of scripts included, and filled anew. `send_user_commands` turns the menus off.",
    "",
    "## For everybody",
    "",
    ...table(HUB_COMMANDS.filter(({ operator }) => !operator)),
    "## For operators",
    "",
    "`[_time]` is a span of time glued to the word: `!ban_30m`, `!ban_7d`. Units are `s`, `m`, `h`, `d`, `w`, `M` " +
    "(28 days) and `y`; a number alone means days.",
    "",
    ...table(HUB_COMMANDS.filter(({ operator }) => operator)),
    "## Scripts",
    "",
    "A script is named by its number (`#3` or `3`), its name or its file. `!tsload` takes what lies in the scripts " +
    "folder, whose numbers `!tsfiles` shows, and what stands in the config; class 10 any other file, with its whole path.",
    "",
    ...table(
      [...scripts].map((command) => ({
        ...command,
        operator: true,
        minClass: ({ plugin_mod_class }) => plugin_mod_class,
      })),
    ),
    "## In the operator chat",
    "",
    "Written to the room itself by a member. Whoever was invited stays until they leave the hub or are put out.",
    "",
    ...ROOM_HELP.map((line) => {
      const colon = line.indexOf(": ");
      return `- ${code(line.slice(0, colon))}: ${line.slice(colon + 2)}`;
    }),
    "",
    "## Messages to many",
    "",
    "`!bc` and its kin arrive as private message of the hub's bot, written in the operator's name. In the text " +
    "`%[NICK]`, `%[CLASS]`, `%[CC]`, `%[CN]`, `%[CITY]`, `%[IP]` and `%[HOST]` stand for the reader's own nick, " +
    "class, country code, country, city, address and host name. What users then write to the bot goes to the last " +
    "author as their private message; `!set bc_reply disable` turns that off.",
    "",
  ].join("\n");
}
