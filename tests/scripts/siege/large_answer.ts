/**
 * Hostile: replaces a line by text that the channel carries and that no client should have to take.
 *
 * @module
 */
/** The deed. */
export function OnParsedMsgChat(): string {
  return "x".repeat(2_000_000);
}
