/**
 * `!hublist`: registers with the hub lists now, or shows how it went the last time.
 *
 * @module
 */
import { describeTime } from "../amount.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { type HubListResult, hubListResults, registerNow } from "../presence/hub_list.ts";
import { UserClass } from "../model.ts";

function lineOf({ name, at, problem }: HubListResult): string {
  const when = at === 0 ? "" : ` (${describeTime(at)})`;
  return `${name}: ${
    at === 0 ? "not registered yet" : problem === null ? "registered" : `failed: ${problem}`
  }${when}`;
}

function run({ hub, reply, replyPm }: CommandCall, args: string): void {
  const word = args.toLowerCase();
  if (word === "show") {
    const results = hubListResults(hub);
    return reply(
      results.length === 0
        ? "There is no hub list: set hublist_host to host[:port]."
        : `Hub lists:\r\n${results.map(lineOf).join("\r\n")}`,
    );
  }
  if (word !== "") return reply("Write !hublist to register now, or !hublist show.");
  const problem = registerNow(hub, (results) => replyPm(`Hub lists:\r\n${results.map(lineOf).join("\r\n")}`));
  reply(problem === null ? "Registering with the hub lists; the result follows." : `${problem}.`);
}

/** The hub list command. */
export const HUB_LIST_COMMANDS: readonly HubCommand[] = [{
  name: "hublist",
  operator: true,
  audited: true,
  auditTarget: 0,
  minClass: () => UserClass.Master,
  usage: "[show]",
  help: "Register with the hub lists now, or show how it went",
  menu: [{ title: "Hub lists\\Register now", on: "hub", args: "" }, {
    title: "Hub lists\\Show",
    on: "hub",
    args: "show",
  }],
  offered: (vars) => vars.hublist_host.trim() !== "",
  run,
}];
