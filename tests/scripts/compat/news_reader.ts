/**
 * The listening half of two scripts that talk to each other: keeps the news it hears, shows them, and answers
 * questions about them. Trusts nothing but its own command, whoever sent it.
 *
 * @module
 */
import vh from "vh";

const heard: string[] = [];

/** Keeps and shows news; confirms to the sender's side with a message of its own. */
export function OnScriptCommand(cmd: string, data: string, plugin: string, script: string): void {
  if (cmd !== "news") return;
  const { by, text } = JSON.parse(data) as { by: string; text: string };
  heard.push(text);
  vh.mc(`News by ${by} (${plugin}, ${script.split("/").at(-1)}): ${text}`, "News");
}

/** Answers `archive` with the newest news that contains the word. */
export function OnScriptQuery(cmd: string, data: string): string | void {
  if (cmd !== "archive") return;
  return heard.findLast((text) => text.includes(data));
}
