/**
 * `!quit` and `!restart`: end the hub, at once or after a time, or call that off.
 *
 * @module
 */
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { describeWait, parsePeriod } from "../../core/period.ts";
import { sayInPublic } from "../public_message.ts";
import { stopAfter } from "../stop.ts";

/** Longest wait in seconds. */
const LONGEST = 7 * 86_400;

/** `!quit` and `!restart`. */
export const STOP_COMMANDS: readonly HubCommand[] = [
  row("quit", ["quit-hub"], 0, "Stop the hub, at once or after a time such as 10m; -1 calls it off"),
  row(
    "restart",
    [],
    1,
    "Restart the hub where something starts it again, at once or after a time; -1 calls it off",
  ),
];

function row(name: string, aliases: readonly string[], code: number, help: string): HubCommand {
  return {
    name,
    aliases,
    operator: true,
    audited: true,
    auditTarget: 0,
    minClass: () => UserClass.Master,
    usage: "[time]",
    help,
    run: (call, args) => stop(call, args, name, code),
  };
}

function stop({ hub, nick, reply, outcome }: CommandCall, args: string, name: string, code: number): void {
  if (args === "-1") {
    const pending = stopAfter(hub, code, null);
    if (pending) sayInPublic(hub, "The hub goes on: the stop was called off.");
    return pending ? undefined : reply("No stop is pending.");
  }
  // A number alone would mean days.
  const seconds = args === "" || args === "0" ? 0 : /^\d+$/.test(args) ? null : parsePeriod(args);
  if (seconds === null || seconds > LONGEST) {
    return reply(`Write a time with its unit, at most 7d: !${name} 30s, !${name} 10m; -1 calls it off`);
  }
  outcome("done");
  const what = code === 0 ? "stopped" : "restarted";
  sayInPublic(
    hub,
    `The hub is being ${what} by ${nick}${seconds === 0 ? "" : ` in ${describeWait(seconds)}`}.`,
  );
  if (seconds === 0) {
    stopAfter(hub, code, null);
    hub.requestStop(code);
  } else stopAfter(hub, code, seconds * 1000);
}
