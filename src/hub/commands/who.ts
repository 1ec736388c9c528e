/**
 * `!whoip`, `!whocc` and their kin: which users have an address, a country, a client … Owns the questions; every
 * answer is one bounded list in a private message. Where an address is may have to be asked, and nobody waits for it.
 *
 * @module
 */
import { parseIp } from "../../core/ip.ts";
import { isInRange, parseRange } from "../../core/networks.ts";
import { oneLine } from "../../core/one_line.ts";
import { infoText } from "../announce.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import type { HubContext } from "../context.ts";
import { type Session, type User, UserClass } from "../model.ts";
import { askEach, whereIs } from "../whereabouts.ts";
import { normalHubUrl } from "../presence/extensions.ts";
import { wholeNumber } from "./args.ts";

/** Most users in one answer. */
export const MAX_SHOWN = 200;
/** Longest shown part of what a client said, in characters. */
const MAX_DETAIL = 200;

/** What one user answers to a question: `null` = does not fit, otherwise what to show behind the nick. */
type Answer = (detail: string | null) => void;
/** One user as the operator who asks may see it. */
interface Seen {
  readonly hub: HubContext;
  readonly user: User;
  readonly session: Session;
  /** Address. */
  readonly ip: string;
}
/** Looks at one user. */
type Look = (seen: Seen, answer: Answer) => void;

interface Question {
  /** Words behind `who`; the first names the command. */
  readonly words: readonly [name: string, ...others: string[]];
  /** COMPAT: words of Verlihub that stand alone, where no other command has them. */
  readonly alone?: readonly string[];
  readonly usage: string;
  readonly help: string;
  /** Arguments in the menu of clients, for a question that is worth an entry there. */
  readonly menu?: readonly [title: string, args: string];
  /** How to look at every user, or what is wrong with the arguments. */
  ask(args: string): Look | string;
}

/** A look that needs nothing but the user. */
const plain = (fits: (seen: Seen) => string | null): Look => (seen, answer) => answer(fits(seen));
/** A look for a text inside a text of the user, in any case. */
const contains = (wanted: string, read: (seen: Seen) => string): Look => {
  const small = wanted.toLowerCase();
  return plain((seen) => {
    const text = read(seen);
    return text.toLowerCase().includes(small) ? text : null;
  });
};

const QUESTIONS: readonly Question[] = [
  {
    words: ["ip", "addr"],
    alone: ["addr"],
    usage: "<address>",
    help: "List users of an address",
    ask(args) {
      const wanted = parseIp(args)?.bytes.join();
      if (wanted === undefined) return "Write an address: !whoip <address>";
      return plain(({ ip }) => parseIp(ip)?.bytes.join() === wanted ? "" : null);
    },
  },
  {
    words: ["range", "subnet", "sub"],
    alone: ["subnet", "sub"],
    usage: "<range>",
    help: "List users of a range: 10.0.0.0/8, 10.0.0.1-10.0.0.9 or 2001:db8::/32",
    menu: ["Range of addresses", "%[line:Range, such as 10.0.0.0/8]"],
    ask(args) {
      const range = parseRange(args);
      if (range === null) return "Write a range such as 10.0.0.0/8, 10.0.0.1-10.0.0.9 or 2001:db8::/32.";
      return plain(({ ip }) => {
        const address = parseIp(ip);
        return address && isInRange(range, address.bytes) ? "" : null;
      });
    },
  },
  {
    words: ["cc"],
    usage: "<code>",
    help: "List users of a country",
    menu: ["Country", "%[line:Code, such as DE]"],
    ask(args) {
      const wanted = args.toUpperCase();
      if (!/^[A-Z0-9-]{2}$/.test(wanted)) return "Write the two letters of a country: !whocc <code>";
      return ({ hub, ip }, answer) =>
        whereIs(hub, ip, ({ code, country }) => answer(code === wanted ? country : null));
    },
  },
  {
    words: ["city"],
    usage: "<text>",
    help: "List users of cities whose name has this text",
    ask(args) {
      if (args === "") return "Write a part of a city's name: !whocity <text>";
      const wanted = args.toLowerCase();
      return ({ hub, ip }, answer) =>
        whereIs(hub, ip, ({ city }) => answer(city.toLowerCase().includes(wanted) ? city : null));
    },
  },
  {
    words: ["port", "hubport"],
    alone: ["hubport"],
    usage: "<port>",
    help: "List users who came through a port of the hub",
    ask(args) {
      const wanted = wholeNumber(args, 1, 65_535);
      if (wanted === null) return "Write a port of this hub: !whoport <port>";
      return plain(({ session: { link } }) => link.ports?.own === wanted ? "" : null);
    },
  },
  {
    words: ["url", "huburl"],
    usage: "<text>",
    help: "List users who dialled an address of the hub that has this text",
    ask(args) {
      const wanted = normalHubUrl(args);
      return wanted === ""
        ? "Write a part of an address: !whourl <text>"
        : contains(wanted, ({ session }) => session.hubUrl);
    },
  },
  {
    words: ["tls"],
    usage: "<version|none>",
    help: "List users by their version of TLS, such as 1.3; none for those without",
    ask(args) {
      const wanted = args.toLowerCase();
      if (wanted === "") return "Write a version, or none: !whotls <version|none>";
      return wanted === "none"
        ? plain(({ session: { link } }) => link.tls === "" ? "" : null)
        : contains(wanted, ({ session }) => session.link.tls);
    },
  },
  {
    words: ["sups", "supports"],
    alone: ["supports"],
    usage: "<text>",
    help: "List users whose $Supports has this text",
    ask: (args) => textOf(args, "sups", ({ session }) => session.supportsText),
  },
  {
    words: ["ver", "nmdc"],
    alone: ["nmdc"],
    usage: "<text>",
    help: "List users whose $Version has this text",
    ask: (args) => textOf(args, "ver", ({ session }) => session.versionText),
  },
  {
    words: ["info", "myinfo"],
    usage: "<text>",
    help: "List users whose MyINFO has this text",
    menu: ["Text of MyINFO", "%[line:Text]"],
    ask: (args) =>
      textOf(
        args,
        "info",
        ({ hub, user }) => infoText(hub, user.realMyInfo).replace(/^\$MyINFO \$ALL \S+ /, ""),
      ),
  },
];

