/**
 * `!infotempban…` and `!untempban…`: the bans kept in memory only. Owns the words; the tables stand elsewhere.
 *
 * @module
 */
import type { CommandCall, HubCommand } from "../context.ts";
import { UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { describeWait } from "../period.ts";
import type { TempBanTable } from "../temp_bans.ts";
import { firstWord } from "./args.ts";

type Place = readonly [name: string, table: TempBanTable, key: string];

function placesOf({ hub }: CommandCall, what: string, ending: string): Place[] {
  const nick: Place = ["nick", hub.nickBans, nickKey(what)];
  const ip: Place = ["address", hub.ipBans, what.toLowerCase()];
  return ending === "nick" ? [nick] : ending === "ip" ? [ip] : [nick, ip];
}

function info(call: CommandCall, args: string, ending: string): void {
  const [what] = firstWord(args);
  if (what === "") return call.reply("Write which ban to show: !infotempban[nick|ip] <what>");
  const lines = placesOf(call, what, ending).flatMap(([name, table, key]) => {
    const ban = table.get(key);
    if (!ban) return [];
    const left = describeWait(Math.ceil((ban.until - call.hub.clock.now()) / 1000));
    return [`The ${name} ${what} is banned for another ${left} (${ban.kind}): ${ban.reason}`];
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

/** The commands about temporary bans. */
export const TEMP_BAN_COMMANDS: readonly HubCommand[] = ["", "nick", "ip"].flatMap((ending): HubCommand[] => [
  {
    name: `infotempban${ending}`,
    operator: true,
    minClass: () => UserClass.Operator,
    usage: "<what>",
    help: `Show a temporary ban of ${ending === "" ? "a nick or an address" : ending}`,
    run: (call, args) => info(call, args, ending),
  },
  {
    name: `untempban${ending}`,
    aliases: [`deltempban${ending}`],
    operator: true,
    minClass: () => UserClass.Operator,
    usage: "<what>",
    help: `Lift a temporary ban of ${ending === "" ? "a nick or an address" : ending}`,
    run: (call, args) => remove(call, args, ending),
  },
]);
