/**
 * Spans of time as operators and scripts write them.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { MAX_PERIOD, parsePeriod } from "./period.ts";

Deno.test("period: one number and one unit, days without one, months are M", () => {
  const spans: [string, number][] = [
    ["30s", 30],
    ["5m", 300],
    ["2H", 7200],
    ["7", 604_800],
    [" 1 w ", 604_800],
    ["1M", 28 * 86_400],
    ["1y", 336 * 86_400],
    ["0", 0],
    ["999999999999y", MAX_PERIOD],
  ];
  for (const [text, seconds] of spans) assertEquals([text, parsePeriod(text)], [text, seconds]);
});

Deno.test("period: anything else is none", () => {
  for (const text of ["", "x", "-5m", "5q", "1d2h", "1.5h", "1e3s"]) {
    assertEquals([text, parsePeriod(text)], [text, null]);
  }
});
