/**
 * Hostile: kicks from inside the hook that its own kick causes, without end.
 *
 * @module
 */
import vh from "vh";

let depth = 0;
let deepest = 0;

/** The deed. */
export function OnParsedMsgChat(): number {
  vh.KickUser("boss", "victim", "again");
  console.log(`held depth: ${deepest}`);
  return 1;
}

/** Kicks again. */
export function OnOperatorKicks(op: string, nick: string, reason: string): number {
  deepest = Math.max(deepest, ++depth);
  try {
    vh.KickUser(op, nick, reason);
  } finally {
    depth--;
  }
  return 0;
}
