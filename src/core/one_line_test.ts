/**
 * Tests of text made fit for one line.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { escapeSteering, oneLine } from "./one_line.ts";

Deno.test("one line: what steers becomes a space, the ends are trimmed, the rest stays", () => {
  assertEquals(oneLine("  a\r\n\tb\x1b[31m\u202ec\x9bd \n", 100), "a b [31m c d");
  assertEquals(oneLine("Ärger 🙂 & | $", 100), "Ärger 🙂 & | $");
  assertEquals(oneLine("abcdef", 4), "abc…");
  assertEquals(oneLine("abcd", 4), "abcd");
});

Deno.test("one line: any text gives one line of bounded length", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.integer({ min: 1, max: 200 }),
      (text, max) => {
        const line = oneLine(text, max);
        // deno-lint-ignore no-control-regex
        assert(line.length <= max && !/[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(line));
      },
    ),
  );
});

Deno.test("one line: escaped JSON is one line and reads back as it was", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const json = escapeSteering(JSON.stringify(text));
    // deno-lint-ignore no-control-regex
    assert(!/[\0-\x1f\x7f-\x9f\u2028\u202e]/.test(json));
    assertEquals(JSON.parse(json), text);
  }));
});
