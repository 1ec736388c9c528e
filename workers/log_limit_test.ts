/**
 * Line counting on a fake clock.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fakeClock } from "../src/core/fake_clock.ts";
import { limitLog } from "./log_limit.ts";

function limited(perSecond: number) {
  const clock = fakeClock();
  const lines: string[] = [];
  const log = limitLog((level, text) => lines.push(`${level} ${text}`), {
    perSecond,
    now: clock.mono,
    after: (ms, fn) => void clock.after(ms, fn),
  });
  return { clock, lines, log };
}

Deno.test("log limit: passes what fits and reports the rest once a second", () => {
  const { clock, lines, log } = limited(2);
  for (let i = 0; i < 5; i++) log("info", `${i}`);
  assertEquals(lines, ["info 0", "info 1"]);
  clock.tick(1000);
  assertEquals(lines.at(-1), "warn 3 log lines dropped: more than 2 in a second");
  log("error", "again");
  assertEquals(lines.at(-1), "error again");
  clock.tick(5000);
  assertEquals(lines.length, 4);
});

Deno.test("log limit: a slow script never meets it", () => {
  const { clock, lines, log } = limited(2);
  for (let i = 0; i < 10; i++) {
    log("info", "x");
    clock.tick(600);
  }
  assertEquals(lines.length, 10);
});
