/**
 * Hostile: takes memory outside its heap in one hook that never ends.
 *
 * @module
 */
const kept: Uint8Array[] = [];

/** The deed. */
export function OnParsedMsgChat(): number {
  for (;;) kept.push(new Uint8Array(4 * 1024 * 1024).fill(1));
}
