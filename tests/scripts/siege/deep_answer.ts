/**
 * Hostile: answers with arrays in arrays, and with one that contains itself.
 *
 * @module
 */
import vh from "vh";

/** The deed. */
export function OnParsedMsgChat(): unknown {
  let deep: unknown[] = [];
  for (let i = 0; i < 100_000; i++) deep = [deep];
  const round: unknown[] = [];
  round.push(round);
  for (const value of [deep, round]) {
    try {
      (vh.mc as (text: unknown) => boolean)(value);
    } catch (error) {
      console.log(`held argument: ${(error as Error).name}`);
    }
  }
  return deep;
}
