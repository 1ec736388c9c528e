/**
 * Its namespace looks like a promise that never settles, so that whoever awaits the import waits for ever.
 *
 * @module
 */

/** Never calls back. */
export function then(): void {}

export function OnParsedMsgChat(): number {
  return 1;
}
