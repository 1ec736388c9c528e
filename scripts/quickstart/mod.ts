/**
 * The first script of a new hub: greets users, answers `!stats`, `!user`, `!staff` and `!users`, and says the time
 * of day once an hour. Needs no permission. Options: `greeting` (text, `%nick%` is replaced).
 *
 * @module
 */
import vh from "vh";

const greeting = String(vh.options.greeting ?? "Welcome, %nick%! Type !stats to see how the hub is doing.");

const HOUR = 3_600_000;

/** Greets whoever logs in. */
export function OnUserLogin(nick: string): void {
  vh.pm(nick, greeting.replaceAll("%nick%", nick));
}

/** Answers `!stats`; nobody else sees the line. */
export function OnParsedMsgChat(nick: string, text: string): number {
  if (text !== "!stats") return 1;
  const uptime = formatTime(Math.floor(Date.now() / 1000) - vh.starttime);
  const share = formatSize(Number(vh.GetTotalShareSize()));
  vh.usermc(nick, `Users: ${vh.GetUsersCount()}, share: ${share}, up: ${uptime}`);
  return 0;
}

/** Answers `!user [nick]`, `!staff` and `!users`, in main chat and in a private message to the hub's bot. */
export function OnHubCommand(nick: string, command: string, userClass: number, inPM: number): number {
  const [word = "", who = nick] = command.split(" ");
  const answer = (text: string) => inPM ? vh.pm(nick, text) : vh.usermc(nick, text);
  switch (word) {
    case "user":
      answer(describe(who, userClass));
      return 0;
    case "staff":
      answer(list("Operators", vh.GetOpList()));
      return 0;
    case "users":
      answer(list("Users", vh.GetNickList()));
      return 0;
    default:
      return 1;
  }
}

/** Says the time once an hour. */
export function OnTimer(ms: number): void {
  if (ms % HOUR < 1000) vh.mc(`It is ${new Date(ms).toISOString().slice(11, 16)} UTC.`);
}

function describe(who: string, askerClass: number): string {
  if (!vh.IsUserOnline(who)) return `There is no user ${who}.`;
  const address = askerClass >= vh.eUC_OPERATOR ? `, address ${vh.GetUserIP(who)}` : "";
  return `${who}: class ${vh.GetUserClass(who)}, share ${formatSize(vh.GetUserShare(who) ?? 0)}${address}`;
}

function list(title: string, nicks: string[]): string {
  return `${title} (${nicks.length}): ${nicks.sort().join(", ")}`;
}

/** Bytes as people read them. */
function formatSize(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(2)} ${units[unit]}`;
}

/** Seconds as `1d 2h 3m`. */
function formatTime(seconds: number): string {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor(seconds % 86400 / 3600);
  const minutes = Math.floor(seconds % 3600 / 60);
  return `${days ? `${days}d ` : ""}${hours || days ? `${hours}h ` : ""}${minutes}m`;
}