function textOf(args: string, word: string, read: Parameters<typeof contains>[1]): Look | string {
  return args === "" ? `Write a text: !who${word} <text>` : contains(args, read);
}

/** All questions, each also with `w` for `who`. */
export const WHO_COMMANDS: readonly HubCommand[] = QUESTIONS.map((
  { words, alone = [], usage, help, menu, ask },
) => ({
  name: `who${words[0]}`,
  aliases: [
    ...words.flatMap((word, at) => at === 0 ? [`w${word}`] : [`who${word}`, `w${word}`]),
    ...alone,
  ],
  operator: true,
  minClass: () => UserClass.Operator,
  usage,
  help,
  ...(menu ? { menu: [{ title: `Find users\\${menu[0]}`, on: "hub", args: menu[1] }] } : {}),
  run(call: CommandCall, args: string) {
    const look = ask(args);
    if (typeof look === "string") call.reply(look);
    else list(call, look, args);
  },
}));

function list(call: CommandCall, look: Look, args: string): void {
  const { hub } = call;
  const users = hub.users.slots.filter((user) => user !== null && user.session !== null) as User[];
  const ask = (user: User, done: (line: string | null) => void) =>
    look(
      { hub, user, session: user.session!, ip: addressFor(call, user) },
      (detail) => done(detail === null ? null : line(call, user, detail)),
    );
  askEach(users, ask, (lines) => {
    const asked = args.slice(0, 60);
    if (lines.length === 0) return call.reply(`Nobody online fits: ${asked}`);
    const rest = lines.length > MAX_SHOWN ? `\r\n… and ${lines.length - MAX_SHOWN} more` : "";
    call.replyPm(`Users (${lines.length}): ${asked}\r\n${lines.slice(0, MAX_SHOWN).join("\r\n")}${rest}`);
  });
}

function line(call: CommandCall, user: User, detail: string): string {
  // What a client said must not look like further lines of the list.
  const shown = oneLine(detail, MAX_DETAIL);
  return `${user.nick} ${addressFor(call, user)}${shown && `: ${shown}`}`;
}

/** The address an operator sees of a user: the true one, of higher classes the one that everybody sees. */
export function addressFor({ class: own }: Pick<CommandCall, "class">, user: User): string {
  return user.class > own ? user.ip : user.session?.ip ?? user.ip;
}
