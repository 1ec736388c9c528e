/**
 * Hostile: answers a line with more text than the channel carries.
 *
 * @module
 */
/** The deed. */
export function OnParsedMsgChat(): string {
  return "x".repeat(8_000_000);
}
