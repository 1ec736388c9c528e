/**
 * Hostile: chats without end from inside its hook.
 *
 * @module
 */
import vh from "vh";

/** The deed. */
export function OnParsedMsgChat(): number {
  for (;;) vh.mc("flood");
}
