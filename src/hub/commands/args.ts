/**
 * How command arguments are read. Pure; knows no command.
 *
 * @module
 */

/** The first word of a text and the trimmed rest; both `""` when there is none. */
export function firstWord(text: string): readonly [word: string, rest: string] {
  const trimmed = text.trim();
  const end = trimmed.search(/\s/);
  return end < 0 ? [trimmed, ""] : [trimmed.slice(0, end), trimmed.slice(end).trim()];
}

/** A whole number between `min` and `max`, or `null`. */
export function wholeNumber(text: string, min: number, max: number): number | null {
  if (!/^-?\d{1,9}$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}
