/**
 * Hostile: queues messages to all scripts without end.
 *
 * @module
 */
import vh from "vh";

/** The deed. */
export function OnParsedMsgChat(): number {
  for (;;) vh.ScriptCommand("flood", "x".repeat(1000));
}

/** Takes them. */
export function OnScriptCommand(): void {}
