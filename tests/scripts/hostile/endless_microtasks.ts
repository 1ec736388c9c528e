/**
 * Starves its event loop with promises only.
 *
 * @module
 */
export function OnParsedMsgChat(): number {
  const again = (): Promise<void> => Promise.resolve().then(again);
  void again();
  return 1;
}
