/**
 * Never finishes its top-level code.
 *
 * @module
 */
for (;;);

export function OnParsedMsgChat(): number {
  return 1;
}
