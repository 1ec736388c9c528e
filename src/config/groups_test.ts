/**
 * Tests of groups.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { difference } from "./groups.ts";

Deno.test("groups: equal values have no difference, whatever the order of their keys", () => {
  assertEquals(
    difference({ a: 1, b: { c: [1, "x"], d: false } }, { b: { d: false, c: [1, "x"] }, a: 1 }),
    null,
  );
  assertEquals(difference([], []), null);
});

Deno.test("groups: the first difference is named with its place and both values", () => {
  assertEquals(difference({ net: ["a"] }, { net: false }, "permissions"), 'permissions.net: ["a"] and false');
  assertEquals(difference({ limits: { hookMs: 1 } }, { limits: {} }), "limits.hookMs: 1 and nothing");
  assertEquals(difference({ read: ["a", "b"] }, { read: ["b", "a"] }), 'read: ["a","b"] and ["b","a"]');
});
