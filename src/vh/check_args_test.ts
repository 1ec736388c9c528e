/**
 * Tests of check_args.ts.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { CALLS } from "./calls.ts";
import { checkArgs, MAX_TEXT } from "./check_args.ts";
import type { CallRow, Param } from "./table.ts";

const row = (...params: Param[]): CallRow => ({
  name: "f",
  group: "",
  capability: null,
  modes: "both",
  effect: "S",
  returns: "",
  doc: "",
  params,
});
const STRING = row({ name: "s", type: "string" });
const TEXT = row({ name: "t", type: "text" });
const NUMBER = row({ name: "n", type: "number" });
const BOOLEAN = row({ name: "b", type: "boolean" });

Deno.test("check args: a value passes as it is, whatever it is", () => {
  const list = [1, { a: [null] }];
  const value = row({ name: "v", type: "value" }, { name: "w", type: "value", optional: true });
  const args = checkArgs(value, [list]);
  assertEquals([args[0] === list, args[1]], [true, null]);
  assertThrows(() => checkArgs(value, []), TypeError, "argument 1 (v) is missing");
});

Deno.test("check args: values of the right type pass", () => {
  assertEquals(checkArgs(STRING, [""]), [""]);
  assertEquals(checkArgs(NUMBER, [-1.5]), [-1.5]);
  assertEquals(checkArgs(BOOLEAN, [false]), [false]);
});

Deno.test("check args: text takes numbers and booleans, numbers take booleans, booleans take numbers", () => {
  assertEquals([1.5, 10n, true, false, "x"].map((value) => checkArgs(TEXT, [value])[0]), [
    "1.5",
    "10",
    "1",
    "0",
    "x",
  ]);
  assertEquals([checkArgs(NUMBER, [true]), checkArgs(BOOLEAN, [2]), checkArgs(BOOLEAN, [0])], [[1], [true], [
    false,
  ]]);
});

Deno.test("check args: anything else is refused with the place and both types", () => {
  assertThrows(
    () => checkArgs(STRING, [5]),
    TypeError,
    "vh.f(): argument 1 (s) must be a string, not a number",
  );
  assertThrows(() => checkArgs(STRING, [[]]), TypeError, "not an array");
  assertThrows(() => checkArgs(NUMBER, ["5"]), TypeError, "must be a finite number, not a string");
  assertThrows(() => checkArgs(NUMBER, [NaN]), TypeError, "must be a finite number");
  assertThrows(() => checkArgs(TEXT, [Infinity]), TypeError, "must be a string or number");
  assertThrows(() => checkArgs(TEXT, [{}]), TypeError, "not an object");
  assertThrows(() => checkArgs(BOOLEAN, ["yes"]), TypeError, "must be a boolean");
  assertThrows(() => checkArgs(STRING, [Symbol("x")]), TypeError, "not a symbol");
});

Deno.test("check args: missing arguments are refused or filled in", () => {
  assertThrows(() => checkArgs(STRING, []), TypeError, "argument 1 (s) is missing");
  assertThrows(() => checkArgs(STRING, [null]), TypeError, "argument 1 (s) is missing");
  const optional = row({ name: "a", type: "string", optional: true }, {
    name: "b",
    type: "number",
    optional: true,
    default: 7,
  });
  assertEquals(checkArgs(optional, []), [null, 7]);
  assertEquals(checkArgs(optional, [undefined, null]), [null, 7]);
  assertEquals(checkArgs(optional, ["x", 0]), ["x", 0]);
});

Deno.test("check args: too many arguments are refused", () => {
  assertThrows(() => checkArgs(STRING, ["a", "b"]), TypeError, "vh.f() takes at most 1 (2 given)");
  assertThrows(() => checkArgs(row(), [1]), TypeError, "vh.f() takes no arguments (1 given)");
});

Deno.test("check args: a rest parameter takes any number of values, none included", () => {
  const call = row({ name: "name", type: "string" }, { name: "args", type: "value", ts: "Data", rest: true });
  assertEquals(checkArgs(call, ["f"]), ["f"]);
  assertEquals(checkArgs(call, ["f", 1, null, undefined, {}]), ["f", 1, null, undefined, {}]);
  assertThrows(() => checkArgs(call, []), TypeError, "argument 1 (name) is missing");
});

Deno.test("check args: the longest text is exactly MAX_TEXT characters", () => {
  const longest = "x".repeat(MAX_TEXT);
  assertEquals(checkArgs(STRING, [longest]), [longest]);
  assertThrows(() => checkArgs(STRING, [longest + "x"]), RangeError, `at most ${MAX_TEXT}`);
  assertThrows(() => checkArgs(TEXT, [longest + "x"]), RangeError);
});

Deno.test("check args: for any call and any values the result is complete and typed, or a clear error", () => {
  const calls = fc.constantFrom(...(CALLS as readonly CallRow[]));
  fc.assert(fc.property(calls, fc.array(fc.anything(), { maxLength: 8 }), (call, given) => {
    let args: unknown[];
    try {
      args = checkArgs(call, given);
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith(`vh.${call.name}()`)) return;
      throw error;
    }
    const rest = call.params.at(-1)?.rest === true;
    const least = call.params.length - (rest ? 1 : 0);
    assertEquals(args.length, rest ? Math.max(given.length, least) : least);
    call.params.slice(0, least).forEach(({ type, optional }, i) => {
      if (optional && args[i] === null) return;
      if (type !== "value") assertEquals(typeof args[i], type === "text" ? "string" : type);
    });
    // What passed once passes again unchanged: the hub checks a second time.
    assertEquals(checkArgs(call, args), args);
  }));
});
