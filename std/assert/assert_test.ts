/**
 * Each assertion passes and fails where the original's documentation says so, with a message that shows why.
 *
 * @module
 */
import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  equal,
  fail,
  unreachable,
} from "@std/assert";

/** The message an assertion fails with. Does not use the assertions under test. */
function failure(run: () => void): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AssertionError && error.name === "AssertionError") return error.message;
    throw error;
  }
  throw new Error("The assertion passed");
}

/** Fails unless the message of a failed assertion has the text. */
function says(run: () => void, text: string): void {
  const message = failure(run);
  if (!message.includes(text)) throw new Error(`"${message}" does not say "${text}"`);
}

const cyclic = () => {
  const value: Record<string, unknown> = { a: 1 };
  value.self = value;
  return value;
};

class Point {
  constructor(readonly x: number) {}
}

const EQUAL: readonly [unknown, unknown][] = [
  [1, 1],
  [NaN, NaN],
  [0, -0],
  ["a", "a"],
  [null, null],
  [undefined, undefined],
  [10n, 10n],
  [{ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }],
  [Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  [new Date(5), new Date(5)],
  [new Date(NaN), new Date(NaN)],
  [/a/g, /a/g],
  [new URL("http://a/b"), new URL("http://a/b")],
  [new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1])],
  [new Map([[{ k: 1 }, 1]]), new Map([[{ k: 1 }, 1]])],
  [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  [new Uint8Array([1, 2]).buffer, new Uint8Array([1, 2]).buffer],
  [new Error("a"), new Error("a")],
  [cyclic(), cyclic()],
  [new Point(1), new Point(1)],
];

const DIFFERENT: readonly [unknown, unknown][] = [
  [1, 2],
  [1, "1"],
  [1, 1n],
  [null, undefined],
  [{ a: undefined }, {}],
  [{ a: undefined }, { b: undefined }],
  [[1, 2], [1]],
  [[1, 2], [2, 1]],
  [[undefined], []],
  [{ 0: 1 }, [1]],
  [new Point(1), { x: 1 }],
  [new Date(5), new Date(6)],
  [/a/g, /a/i],
  [new Set([1]), new Set([2])],
  [new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 1 }, { a: 1 }])],
  [new Map([[1, 1]]), new Map([[1, 2]])],
  [new Uint8Array([1, 2]), new Uint8Array([1, 3])],
  [new Uint8Array([1]), new Int8Array([1])],
  [new Uint8Array([1]).buffer, new Uint8Array([2]).buffer],
  [new Error("a"), new Error("b")],
  [new Error("a"), new TypeError("a")],
  [{ [Symbol.iterator]: 1 }, {}],
];

Deno.test("equal: values, not identities, count", () => {
  for (const [a, b] of EQUAL) {
    if (!equal(a, b) || !equal(b, a)) throw new Error(`${Deno.inspect(a)} is not ${Deno.inspect(b)}`);
    assertEquals(a, b);
    says(() => assertNotEquals(a, b), "not to be");
  }
  for (const [a, b] of DIFFERENT) {
    if (equal(a, b) || equal(b, a)) throw new Error(`${Deno.inspect(a)} is ${Deno.inspect(b)}`);
    says(() => assertEquals(a, b), "Values are not equal");
    assertNotEquals(a, b);
  }
});

Deno.test("equal: weak collections cannot be compared", () => {
  assertThrows(() => equal(new WeakMap(), new WeakMap()), TypeError);
  assertThrows(() => equal(new WeakSet(), new WeakSet()), TypeError);
});

Deno.test("assertEquals: the message shows what differs line by line, and the caller's note", () => {
  says(() => assertEquals({ a: 1, b: 2 }, { a: 1, b: 3 }, "note"), "Values are not equal: note");
  says(() => assertEquals({ a: 1, b: 2 }, { a: 1, b: 3 }), "      a: 1,\n-     b: 2,\n+     b: 3,\n");
  says(() => assertEquals("a\nb\nc", "a\nx\nc"), "\n-   b\\n\n+   x\\n\n");
});

Deno.test("assertEquals: huge values are printed whole, not compared line by line", () => {
  const list = Array.from({ length: 1500 }, (_, i) => i);
  says(() => assertEquals(list, [...list, 1]), "-     1499,");
});

Deno.test("assert and assertFalse: truth counts, messages are the caller's", () => {
  assert("x");
  assertFalse("");
  for (const value of [0, "", null, undefined, NaN, 0n]) says(() => assert(value, "why"), "why");
  says(() => assertFalse(1, "why"), "why");
});

Deno.test("assertStrictEquals: identity counts", () => {
  const value = {};
  assertStrictEquals(value, value);
  assertStrictEquals(NaN, NaN);
  says(() => assertStrictEquals(0, -0), "not strictly equal");
  says(() => assertStrictEquals({}, {}), "not reference-equal");
  says(() => assertStrictEquals(1, 2), "not strictly equal");
});

