/**
 * Hostile: uses up most of its limit on every line.
 *
 * @module
 */
/** The deed. */
export function OnParsedMsgChat(): number {
  const end = performance.now() + 200;
  while (performance.now() < end);
  return 1;
}
