/**
 * Logs without end; the lines must be counted, not passed on.
 *
 * @module
 */
export function OnParsedMsgChat(): number {
  for (let i = 0; i < 100_000; i++) console.log(`line ${i}`);
  console.error("x".repeat(10_000_000));
  return 1;
}