Deno.test("assertExists: null and undefined fail, other falsy values pass", () => {
  for (const value of [0, "", false, NaN]) assertExists(value);
  says(() => assertExists(null), '"null"');
  says(() => assertExists(undefined, "why"), "why");
});

Deno.test("assertAlmostEquals: default tolerance is relative", () => {
  assertAlmostEquals(1, 1 + 1e-8);
  assertAlmostEquals(1e9, 1e9 + 10);
  assertAlmostEquals(1, 1.4, 0.5);
  assertAlmostEquals(Infinity, Infinity);
  says(() => assertAlmostEquals(1, 1.001), "close to");
  says(() => assertAlmostEquals(1, 1.6, 0.5), "0.5");
  says(() => assertAlmostEquals(NaN, 1), "close to");
});

Deno.test("assertInstanceOf: names both classes", () => {
  assertInstanceOf(new TypeError(), Error);
  says(() => assertInstanceOf({}, Point), 'instance of "Point" but was "Object"');
  says(() => assertInstanceOf(1, Point), '"number"');
  says(() => assertInstanceOf(null, Point), '"null"');
});

Deno.test("comparisons: each sign at, below and above its border", () => {
  assertGreater(2, 1);
  assertGreaterOrEqual(1, 1);
  assertLess("a", "b");
  assertLessOrEqual(1n, 1n);
  says(() => assertGreater(1, 1), "1 > 1");
  says(() => assertGreaterOrEqual(0, 1), "0 >= 1");
  says(() => assertLess(1, 1), "1 < 1");
  says(() => assertLessOrEqual(2, 1, "why"), "why");
});

Deno.test("texts: match and includes", () => {
  assertMatch("abc", /^a/);
  assertStringIncludes("abc", "bc");
  says(() => assertMatch("abc", /x/), 'to match: "/x/"');
  says(() => assertStringIncludes("abc", "x"), 'to contain: "x"');
});

Deno.test("assertArrayIncludes: deep, in any order, names what is missing", () => {
  assertArrayIncludes([1, { a: 1 }, 3], [3, { a: 1 }]);
  says(() => assertArrayIncludes([1, 2], [2, 3]), "missing: [\n  3,\n]");
});

Deno.test("assertObjectMatch: only what is expected counts, at every level", () => {
  assertObjectMatch({ a: 1, b: { c: 2, d: 3 }, e: [1, { f: 4, g: 5 }] }, { b: { c: 2 }, e: [1, { f: 4 }] });
  assertObjectMatch(new Point(1), { x: 1 });
  assertObjectMatch({ m: new Map([[1, 2]]) }, { m: new Map([[1, 2]]) });
  says(() => assertObjectMatch({ a: 1, b: { c: 2 } }, { b: { c: 3 } }), "+       c: 3,");
  says(() => assertObjectMatch({ a: 1 }, { b: 1 }), "Values are not equal");
  says(() => assertObjectMatch({ e: [1] }, { e: [1, 2] }), "Values are not equal");
});

Deno.test("assertThrows: class and part of the message are checked, the error is returned", () => {
  const error = assertThrows(() => Reflect.apply(Point, null, [1]), TypeError);
  if (!(error instanceof TypeError)) throw new Error("not returned");
  const boom = () => {
    throw new RangeError("too far");
  };
  assertThrows(boom);
  assertThrows(boom, RangeError, "far");
  says(() => assertThrows(() => 1), "Expected function to throw.");
  says(() => assertThrows(() => 1, "note"), "throw: note");
  says(() => assertThrows(boom, TypeError), 'instance of "TypeError", but was "RangeError"');
  says(() => assertThrows(boom, RangeError, "near"), 'include "near", but got "too far"');
  says(() =>
    assertThrows(() => {
      // deno-lint-ignore no-throw-literal
      throw "text";
    }, Error), "non-Error");
});

Deno.test("assertRejects: like assertThrows, and a function that throws at once fails", async () => {
  const reject = () => Promise.reject(new RangeError("too far"));
  const error: RangeError = await assertRejects(reject, RangeError, "far");
  assertEquals(error.message, "too far");
  await assertRejects(reject);
  const outcome = async (run: () => Promise<unknown>) => {
    const message = await run().then(
      () => "",
      (reason) => reason instanceof AssertionError ? reason.message : "",
    );
    if (message === "") throw new Error("The assertion passed");
    return message;
  };
  assertStringIncludes(await outcome(() => assertRejects(() => Promise.resolve(), "note")), "reject: note");
  assertStringIncludes(await outcome(() => assertRejects(reject, TypeError)), '"TypeError"');
  const throwsAtOnce = (): Promise<void> => {
    throw new RangeError("x");
  };
  assertStringIncludes(
    await outcome(() => assertRejects(throwsAtOnce, RangeError)),
    "throws when expected to reject",
  );
});

Deno.test("fail and unreachable: always fail", () => {
  says(() => fail("why"), "Failed assertion: why");
  says(() => unreachable(), "Unreachable.");
});
