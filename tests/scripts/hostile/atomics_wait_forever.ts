/**
 * Parks its thread for ever.
 *
 * @module
 */
export function OnParsedMsgChat(): number {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  return 1;
}
