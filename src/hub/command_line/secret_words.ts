/**
 * Command lines as others may see them: passwords are `***`. Owns where a secret begins in a line; which commands have
 * one stands in their table.
 *
 * @module
 */
import { classify, Kind } from "../../nmdc/message.ts";
import type { CommandRegistry, HubContext } from "../context.ts";

/** What stands in the place of a secret; its length says nothing of the secret's. */
export const HIDDEN = "***";

/** A command line (trigger first) without the secrets of any command that its word may mean. */
export function publicLine(commands: CommandRegistry, line: string): string {
  const end = line.search(/\s/);
  const from = end < 0 ? 0 : commands.secretFrom(line.slice(1, end));
  if (from === 0) return line;
  let at = end;
  for (let word = 1;; word++) {
    at = skip(line, at, true);
    if (at === line.length) return line;
    if (word === from) return line.slice(0, at) + HIDDEN;
    at = skip(line, at, false);
  }
}

/** The place behind the blanks (or behind what is none) that begin at `at`. */
function skip(line: string, at: number, blanks: boolean): number {
  while (at < line.length && /\s/.test(line[at]!) === blanks) at++;
  return at;
}

/** The text of a whole message without such secrets. `frame` is the message, `text` what it reads. */
export function publicMessage(hub: HubContext, frame: Uint8Array, text: string): string {
  const kind = classify(frame);
  if (kind !== Kind.Chat && kind !== Kind.To) return text;
  // NMDC: both forms write the author as `<nick> ` in front of what was said.
  const said = text.indexOf("> ") + 2;
  const { cmd_start_op, cmd_start_user } = hub.vars;
  if (said < 2 || said >= text.length || !(cmd_start_op + cmd_start_user).includes(text[said]!)) return text;
  return text.slice(0, said) + publicLine(hub.commands, text.slice(said));
}
