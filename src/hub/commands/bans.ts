/**
 * `!ban…`, `!unban…`, `!infoban…`, `!lstban`: bans by hand. Owns the rights they need and what the operator is told;
 * what a ban is about and whom it names is decided elsewhere.
 *
 * @module
 */
import type { Ban, BanType } from "../../store/types.ts";
import { banOfRequest, forNamed, storeBan, withHost } from "../bans.ts";
import { close } from "../close.ts";
import type { CommandCall, HubCommand } from "../context.ts";
import { ask } from "../hold.ts";
import { whyNotKick } from "../kick.ts";
import { CloseReason, type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { parsePeriod } from "../period.ts";
import { sayTo } from "../say.ts";
import { firstWord, wholeNumber } from "./args.ts";
import { aboutBan, banLine, keyText, KINDS, lengthOf } from "./ban_words.ts";

/** Most bans `!lstban` shows. */
const LONGEST_LIST = 1000;

const now = ({ hub }: CommandCall): number => Math.floor(hub.clock.now() / 1000);
const byScript = ({ hub, session }: CommandCall) => () => close(hub, session, CloseReason.PLUGIN);

/** Why the operator may not ban this, or `null`. */
function whyNot(call: CommandCall, ban: Ban, what: string): string | null {
  const { hub, user } = call;
  const direct = hub.users.get(nickKey(what));
  let problem: string | null = null;
  const look = (victim: User) =>
    problem ??= victim === user ? "It names yourself." : whyNotKick(hub, user, victim, victim.nick);
  if (direct?.session) look(direct);
  forNamed(hub, ban, look);
  if (problem !== null) return problem;
  const account = ban.nick === "" ? null : hub.store.accounts.get(ban.nick);
  return account && account.class + hub.vars.classdif_kick > call.class
    ? `${account.nick} has too high a class for you to ban.`
    : null;
}

function ban(call: CommandCall, args: string, type: BanType): void {
  const { hub, session, reply } = call;
  const [what, reason] = firstWord(args);
  const seconds = call.period === "" ? 0 : parsePeriod(call.period);
  if (what === "") return reply("Write what to ban: !ban[type][_time] <what> [reason]");
  if (seconds === null) return reply(`"${call.period.slice(0, 20)}" is no time: write for example !ban_5m`);
  const request = { op: call.nick, what, reason: reason || "No reason given", noteOp: "", seconds, type };
  withHost(hub, request, () => {
    if (session.over) return;
    const wanted = banOfRequest(hub, request);
    if (typeof wanted === "string") return reply(`Not banned: ${wanted}.`);
    const problem = whyNot(call, wanted, what);
    if (problem !== null) return reply(`Not banned: ${problem}`);
    ask(hub, session, "OnNewBan", [call.nick, wanted.ip, wanted.nick, wanted.reason], ({ allow }) => {
      // Users may have come and gone while the scripts were asked.
      const late = allow ? whyNot(call, wanted, what) : "a script refused.";
      if (late !== null) return reply(`Not banned: ${late}`);
      carryOut(call, wanted, what);
    }, byScript(call));
  });
}

function carryOut(call: CommandCall, wanted: Ban, what: string): void {
  const { hub, user, reply } = call;
  storeBan(hub, wanted);
  const length = lengthOf(wanted.end, now(call));
  let count = 0;
  const away = (victim: User) => {
    const { session } = victim;
    // Host names may be found later, and with them somebody who is out of the operator's reach.
    if (!session || session.over || whyNotKick(hub, user, victim, victim.nick) !== null) return;
    count++;
    sayTo(hub, session, `You are banned ${length} by ${call.nick}: ${wanted.reason}`);
    close(hub, session, CloseReason.KICKED);
  };
  const direct = hub.users.get(nickKey(what));
  if (direct) away(direct);
  forNamed(hub, wanted, away);
  reply(`Banned ${aboutBan(wanted)} ${length}: ${wanted.reason}. Disconnected: ${count}.`);
}

function unban(call: CommandCall, args: string, types: readonly BanType[]): void {
  const { hub, session, reply } = call;
  const [what, reason] = firstWord(args);
  if (what === "") return reply("Write which ban to lift: !unban[type] <what> [reason]");
  const key = types.length === 1 ? keyText(types[0]!, what) : what;
  ask(hub, session, "OnUnBan", [what, call.nick, reason], ({ allow }) => {
    if (!allow) return reply(`A script refused to lift the ban of ${what}.`);
    const count = hub.store.bans.remove(key, types, { op: call.nick, reason, at: now(call) });
    if (count > 0) hub.log.info("Ban lifted", { what: key, by: call.nick, reason });
    reply(count === 0 ? `There is no ban of ${what}.` : `Bans of ${what} lifted: ${count}.`);
  }, byScript(call));
}

function info(call: CommandCall, args: string, types: readonly BanType[], any: boolean): void {
  const { hub, reply } = call;
  const [what] = firstWord(args);
  if (what === "") return reply("Write which ban to show: !infoban[type] <what>");
  const at = now(call);
  const key = types.length === 1 ? keyText(types[0]!, what) : what;
  const found = hub.store.bans.find(key, at).filter(({ type }) => any || types.includes(type));
  if (found.length === 0) return reply(`There is no ban of ${what}.`);
  reply(`Bans of ${what}:\r\n${found.map((one) => banLine(one, at)).join("\r\n")}`);
}

function list(call: CommandCall, args: string): void {
  const count = wholeNumber(args === "" ? "100" : args, 1, LONGEST_LIST);
  if (count === null) return call.reply(`Write how many bans to show, 1 to ${LONGEST_LIST}.`);
  const at = now(call);
  const lines = call.hub.store.bans.list(count, at).map((one) => banLine(one, at));
  if (lines.length === 0) return call.reply("Nobody is banned.");
  call.replyPm(`Newest bans (${lines.length}):\r\n${lines.join("\r\n")}`);
}

const operator = { operator: true, minClass: () => UserClass.Operator } as const;

/** All ban commands: one row per kind, as operators type them. */
export const BAN_COMMANDS: readonly HubCommand[] = [
  ...KINDS.flatMap(([ending, types]): HubCommand[] => [
    {
      ...operator,
      name: `ban${ending}`,
      aliases: [`addban${ending}`, `newban${ending}`],
      timed: true,
      minClass: () => ending === "host1" ? UserClass.Admin : UserClass.Operator,
      usage: "<what> [reason]",
      help: ending === ""
        ? "Ban nick and address of a user, or an address; !ban_5m for five minutes, without a time for ever"
        : `Ban by ${ending}; a time may follow as in !ban${ending}_1d`,
      run: (call, args) => ban(call, args, types[0]!),
    },
    {
      ...operator,
      name: `unban${ending}`,
      aliases: [`delban${ending}`, `rmban${ending}`],
      usage: "<what> [reason]",
      help: ending === "" ? "Lift bans of a nick or an address" : `Lift a ban by ${ending}`,
      run: (call, args) => unban(call, args, types),
    },
    {
      ...operator,
      name: `infoban${ending}`,
      usage: "<what>",
      help: ending === "" ? "Show bans that name this, ranges included" : `Show bans by ${ending}`,
      run: (call, args) => info(call, args, types, ending === ""),
    },
  ]),
  {
    ...operator,
    name: "lstban",
    aliases: ["listban", "lsban"],
    usage: "[count]",
    help: "Show the newest bans, 100 if no count is given",
    run: list,
  },
];
