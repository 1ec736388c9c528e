/**
 * Keeps a log of failed logins in a file it may write (`options.file`), and shows operators the last ones with
 * `!failed`. Sees what was tried only when granted `passwords`.
 *
 * @module
 */
import vh from "vh";

const file = String(vh.options.file);
const tried = new Map<string, string>();
const lines: string[] = [];

/** Remembers what was tried, until it is known whether it was right. */
export function OnParsedMsgMyPass(nick: string, data: string): void {
  tried.set(nick, data.slice("$MyPass ".length));
}

/** Writes the line of a refused login; the end of a right one only forgets. */
export function OnCloseConnEx(ip: string, reason: number, nick: string): void {
  const guess = tried.get(nick);
  tried.delete(nick);
  if (reason !== vh.eCR_PASSWORD) return;
  const line = `${nick} from ${ip} with ${
    guess ? `a guess of ${guess.length} characters` : "a hidden guess"
  }`;
  lines.push(line);
  Deno.writeTextFileSync(file, `${line}\n`, { append: true });
  vh.SendToOpChat(`Failed login: ${line}`);
}

/** A good login forgets what was tried. */
export function OnUserLogin(nick: string): void {
  tried.delete(nick);
}

/** Shows the last ten. */
export function OnOperatorCommand(nick: string, command: string): number {
  if (command !== "!failed") return 1;
  vh.pm(nick, lines.length > 0 ? lines.slice(-10).join("\r\n") : "No failed login.");
  return 0;
}
