/**
 * Hostile: promises to unload and never does, while its timers go on.
 *
 * @module
 */
/** Harmless. */
export function OnParsedMsgChat(): number {
  return 1;
}

/** The deed. */
export function UnLoad(): Promise<void> {
  return new Promise(() => setInterval(() => {}, 1));
}
