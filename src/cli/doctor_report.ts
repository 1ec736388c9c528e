/**
 * What a check of `hubcap doctor` says, and how it is shown: one line each. Pure.
 *
 * @module
 */

/** How bad it is. */
export type FindingLevel = "ok" | "warn" | "FAIL";

/** The outcome of one check. */
export interface Finding {
  /** `FAIL`: the hub does not start, or loses data or safety. `warn`: an operator should know. */
  readonly level: FindingLevel;
  /** What was looked at, one or two words. */
  readonly what: string;
  /** What was found. */
  readonly found: string;
  /** What to do about it; for everything but `ok`. */
  readonly remedy?: string;
}

/** Nothing to do. */
export const ok = (what: string, found: string): Finding => ({ level: "ok", what, found });
/** Worth knowing. */
export const warn = (what: string, found: string, remedy: string): Finding => ({
  level: "warn",
  what,
  found,
  remedy,
});
/** Has to be mended. */
export const fail = (what: string, found: string, remedy: string): Finding => ({
  level: "FAIL",
  what,
  found,
  remedy,
});

/** The line of a finding. Control characters of whatever was found never reach a terminal. */
export function findingLine({ level, what, found, remedy }: Finding): string {
  const line = `${level.padEnd(4)}  ${what.padEnd(12)}  ${found}${remedy === undefined ? "" : `. ${remedy}`}`;
  // deno-lint-ignore no-control-regex
  return line.replace(/\s*\n\s*/g, " ").replace(/[\0-\x1f\x7f-\x9f]/g, "?");
}
