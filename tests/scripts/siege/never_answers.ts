/**
 * Hostile: its hook promises an answer that never comes.
 *
 * @module
 */
/** The deed. */
export function OnParsedMsgChat(): Promise<number> {
  return new Promise(() => {});
}
