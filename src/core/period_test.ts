/**
 * Spans of time as operators and scripts write them, and as people read them.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { describeWait, MAX_PERIOD, parsePeriod } from "./period.ts";

const PERIODS: { text: string; seconds: number | null }[] = JSON.parse(
  Deno.readTextFileSync(new URL("../../tests/corpus/nmdc/periods.json", import.meta.url)),
);

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

Deno.test("period: every vector", () => {
  for (const { text, seconds } of PERIODS) assertEquals(parsePeriod(text), seconds, text);
});

Deno.test("period: any text is safe", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const seconds = parsePeriod(text);
    assert(seconds === null || (seconds >= 0 && seconds <= MAX_PERIOD));
  }));
});

Deno.test("period: spans for people have two units at most", () => {
  assertEquals([0, 59, 60, 3661, 90_000].map(describeWait), ["0 s", "59 s", "1 min", "1 h 1 min", "1 d 1 h"]);
});
