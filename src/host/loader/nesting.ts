/**
 * Refuses source text that nests too deeply for the TypeScript stripper, whose recursion would overflow the native
 * stack and end the process. Counts characters only: strings and comments are not told apart from code, since a
 * scanner that skips them can be fooled into skipping code. The bounds leave room on a stack of 2 MiB.
 *
 * @module
 */

/** Deepest nesting of brackets. */
export const MAX_DEPTH = 200;
/** Most words and operators since the last statement or `,`, summed over all levels of brackets that are open. */
export const MAX_RUN = 1000;
/** Most `else` of one file: a chain of them nests without brackets. */
export const MAX_ELSE = 3000;

const TOKEN = /[A-Za-z0-9_$\x80-\uffff]+|\S/g;
/** Words that begin a statement and so end whatever nested before them; no expression holds one. */
const STATEMENT = /^(?:const|let|var|export|return|throw)$/;
/** Words after which `const` is part of a type. */
const BEFORE_TYPE = /^(?:as|satisfies|<|extends)$/;

/** Why `source` must not be parsed, or `undefined` when it may. */
export function tooDeep(source: string): string | undefined {
  const runs: number[] = [];
  let run = 0;
  let outer = 0; // Sum of `runs`.
  let elses = 0;
  let previous = "";
  for (const [token] of source.matchAll(TOKEN)) {
    if (token === "(" || token === "[" || token === "{") {
      runs.push(run + 1);
      outer += run + 1;
      run = 0;
      if (runs.length > MAX_DEPTH) return `brackets nest deeper than ${MAX_DEPTH}`;
    } else if (token === ")" || token === "]" || token === "}") {
      run = runs.pop() ?? 0;
      outer -= run;
    } else if (token === "," || token === ";") {
      run = 0;
    } else if (STATEMENT.test(token) && previous !== "." && !BEFORE_TYPE.test(previous)) {
      run = 1;
    } else {
      if (outer + ++run > MAX_RUN) return `an expression has more than ${MAX_RUN} parts`;
      if (token === "else" && ++elses > MAX_ELSE) return `it has more than ${MAX_ELSE} "else"`;
    }
    previous = token;
  }
  return undefined;
}
