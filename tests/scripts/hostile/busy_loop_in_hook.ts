/**
 * Hangs in the first chat line it sees.
 *
 * @module
 */
export function OnParsedMsgChat(): number {
  for (;;);
}
