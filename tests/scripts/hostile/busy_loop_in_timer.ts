/**
 * Loads well and hangs a moment later.
 *
 * @module
 */
setTimeout(() => {
  for (;;);
}, 20);

export function OnParsedMsgChat(): number {
  return 1;
}
