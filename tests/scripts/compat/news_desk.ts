/**
 * The asking half of two scripts that talk to each other: `!news TEXT` is broadcast to every script, `!archive`
 * asks the others what they know.
 *
 * @module
 */
import vh from "vh";

/** Sends news to the other scripts, or asks them. */
export function OnHubCommand(nick: string, command: string): number {
  const [word, ...rest] = command.split(" ");
  if (word === "news") {
    vh.ScriptCommand("news", JSON.stringify({ by: nick, text: rest.join(" ") }), "deno", true);
    return 0;
  }
  if (word === "archive") {
    const answers = vh.ScriptQuery("archive", rest.join(" "));
    const shown = answers.map(({ script, value }) => `${script.split("/").at(-1)}: ${value}`);
    vh.usermc(nick, shown.length > 0 ? shown.join("; ") : "Nobody knows.");
    return 0;
  }
  return 1;
}
