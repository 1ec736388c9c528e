/**
 * A whole small hub script: settings of its own, greetings by class, a word filter with warnings and a kick, commands
 * in main chat and private, a counter that survives a reload, and a clean end.
 * Options: `words` (list of forbidden words), `warnings` (before the kick).
 *
 * @module
 */
import vh from "vh";

const CONF = "complete";
const words = (vh.options.words as string[] | undefined ?? []).map((word) => word.toLowerCase());
const allowed = Number(vh.options.warnings ?? 2);
const warned = new Map<string, number>();

vh.name_and_version("Complete", "1.4");
vh.SetConfig(CONF, "loads", Number(vh.GetConfig(CONF, "loads", "0")) + 1);

/** Greets by class and tells operators who came. */
export function OnUserLogin(nick: string): void {
  const userClass = vh.GetUserClass(nick);
  if (userClass >= vh.eUC_OPERATOR) vh.classmc(`Operator ${nick} is here.`, vh.eUC_OPERATOR, vh.eUC_MASTER);
  else if (userClass >= vh.eUC_REGUSER) vh.usermc(nick, `Good to see you again, ${nick}.`);
  else vh.usermc(nick, `Hello ${nick}, you are a guest here.`);
  vh.SendToOpChat(`${nick} (${vh.GetUserIP(nick)}) logged in`);
}

/** Forgets the warnings of who leaves. */
export function OnUserLogout(nick: string): void {
  warned.delete(nick);
}

/** Warns for forbidden words, then kicks; operators may say everything. */
export function OnParsedMsgChat(nick: string, text: string): number {
  if (vh.GetUserClass(nick) >= vh.eUC_OPERATOR) return 1;
  const found = words.find((word) => text.toLowerCase().includes(word));
  if (!found) return 1;
  const count = (warned.get(nick) ?? 0) + 1;
  warned.set(nick, count);
  if (count > allowed) vh.KickUser(vh.botname, nick, `Said "${found}" ${count} times`);
  else vh.pm(nick, `Please do not say "${found}": warning ${count} of ${allowed}.`);
  return 0;
}

/** `topic TEXT`, `who`, `loads`: for operators, in main chat and by private message. */
export function OnHubCommand(nick: string, command: string, userClass: number, inPM: number): number {
  const [word, ...rest] = command.split(" ");
  const answer = (text: string) => inPM ? vh.pm(nick, text) : vh.usermc(nick, text);
  if (word === "who") answer(vh.GetNickList().sort().join(" "));
  else if (word === "loads") answer(`Loaded ${vh.GetConfig(CONF, "loads")} times`);
  else if (word === "settopic") {
    if (userClass < vh.eUC_OPERATOR) answer("Only operators set the topic.");
    else answer(`Topic is now: ${vh.Topic(rest.join(" "))}`);
  } else return 1;
  return 0;
}

/** Says goodbye. */
export function UnLoad(): void {
  vh.mc(`${vh.name} is going.`);
}
