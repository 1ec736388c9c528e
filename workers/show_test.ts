/**
 * What values look like in a script's log.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { format, MAX_SHOWN, show } from "./show.ts";

Deno.test("show: every kind of value has its text", () => {
  class Point {
    x = 1;
  }
  const rows: [unknown, string][] = [
    ["it's", `"it's"`],
    ['say "x"\n', `'say "x"\\n'`],
    [-0, "-0"],
    [10n, "10n"],
    [Symbol("s"), "Symbol(s)"],
    [undefined, "undefined"],
    [[1, , [2]], "[ 1, <empty>, [ 2 ] ]"],
    [{}, "{}"],
    [{ a: 1, "b-c": null, [Symbol("k")]: true }, "{ a: 1, 'b-c': null, [Symbol(k)]: true }"],
    [new Map([[{ a: 1 }, "b"]]), "Map(1) { { a: 1 } => 'b' }"],
    [new Set([1]), "Set(1) { 1 }"],
    [new Uint8Array(2), "Uint8Array(2) [ 0, 0 ]"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [new Date(NaN), "Invalid Date"],
    [/x/g, "/x/g"],
    [new Point(), "Point { x: 1 }"],
    [Point, "[class Point]"],
    [show, "[Function: show]"],
    [() => {}, "[Function (anonymous)]"],
    [Object.create(null), "[Object: null prototype] {}"],
    [Promise.resolve(), "Promise {}"],
    [new Headers({ a: "b" }), "Headers { a: 'b' }"],
  ];
  for (const [value, text] of rows) assertEquals(show(value), text);
  const error = new TypeError("boom", { cause: 5 });
  error.stack = "TypeError: boom\n    at x";
  assertEquals(show(error), "TypeError: boom\n    at x { [cause]: 5 }");
});

Deno.test("show: a getter is named and not called, a proxy is read like an object", () => {
  let calls = 0;
  const value = {
    get a() {
      return ++calls;
    },
    set b(_: number) {
      calls++;
    },
  };
  assertEquals(show(value), "{ a: [Getter], b: [Setter] }");
  assertEquals(calls, 0);
  assertEquals(show(new Proxy({ a: 1 }, {})), "{ a: 1 }");
});

Deno.test("show: circles, depth, lists and texts have a bound", () => {
  const circle: unknown[] = [];
  circle.push(circle);
  assertEquals(show(circle), "[ [Circular] ]");
  assertEquals(show({ a: { b: { c: {} } } }, { depth: 1 }), "{ a: { b: [Object] } }");
  assert(show(Array(1000).fill(1)).endsWith("... 900 more\n]"));
  assert(show(Object.fromEntries(Array(300).entries())).includes("... 200 more"));
  let deep: unknown = [];
  for (let i = 0; i < 100; i++) deep = Array(100).fill(deep);
  for (
    const value of ["x".repeat(1e6), deep, new Map(Array(1e5).entries()), Array(100).fill("y".repeat(1e5))]
  ) {
    assert(show(value, { depth: 200 }).length <= 3 * MAX_SHOWN);
  }
});

Deno.test("show: a value may show itself", () => {
  const said = (value: unknown) => ({ [Symbol.for("nodejs.util.inspect.custom")]: () => value });
  assertEquals(show([said("mine")]), "[ mine ]");
  assertEquals(show(said({ a: 1 })), "{ a: 1 }");
});

Deno.test("format: directives take values, the rest follows", () => {
  assertEquals(
    format(["%s %d %i %f %j %o %% %c%s", "a", "2", "3px", "4.5", { b: 1 }, [6], "css", "z", 7]),
    `a 2 3 4.5 {"b":1} [ 6 ] % z 7`,
  );
  assertEquals(format(["100%", 1]), "100% 1");
  assertEquals(format(["%s"]), "%s");
  assertEquals(format([]), "");
  assertEquals(format([{ a: 1 }, "text"]), "{ a: 1 } text");
});
