/**
 * A chat line makes a regular expression backtrack for longer than the universe lasts.
 *
 * @module
 */
export function OnParsedMsgChat(): number {
  return /^(a+)+$/.test("a".repeat(60) + "!") ? 0 : 1;
}
