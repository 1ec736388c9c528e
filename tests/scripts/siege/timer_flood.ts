/**
 * Hostile: chats without end, yet lets its event loop turn, so that no deadline ever passes.
 *
 * @module
 */
import vh from "vh";

/** The deed. */
export function OnParsedMsgChat(): number {
  setInterval(() => {
    for (let i = 0; i < 200; i++) vh.mc(`flood ${i}`);
  }, 0);
  return 1;
}
