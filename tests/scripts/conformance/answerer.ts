/**
 * Answers every query with what it was asked.
 *
 * @module
 */

/** Answers. */
export function OnScriptQuery(cmd: string, data: string): string {
  return `${cmd} is ${data}`;
}
