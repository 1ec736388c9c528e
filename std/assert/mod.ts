/**
 * Local stand-in for `jsr:@std/assert`: the assertions this project uses, with the original's names, types and
 * meaning. Remove it by deleting the `links` line of deno.json where JSR can be reached.
 *
 * @module
 */
import { diff, format } from "./diff.ts";
import { equal } from "./equal.ts";
import { AssertionError } from "./error.ts";

export { AssertionError } from "./error.ts";
export { equal } from "./equal.ts";
export { assertRejects, assertThrows, type ErrorType } from "./throws.ts";

/** The falsy values. */
export type Falsy = false | 0 | 0n | "" | null | undefined;

const because = (msg: string | undefined) => msg ? `: ${msg}` : ".";

/** Any class. */
export type AnyConstructor = abstract new (...args: never[]) => unknown;

/** What a class makes. */
export type InstanceOf<T> = T extends abstract new (...args: never[]) => infer I ? I : never;

/** Fails when `expr` is falsy. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** Fails when `expr` is truthy. */
export function assertFalse(expr: unknown, msg = ""): asserts expr is Falsy {
  if (expr) throw new AssertionError(msg);
}

/** Fails unless both are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(`Values are not equal${because(msg)}\n\n${diff(actual, expected)}\n`);
}

/** Fails when both are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${format(actual)} not to be: ${format(expected)}${because(msg)}`,
  );
}

/** Fails unless both are the same value (`Object.is`). */
export function assertStrictEquals<T>(actual: unknown, expected: T, msg?: string): asserts actual is T {
  if (Object.is(actual, expected)) return;
  const text = format(actual);
  throw new AssertionError(
    text === format(expected)
      ? `Values have the same structure but are not reference-equal${because(msg)}\n\n${text}\n`
      : `Values are not strictly equal${because(msg)}\n\n${diff(actual, expected)}\n`,
  );
}

/** Fails for `null` and `undefined`. */
export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T> {
  if (actual !== undefined && actual !== null) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to not be null or undefined${because(msg)}`,
  );
}

/** Fails when the numbers are further apart than `tolerance` (default: a ten-millionth of `expected`). */
export function assertAlmostEquals(actual: number, expected: number, tolerance?: number, msg?: string): void {
  if (Object.is(actual, expected)) return;
  const allowed = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  const delta = Math.abs(expected - actual);
  if (delta <= allowed) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to be close to "${expected}": delta "${delta}" is greater than "${allowed}"${
      because(msg)
    }`,
  );
}

/** Fails unless `actual` is an instance of the class. */
export function assertInstanceOf<T extends AnyConstructor>(
  actual: unknown,
  expectedType: T,
  msg = "",
): asserts actual is InstanceOf<T> {
  if (actual instanceof expectedType) return;
  const kind = typeof actual === "object" ? actual?.constructor?.name ?? "null" : typeof actual;
  throw new AssertionError(
    `Expected object to be an instance of "${expectedType.name}" but was "${kind}"${because(msg)}`,
  );
}

function compare(holds: boolean, actual: unknown, sign: string, expected: unknown, msg?: string): void {
  if (holds) return;
  throw new AssertionError(msg ?? `Expect ${format(actual)} ${sign} ${format(expected)}`);
}

/** Fails unless `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  compare(actual > expected, actual, ">", expected, msg);
}

/** Fails unless `actual >= expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void {
  compare(actual >= expected, actual, ">=", expected, msg);
}

/** Fails unless `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  compare(actual < expected, actual, "<", expected, msg);
}

/** Fails unless `actual <= expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void {
  compare(actual <= expected, actual, "<=", expected, msg);
}

/** Fails unless the pattern matches. */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  if (expected.test(actual)) return;
  throw new AssertionError(`Expected actual: "${actual}" to match: "${expected}"${because(msg)}`);
}

/** Fails unless `actual` contains `expected`. */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(`Expected actual: "${actual}" to contain: "${expected}"${because(msg)}`);
}

/** A non-empty list or text. */
export type ArrayLikeArg<T> = ArrayLike<T> & object;

/** Fails unless every expected item is deeply equal to some item of `actual`. */
export function assertArrayIncludes<T>(
  actual: ArrayLikeArg<T>,
  expected: ArrayLikeArg<T>,
  msg?: string,
): void {
  const items = Array.from(actual);
  const missing = Array.from(expected).filter((wanted) => !items.some((item) => equal(item, wanted)));
  if (missing.length === 0) return;
  throw new AssertionError(
    `Expected actual: "${format(actual)}" to include: "${format(expected)}"${because(msg)}\nmissing: ${
      format(missing)
    }`,
  );
}

/** The part of `actual` that `expected` names, level by level. */
function project(actual: unknown, expected: unknown, seen: Map<unknown, unknown>): unknown {
  if (!isRecord(actual) || !isRecord(expected)) return actual;
  if (seen.has(expected)) return seen.get(expected);
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const list: unknown[] = [];
    seen.set(expected, list);
    for (let i = 0; i < Math.min(expected.length, actual.length); i++) {
      list.push(project(actual[i], expected[i], seen));
    }
    return list;
  }
  const part: Record<PropertyKey, unknown> = {};
  seen.set(expected, part);
  for (const key of Reflect.ownKeys(expected)) {
    if (key in actual) part[key] = project(actual[key], expected[key], seen);
  }
  return part;
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  if (typeof value !== "object" || value === null) return false;
  return !(value instanceof Map || value instanceof Set || value instanceof Date || value instanceof RegExp ||
    ArrayBuffer.isView(value) || value instanceof ArrayBuffer);
}

/** Fails unless `actual` holds at least what `expected` holds, at every level. */
export function assertObjectMatch(
  actual: object,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  const part = project(actual, expected, new Map());
  // Class instances lose their class in the projection; the same happens to both sides.
  assertEquals(part, project(expected, expected, new Map()), msg);
}

/** Always fails. */
export function fail(msg?: string): never {
  throw new AssertionError(`Failed assertion${because(msg)}`);
}

/** Fails when control reaches it. */
export function unreachable(msg?: string): never {
  throw new AssertionError(`Unreachable${because(msg)}`);
}
