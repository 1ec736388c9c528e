/**
 * Command lines as others may see them: passwords are `***`. Owns where a secret begins in a line; which commands have
 * one stands in their table.
 *
 * @module
 */
import { nearest } from "../../config/nearest.ts";
import { classify, Kind } from "../../nmdc/message.ts";
import type { CommandRegistry } from "./command.ts";
import type { HubContext } from "../context.ts";
import type { Session } from "../model.ts";
import { sayTo } from "../say.ts";

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

const isTrigger = ({ vars }: HubContext, char: string): boolean =>
  vars.cmd_start_op.includes(char) || vars.cmd_start_user.includes(char);

/** Shorter words are too near to others to be taken for a slip. */
const SHORTEST_SLIP = 4;

/** The word of the command with a secret that a line is, but for blanks in front of it or a slip; `null` for none. */
function secretMeant(hub: HubContext, text: string): string | null {
  const line = text.trimStart();
  const found = /^(\S+)\s+\S/.exec(line.slice(1));
  if (!found || !isTrigger(hub, line[0]!)) return null;
  const word = found[1]!;
  if (publicLine(hub.commands, line) !== line) return line[0] + word;
  if (word.length < SHORTEST_SLIP || hub.commands.find(word)) return null;
  const near = nearest(word, hub.commands.secretWords());
  return near === null ? null : line[0] + near;
}

/**
 * Refuses a line on its way to other users that looks like a command with a password: once shown, a password is
 * everybody's. `true`: it was refused, and its user told. Other lines cost a look at their first byte.
 */
export function refuseSecret(hub: HubContext, session: Session, text: Uint8Array): boolean {
  const first = text[0];
  if (first === undefined || (first > 32 && !isTrigger(hub, String.fromCharCode(first)))) return false;
  const meant = secretMeant(hub, session.reader.read(text));
  if (meant === null) return false;
  sayTo(
    hub,
    session,
    `Nobody saw that line: it looks like a command with a password. Write ${meant} in main chat, without blanks in ` +
      "front of it.",
  );
  return true;
}
