/**
 * Hostile: makes calls that wait for the hub without end.
 *
 * @module
 */
import vh from "vh";

/** The deed. */
export function OnParsedMsgChat(): number {
  for (;;) vh.GetConfig("elsewhere", "x");
}
