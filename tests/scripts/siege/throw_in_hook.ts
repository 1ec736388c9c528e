/**
 * Hostile: its hook throws.
 *
 * @module
 */
/** The deed. */
export function OnParsedMsgChat(): number {
  throw new Error("thrown in a hook");
}
