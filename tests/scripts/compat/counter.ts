/**
 * Counts the hooks it is called for and does nothing else, for the long runs. `+count` shows the counters, `+serve`
 * does a little asynchronous work first.
 *
 * @module
 */
import vh from "vh";

let chat = 0;
let commands = 0;

/** Counts a line. */
export function OnParsedMsgChat(): void {
  chat++;
}

/** The counters, for the host. */
export function counters(): { chat: number; commands: number } {
  return { chat, commands };
}

/** Answers `count` and, after some asynchronous work, `serve N`. */
export function OnHubCommand(nick: string, command: string): number | Promise<number> {
  const [word, n] = command.split(" ");
  commands++;
  if (word === "serve") return serve(nick, n ?? "");
  if (word !== "count") return 1;
  vh.usermc(nick, `chat ${chat} commands ${commands}${n === undefined ? "" : ` #${n}`}`);
  return 0;
}

async function serve(nick: string, n: string): Promise<number> {
  const bytes = new TextEncoder().encode(n.repeat(100));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  await new Promise((done) => setTimeout(done, 1));
  vh.usermc(nick, `served #${n} ${digest[0]!.toString(16)}`);
  return 0;
}
