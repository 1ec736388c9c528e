/**
 * Points in time as text.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { utcDay, utcMinute, utcSecond } from "./utc.ts";

Deno.test("utc: a point in time reads the same in every zone", () => {
  const at = 1_700_000_000;
  assertEquals([utcDay(at), utcMinute(at), utcSecond(at)], [
    "2023-11-14",
    "2023-11-14 22:13",
    "2023-11-14 22:13:20",
  ]);
});

Deno.test("utc: what no calendar has is shown as the nearest that it has", () => {
  const odd = [-1, NaN, -Infinity, 1e15, Infinity, Number.MAX_SAFE_INTEGER].map(utcMinute);
  const [first, last] = ["1970-01-01 00:00", "9999-12-31 23:59"];
  assertEquals(odd, [first, first, first, last, last, last]);
});
