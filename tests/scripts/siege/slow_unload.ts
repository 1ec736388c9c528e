/**
 * Hostile: never finishes to unload.
 *
 * @module
 */
/** Harmless. */
export function OnParsedMsgChat(): number {
  return 1;
}

/** The deed. */
export function UnLoad(): void {
  for (;;);
}
