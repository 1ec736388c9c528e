/**
 * `!ban…`, `!unban…`, `!infoban…`: bans by hand. Owns what the operator is told; what a ban is about, whom it names
 * and who may make it is decided elsewhere. The lists are in `ban_lists.ts`.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { usualAddress } from "../../core/ip.ts";
import { parseRange, rangeText } from "../../core/networks.ts";
import { utcMinute } from "../../core/utc.ts";
import type { Ban, BanType } from "../../store/types.ts";
import { aboutBan, banLine, banText, lengthOf, liftedLine } from "../moderation/ban_text.ts";
import { type BanRefusal, whyNotBan } from "../moderation/ban_rights.ts";
import { banOfRequest, forNamed, storeBan, withHost } from "../moderation/bans.ts";
import { close } from "../close.ts";
import type { CommandCall, HubCommand, MenuEntry } from "../command_line/command.ts";
import { ask } from "../hold.ts";
import { whyNotKick } from "../moderation/kick.ts";
import { CloseReason, type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { announceDeed } from "../moderation/notices.ts";
import { parsePeriod } from "../../core/period.ts";
import { sayTo } from "../say.ts";
import { firstWord } from "./args.ts";
import { keyText, KINDS } from "./ban_words.ts";

/** Lifted bans that `!infoban` shows. */
const LIFTED_SHOWN = 5;

const byScript = ({ hub, session }: CommandCall) => () => close(hub, session, CloseReason.PLUGIN);

function ban(call: CommandCall, args: string, type: BanType): void {
  const { hub, session, user, reply } = call;
  const [what, reason] = firstWord(args);
  const seconds = call.period === "" ? 0 : parsePeriod(call.period);
  if (what === "") return reply("Write what to ban: !ban[type][_time] <what> [reason]");
  if (seconds === null || (seconds === 0 && call.period !== "")) {
    return reply(`"${call.period.slice(0, 20)}" is no time: write for example !ban_5m`);
  }
  const request = { op: call.nick, what, reason: reason || "No reason given", noteOp: "", seconds, type };
  withHost(hub, request, () => {
    if (session.over) return;
    const wanted = banOfRequest(hub, request);
    if (typeof wanted === "string") return reply(`Not banned: ${wanted}.`);
    const refuse = ({ told, noted }: BanRefusal) => {
      call.outcome(`Not banned: ${noted}`);
      reply(`Not banned: ${told}`);
    };
    const problem = whyNotBan(hub, user, wanted, what);
    if (problem) return refuse(problem);
    ask(hub, session, "OnNewBan", [call.nick, wanted.ip, wanted.nick, wanted.reason], ({ allow }) => {
      // Users may have come and gone while the scripts were asked.
      if (!allow) return reply("Not banned: a script refused.");
      const late = whyNotBan(hub, user, wanted, what);
      if (late) return refuse(late);
      carryOut(call, wanted, what);
    }, byScript(call));
  });
}

function carryOut(call: CommandCall, wanted: Ban, what: string): void {
  const { hub, user, reply } = call;
  const end = storeBan(hub, wanted);
  const length = lengthOf(end, unixSeconds(hub.clock)) + (end === wanted.end ? "" : ", as it was before");
  let count = 0;
  const away = (victim: User) => {
    const { session } = victim;
    // Host names may be found later, and with them somebody who is out of the operator's reach.
    if (!session || session.over || whyNotKick(hub, user, victim, victim.nick) !== null) return;
    count++;
    sayTo(hub, session, banText(hub, { ...wanted, end }, "inside"));
    close(hub, session, CloseReason.KICKED);
  };
  const direct = hub.users.get(nickKey(what));
  if (direct) away(direct);
  forNamed(hub, wanted, away);
  reply(`Banned ${aboutBan(wanted)} ${length}: ${wanted.reason}. Disconnected: ${count}.`);
  announceDeed(hub, user, `${user.nick} banned ${aboutBan(wanted)} ${length}: ${wanted.reason}`, {
    answered: true,
  });
}

/** The range a text means that names more than one address, `null` for nicks and single addresses. */
function wideRange(what: string): string | null {
  const range = usualAddress(what) === null ? parseRange(what) : null;
  return range && rangeText(range);
}

function unban(call: CommandCall, args: string, types: readonly BanType[]): void {
  const { hub, session, user, reply } = call;
  const [what, reason] = firstWord(args);
  if (what === "") return reply("Write which ban to lift: !unban[type] <what> [reason]");
  ask(hub, session, "OnUnBan", [what, call.nick, reason], ({ allow }) => {
    if (!allow) return reply(`A script refused to lift the ban of ${what}.`);
    const by = { op: call.nick, reason, at: unixSeconds(hub.clock) };
    let count = hub.store.bans.remove(keyText(types, what), types, by);
    const range = types.length > 1 && count === 0 ? wideRange(what) : null;
    if (range !== null) count = hub.store.bans.remove(range, ["range"], by);
    if (count === 0) return reply(`There is no ban of ${what}.`);
    reply(`Bans of ${what} lifted: ${count}.`);
    announceDeed(hub, user, `${user.nick} lifted bans of ${what}${reason && `: ${reason}`}`, {
      answered: true,
    });
  }, byScript(call));
}

