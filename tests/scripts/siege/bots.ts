/**
 * Hostile: adds ten thousand bots and says how many it got.
 *
 * @module
 */
import vh from "vh";

/** The deed. */
export function OnParsedMsgChat(): number {
  let added = 0;
  for (let i = 0; i < 10_000; i++) if (vh.AddRobot(`bot${i}`, 0, "", "", "", "0")) added++;
  console.log(`held bots: ${added}`);
  return 1;
}
