/**
 * Text of unknown origin made fit for one line of a list, a log or a terminal. Pure; knows no hub word.
 *
 * @module
 */

/**
 * Characters that end a line, steer a terminal or turn the direction of what follows: nobody who chooses a nick may
 * make one line look like two, or like another one.
 */
// deno-lint-ignore no-control-regex
const STEERING = /[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** `text` with a space in place of characters that steer, trimmed, cut to `max` characters (the last one then `…`). */
export function oneLine(text: string, max: number): string {
  // Cut before the work, so that a huge text costs no more than a long one; what is left may still shrink.
  const line = text.slice(0, max + 64).replace(STEERING, " ").trim();
  return line.length <= max ? line : `${line.slice(0, max - 1)}…`;
}

/** `text` with characters that steer written as `\u` and four hexadecimal digits, for formats that may not change what was said. */
export function escapeSteering(text: string): string {
  return text.replace(
    STEERING,
    (run) => [...run].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  );
}
