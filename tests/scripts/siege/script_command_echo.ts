/**
 * Hostile: answers every message between scripts with one delivered at once and two queued ones.
 *
 * @module
 */
import vh from "vh";

let heard = 0;

/** The deed. */
export function OnParsedMsgChat(): number {
  vh.ScriptCommand("echo", "");
  return 1;
}

/** Multiplies. */
export function OnScriptCommand(): void {
  if (++heard % 1000 === 1) console.log(`held messages: ${heard}`);
  vh.ScriptCommand("echo", "", "deno", true);
  vh.ScriptCommand("echo", "");
  vh.ScriptCommand("echo", "");
}
