/**
 * Throws where nobody catches.
 *
 * @module
 */
setTimeout(() => {
  throw new Error("thrown in a timer");
}, 20);

export function OnParsedMsgChat(): number {
  return 1;
}
