/**
 * Tests of lookup.ts: the forms of SQL's arguments. What the calls find is proven in tests/conformance.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { MAX_ROWS, sqlArguments } from "./lookup.ts";

Deno.test("sql: every form of the arguments", () => {
  assertEquals(sqlArguments("q", null, 100), ["q", [], 100]);
  assertEquals(sqlArguments("q", 7, 100), ["q", [], 7]);
  assertEquals(sqlArguments("q", ["a"], 3), ["q", ["a"], 3]);
  assertEquals(sqlArguments("select", "select 1 from t", 100), ["select 1 from t", [], 100]);
  assertEquals(sqlArguments("", "q", 5), ["q", [], 5]);
});

Deno.test("sql: limits are whole, at least 1 and bounded", () => {
  for (
    const [given, used] of [[0, 100], [-1, 100], [2.9, 2], [1e9, MAX_ROWS], [MAX_ROWS, MAX_ROWS]] as const
  ) {
    assertEquals([sqlArguments("q", given, 1)[2], sqlArguments("q", [], given)[2]], [used, used]);
  }
});

Deno.test("sql: parameters are plain values", () => {
  const bytes = new Uint8Array([1]);
  assertEquals(sqlArguments("q", [1, 2n, "a", true, false, null, undefined, bytes], 1)[1], [
    1,
    2n,
    "a",
    1,
    0,
    null,
    null,
    bytes,
  ]);
  for (const bad of [{}, [], NaN, Infinity]) {
    assertThrows(() => sqlArguments("q", [1, bad], 1), TypeError, "params[1]");
  }
  for (const bad of [{}, true, new Uint8Array(1)]) {
    assertThrows(() => sqlArguments("q", bad, 1), TypeError, "must be an array");
  }
  assertThrows(() => sqlArguments("select * from t", "x", 1), TypeError, "must be an array");
});
