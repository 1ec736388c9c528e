/**
 * Well-behaved: answers `!who <number>` with its number.
 *
 * @module
 */
import vh from "vh";

/** The answer. */
export function OnHubCommand(nick: string, command: string): number {
  if (command !== `who ${vh.options.number}`) return 1;
  vh.usermc(nick, `I am ${vh.options.number}`);
  return 0;
}
