/**
 * Hostile: takes memory outside its heap bit by bit, in shared buffers, and stays responsive.
 *
 * @module
 */
const kept: Uint8Array[] = [];

/** The deed. */
export function OnParsedMsgChat(): number {
  setInterval(() => kept.push(new Uint8Array(new SharedArrayBuffer(4 * 1024 * 1024)).fill(1)), 5);
  return 1;
}
