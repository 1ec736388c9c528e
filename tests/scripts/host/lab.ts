/**
 * Runs every chat line as a function body with `vh` in reach, so that a test can say what a script does right where
 * it says what must come of it. The other hooks report what they see as chat lines of the form `hook: …`.
 *
 * @module
 */
import vh from "vh";

const tag = String(vh.options.tag ?? vh.name);

/** Runs `text` as the body of a function; its result is the hook's. */
export function OnParsedMsgChat(nick: string, text: string): unknown {
  return new Function("vh", "nick", "tag", text)(vh, nick, tag);
}

/** Reports, and blocks kicks for the reason `veto`; runs reasons that start with `run:`. */
export function OnOperatorKicks(op: string, nick: string, reason: string): unknown {
  vh.mc(`OnOperatorKicks: ${op} ${nick} ${reason}`, tag);
  if (reason.startsWith("run:")) return new Function("vh", "nick", "tag", reason.slice(4))(vh, nick, tag);
  return reason !== "veto";
}

/** Reports, and blocks the value `veto`. */
export function OnSetConfig(
  _nick: string,
  _conf: string,
  variable: string,
  value: string,
  old: string,
): boolean {
  vh.mc(`OnSetConfig: ${variable} ${old}->${value}`, tag);
  return value !== "veto";
}

/** Reports whether the user can still be read. */
export function OnUserLogout(nick: string): void {
  vh.mc(`OnUserLogout: ${nick} ${vh.IsUserOnline(nick)} ${vh.GetUserIP(nick)} ${vh.GetUsersCount()}`, tag);
}

/** Reports. */
export function OnScriptCommand(cmd: string, data: string, plugin: string, script: string): void {
  vh.mc(`OnScriptCommand: ${cmd} ${data} ${plugin} ${script.split("/").pop()}`, tag);
}

/** Reports; asynchronous, so that the wait for it shows. */
export async function UnLoad(): Promise<void> {
  await Promise.resolve();
  vh.mc("UnLoad", tag);
}

/** Reports. */
export function OnUnLoad(code: number): void {
  vh.mc(`OnUnLoad: ${code}`, tag);
}