function info(call: CommandCall, args: string, types: readonly BanType[], any: boolean): void {
  const { hub, reply } = call;
  const [what] = firstWord(args);
  if (what === "") return reply("Write which ban to show: !infoban[type] <what>");
  const at = unixSeconds(hub.clock);
  const range = any ? wideRange(what) : null;
  const found = [keyText(types, what), ...(range === null ? [] : [range])].flatMap((key) =>
    hub.store.bans.find(key, at).filter(({ type }) => any || types.includes(type))
  );
  const lines = found.map((one) =>
    banLine(one, at) + (one.lastHit > 0 ? `, last refused ${utcMinute(one.lastHit)}` : "")
  );
  const before = any
    ? hub.store.bans.unbansOf(range ?? keyText(types, what), LIFTED_SHOWN).map(liftedLine)
    : [];
  const title = lines.length === 0 ? `There is no ban of ${what}.` : `Bans of ${what}:`;
  reply([title, ...lines, ...(before.length === 0 ? [] : ["Lifted:"]), ...before].join("\r\n"));
}

/** The lowest class that may ban by a kind: the more users one ban can hit, the higher. */
const LOWEST: Partial<Record<string, number>> = { host1: UserClass.Admin, host2: UserClass.Chief };

const REASON = "%[line:Reason]";
/** What each kind of ban is about, for the help. */
const ABOUT: Readonly<Record<string, string>> = {
  nickip: "nick and address of a user",
  ip: "an address, or that of a user",
  nick: "a nick",
  range: "addresses: 10.0.0.0/24, 2001:db8::/32 or first-last",
  host1: "hosts by the last label of their name",
  host2: "hosts by the last two labels of their name",
  host3: "hosts by the last three labels of their name",
  hostr1: "hosts by all but the first label of their name",
  share: "users up to class 1 by a share of exactly so many bytes",
  prefix: "guests whose nick begins so",
};

const BAN_MENU: Partial<Record<string, readonly MenuEntry[]>> = {
  "": [
    { title: "Bans\\One hour", on: "user", word: "ban_1h", args: `%[nick] ${REASON}` },
    { title: "Bans\\One day", on: "user", word: "ban_1d", args: `%[nick] ${REASON}` },
    { title: "Bans\\One week", on: "user", word: "ban_1w", args: `%[nick] ${REASON}` },
    { title: "Bans\\For ever", on: "user", args: `%[nick] ${REASON}` },
  ],
  nick: [{ title: "Bans\\Only the nick", on: "user", args: `%[nick] ${REASON}` }],
  ip: [
    { title: "Bans\\Only the address", on: "user", args: `%[nick] ${REASON}` },
    { title: "Bans\\Ban an address", on: "hub", args: `%[line:Address] ${REASON}` },
  ],
  range: [{ title: "Bans\\Ban a range", on: "hub", args: `%[line:Range, such as 10.0.0.0/24] ${REASON}` }],
};

const operator = { operator: true, minClass: () => UserClass.Operator } as const;

/** The commands of every kind of ban, as operators type them. */
export const BAN_COMMANDS: readonly HubCommand[] = KINDS.flatMap(([ending, types]): HubCommand[] => [
  {
    ...operator,
    name: `ban${ending}`,
    aliases: [`addban${ending}`, `newban${ending}`],
    timed: true,
    audited: true,
    minClass: () => LOWEST[ending] ?? UserClass.Operator,
    usage: "<what> [reason]",
    help: ending === ""
      ? "Ban nick and address of a user, or an address; !ban_5m for five minutes, without a time for ever"
      : `Ban ${ABOUT[ending]}; a time may follow as in !ban${ending}_1d`,
    menu: BAN_MENU[ending] ?? [],
    run: (call, args) => ban(call, args, types[0]!),
  },
  {
    ...operator,
    name: `unban${ending}`,
    aliases: [`delban${ending}`, `rmban${ending}`],
    audited: true,
    usage: "<what> [reason]",
    help: ending === "" ? "Lift bans of a nick, an address or a range" : `Lift a ban of ${ABOUT[ending]}`,
    menu: ending === ""
      ? [{ title: "Bans\\Lift a ban", on: "hub", args: `%[line:Nick, address or range] ${REASON}` }]
      : [],
    run: (call, args) => unban(call, args, types),
  },
  {
    ...operator,
    name: `infoban${ending}`,
    usage: "<what>",
    help: ending === "" ? "Show bans that name this, ranges included" : `Show bans of ${ABOUT[ending]}`,
    menu: ending === "" ? [{ title: "Bans\\Show bans", on: "user", args: "%[nick]" }] : [],
    run: (call, args) => info(call, args, types, ending === ""),
  },
]);
