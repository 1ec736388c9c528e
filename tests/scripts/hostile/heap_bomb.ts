/**
 * Fills its heap from a timer.
 *
 * @module
 */
const kept: unknown[] = [];

setTimeout(() => {
  for (;;) kept.push({ n: kept.length, text: "x".repeat(100) + kept.length });
}, 20);

export function OnParsedMsgChat(): number {
  return 1;
}
