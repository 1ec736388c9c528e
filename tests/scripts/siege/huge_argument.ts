/**
 * Hostile: sends texts that no client should have to take, and more than the channel carries.
 *
 * @module
 */
import vh from "vh";

/** The deed. */
export function OnParsedMsgChat(): number {
  for (const length of [2_000_000, 3_900_000, 8_000_000]) {
    for (
      const send of [vh.mc, (text: string) => vh.SendDataToAll(`$Huge ${text}|`, 0, 10), vh.SendToOpChat]
    ) {
      try {
        send("x".repeat(length));
        console.log(`held ${length}: passed`);
      } catch (error) {
        console.log(`held ${length}: ${(error as Error).name}`);
      }
    }
  }
  return 1;
}
