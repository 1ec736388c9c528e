/**
 * `!infotempban…`, `!untempban…`, `!lsttempban`: the bans kept in memory only. Owns the words; the tables stand
 * elsewhere.
 *
 * @module
 */
import { usualAddress } from "../../core/ip.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { describeWait } from "../../core/period.ts";
import type { TempBan, TempBanTable } from "../moderation/temp_bans.ts";
import { firstWord, wholeNumber } from "./args.ts";

/** Lines of `!lsttempban` unless told otherwise, and most of them. */
const USUAL = 100;
const LONGEST = 1000;

type Place = readonly [name: string, table: TempBanTable, key: string];

function placesOf({ hub }: CommandCall, what: string, ending: string): Place[] {
  const nick: Place = ["nick", hub.nickBans, nickKey(what)];
  const ip: Place = ["address", hub.ipBans, usualAddress(what) ?? what];
  return ending === "nick" ? [nick] : ending === "ip" ? [ip] : [nick, ip];
}

const leftOf = ({ hub }: CommandCall, { until }: TempBan): string =>
  describeWait(Math.ceil((until - hub.clock.now()) / 1000));

function info(call: CommandCall, args: string, ending: string): void {
  const [what] = firstWord(args);
  if (what === "") return call.reply("Write which ban to show: !infotempban[nick|ip] <what>");
  const lines = placesOf(call, what, ending).flatMap(([name, table, key]) => {
    const ban = table.get(key);
    if (!ban) return [];
    return [`The ${name} ${what} is banned for another ${leftOf(call, ban)} (${ban.kind}): ${ban.reason}`];
  });
  call.reply(lines.join("\r\n") || `There is no temporary ban of ${what}.`);
}

function remove(call: CommandCall, args: string, ending: string): void {
  const [what] = firstWord(args);
  if (what === "") return call.reply("Write which ban to lift: !untempban[nick|ip] <what>");
  const count = placesOf(call, what, ending).filter(([, table, key]) => table.remove(key)).length;
  call.reply(
    count === 0 ? `There is no temporary ban of ${what}.` : `The temporary ban of ${what} is lifted.`,
  );
}

function list(call: CommandCall, args: string): void {
  const limit = wholeNumber(args || String(USUAL), 1, LONGEST);
  if (limit === null) return call.reply(`Write how many of each to show, 1 to ${LONGEST}: !lsttempban 50`);
  const { nickBans, ipBans } = call.hub;
  const lines = [["Nick", nickBans] as const, ["Address", ipBans] as const].flatMap(([name, table]) =>
    table.list(limit).map(({ key, ban }) =>
      `${name} ${key}, for another ${leftOf(call, ban)} (${ban.kind}): ${ban.reason}`
    )
  );
  if (lines.length === 0) return call.reply("There are no temporary bans.");
  call.replyPm(`Newest temporary bans (${lines.length}):\r\n${lines.join("\r\n")}`);
}

/** The commands about temporary bans. */
export const TEMP_BAN_COMMANDS: readonly HubCommand[] = [
  ...([["", "a nick or an address"], ["nick", "a nick"], ["ip", "an address"]] as const).flatMap((
    [ending, whose],
  ): HubCommand[] => [
    {
      name: `infotempban${ending}`,
      operator: true,
      minClass: () => UserClass.Operator,
      usage: "<what>",
      help: `Show a temporary ban of ${whose}`,
      run: (call, args) => info(call, args, ending),
    },
    {
      name: `untempban${ending}`,
      aliases: [`deltempban${ending}`],
      operator: true,
      audited: true,
      minClass: () => UserClass.Operator,
      usage: "<what>",
      help: `Lift a temporary ban of ${whose}`,
      menu: ending === ""
        ? [{ title: "Bans\\Lift a temporary ban", on: "hub", args: "%[line:Nick or address]" }]
        : [],
      run: (call, args) => remove(call, args, ending),
    },
  ]),
  {
    name: "lsttempban",
    aliases: ["listtempban", "lstempban"],
    operator: true,
    minClass: () => UserClass.Operator,
    usage: "[lines]",
    help: `Show the newest temporary bans of nicks and addresses, ${USUAL} of each if no number is given`,
    menu: [{ title: "Bans\\Temporary bans", on: "hub", args: "" }],
    run: list,
  },
];
