/**
 * The waits after wrong passwords: they grow, end, are forgotten, and their tables are bounded.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { fakeClock } from "../../core/fake_clock.ts";
import { createGuesses, type GuessTable } from "./guesses.ts";

function table(most?: number) {
  const clock = fakeClock();
  return { clock, nicks: createGuesses(clock, () => 100, most).nicks };
}

const wrong = (nicks: GuessTable, key = "anna") => nicks.begin(key).wrong(5, 60);

Deno.test("guesses: each wrong one doubles the wait, up to the longest", () => {
  const { nicks } = table();
  const waits = [];
  for (let i = 0; i < 6; i++) {
    wrong(nicks);
    waits.push(nicks.waitOf("anna"));
  }
  assertEquals(waits, [5, 10, 20, 40, 60, 60]);
  assertEquals(nicks.waitOf("berta"), 0);
});

Deno.test("guesses: a wait ends, and the next one goes on from there until all is forgotten", () => {
  const { clock, nicks } = table();
  wrong(nicks);
  wrong(nicks);
  clock.tick(9_001);
  assertEquals(nicks.waitOf("anna"), 1);
  clock.tick(999);
  assertEquals(nicks.waitOf("anna"), 0);
  wrong(nicks);
  assertEquals(nicks.waitOf("anna"), 20);
  clock.tick(100_000);
  wrong(nicks);
  assertEquals(nicks.waitOf("anna"), 5);
  clock.tick(100_000);
  nicks.sweep();
  assertEquals(nicks.size, 0);
});

Deno.test("guesses: a right one changes nothing, and the wrong ones can be forgotten", () => {
  const { nicks } = table();
  nicks.begin("anna").right();
  assertEquals([nicks.waitOf("anna"), nicks.size], [0, 0]);
  wrong(nicks);
  nicks.begin("anna").right();
  assertEquals([nicks.waitOf("anna"), nicks.size], [5, 1]);
  nicks.forget("anna");
  assertEquals([nicks.waitOf("anna"), nicks.size], [0, 0]);
});

Deno.test("guesses: what is under way is counted until its end, and is not forgotten meanwhile", () => {
  const { clock, nicks } = table();
  const [first, second] = [nicks.begin("anna"), nicks.begin("anna")];
  assertEquals(nicks.underWay("anna"), 2);
  clock.tick(1_000_000);
  nicks.sweep();
  nicks.forget("anna");
  assertEquals(nicks.underWay("anna"), 2);
  first.wrong(5, 60);
  second.wrong(5, 60);
  assertEquals([nicks.underWay("anna"), nicks.waitOf("anna")], [0, 10]);
});

Deno.test("guesses: a full table lets go of the key that was quiet for the longest time", () => {
  const { nicks } = table(3);
  for (const key of ["a", "b", "c", "a", "d", "e"]) wrong(nicks, key);
  assertEquals(nicks.size, 3);
  assertEquals(["a", "b", "c", "d", "e"].filter((key) => nicks.waitOf(key) > 0), ["a", "d", "e"]);
  const lost = nicks.begin("x");
  for (const key of ["f", "g", "h"]) wrong(nicks, key);
  lost.wrong(5, 60);
  assertEquals([nicks.size, nicks.waitOf("x"), nicks.underWay("x")], [3, 5, 0]);
});

Deno.test("guesses: no sequence of attempts exceeds the bound or the longest wait, and none stays under way", () => {
  const step = fc.tuple(
    fc.constantFrom("a", "b", "c", "d", "e"),
    fc.boolean(),
    fc.nat(200_000),
    fc.boolean(),
  );
  fc.assert(fc.property(fc.array(step), (steps) => {
    const { clock, nicks } = table(3);
    const open: (() => void)[] = [];
    for (const [key, right, ms, later] of steps) {
      const attempt = nicks.begin(key);
      const end = () => right ? attempt.right() : attempt.wrong(5, 60);
      if (later) open.push(end);
      else end();
      assert(nicks.size <= 3 && nicks.waitOf(key) <= 60);
      clock.tick(ms);
    }
    for (const end of open) end();
    for (const key of ["a", "b", "c", "d", "e"]) assertEquals(nicks.underWay(key), 0);
    clock.tick(1_000_000);
    nicks.sweep();
    assertEquals(nicks.size, 0);
  }));
});
