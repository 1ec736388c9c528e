/**
 * Checks and completes the arguments of a call against its table row. Used in the worker (for the author's sake)
 * and again on the hub (for everybody else's). Pure.
 *
 * @module
 */
import type { CallRow, Param } from "./table.ts";

/**
 * Longest text one argument may carry, in UTF-16 units. Well below what a user's write queue takes (a megabyte by
 * default), so that no single call can cost everybody the connection.
 */
export const MAX_TEXT = 1 << 18;

const describe = (value: unknown): string => {
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
};

function checkOne(row: CallRow, index: number, param: Param, given: unknown): unknown {
  if (given === undefined || given === null) {
    if (param.optional) return param.default ?? null;
    throw new TypeError(`vh.${row.name}(): argument ${index + 1} (${param.name}) is missing`);
  }
  const wrong = (wanted: string) =>
    new TypeError(
      `vh.${row.name}(): argument ${index + 1} (${param.name}) must be ${wanted}, not ${describe(given)}`,
    );
  switch (param.type) {
    case "string":
      if (typeof given !== "string") throw wrong("a string");
      return limited(row, param, given);
    case "text":
      if (typeof given === "string") return limited(row, param, given);
      if (typeof given === "number" && Number.isFinite(given)) return String(given);
      if (typeof given === "bigint") return String(given);
      if (typeof given === "boolean") return given ? "1" : "0";
      throw wrong("a string or number");
    case "number":
      if (typeof given === "boolean") return given ? 1 : 0;
      if (typeof given !== "number" || !Number.isFinite(given)) throw wrong("a finite number");
      return given;
    case "value":
      return given;
    case "boolean":
      if (typeof given === "number") return given !== 0;
      if (typeof given !== "boolean") throw wrong("a boolean");
      return given;
  }
}

function limited(row: CallRow, param: Param, text: string): string {
  if (text.length > MAX_TEXT) {
    throw new RangeError(
      `vh.${row.name}(): ${param.name} has ${text.length} characters, at most ${MAX_TEXT} go`,
    );
  }
  return text;
}

/**
 * Returns the complete argument list, defaults filled in.
 *
 * @throws {TypeError} On a wrong count or type, naming the argument.
 * @throws {RangeError} On a text longer than {@linkcode MAX_TEXT}.
 */
export function checkArgs(row: CallRow, given: readonly unknown[]): unknown[] {
  const { params } = row;
  const rest = params.at(-1)?.rest === true;
  if (given.length > params.length && !rest) {
    const count = params.length === 0 ? "no arguments" : `at most ${params.length}`;
    throw new TypeError(`vh.${row.name}() takes ${count} (${given.length} given)`);
  }
  const count = rest ? Math.max(given.length, params.length - 1) : params.length;
  const out = new Array<unknown>(count);
  for (let i = 0; i < count; i++) {
    const param = params[Math.min(i, params.length - 1)]!;
    out[i] = param.rest && param.type === "value" ? given[i] : checkOne(row, i, param, given[i]);
  }
  return out;
}
