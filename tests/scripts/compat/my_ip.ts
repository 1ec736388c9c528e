/**
 * Two commands, `myip` and `stats`, answered in the hook that sees commands first, with any trigger, in main chat and
 * in private.
 *
 * @module
 */
import vh from "vh";

/** Answers where the question came from and takes the command. */
export function OnHubCommand(
  nick: string,
  command: string,
  userClass: number,
  inPM: number,
  prefix: string,
): number {
  const answer = (text: string) => inPM ? vh.pm(nick, text) : vh.usermc(nick, text);
  switch (command) {
    case "myip":
      answer(`Your address is ${vh.GetUserIP(nick)}.`);
      return 0;
    case "stats":
      answer(
        `Class ${userClass}, trigger ${prefix}: ${vh.GetUsersCount()} users, ` +
          `${vh.GetTotalShareSize()} bytes, max ${vh.GetConfig(vh.config_name, "max_users")}.`,
      );
      return 0;
    default:
      return 1;
  }
}
