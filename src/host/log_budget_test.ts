/**
 * Tests of log_budget.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fakeClock } from "../core/fake_clock.ts";
import { createLogBudget } from "./log_budget.ts";

Deno.test("log budget: so many a second and no more, the next second says how many were lost", () => {
  const clock = fakeClock();
  const budget = createLogBudget(2, () => clock.mono());
  assertEquals([budget(), budget()], [{ ok: true, lost: 0 }, { ok: true, lost: 0 }]);
  assertEquals([budget().ok, budget().ok], [false, false]);
  clock.tick(999);
  assertEquals(budget().ok, false);
  clock.tick(1);
  assertEquals([budget(), budget(), budget().ok], [{ ok: true, lost: 3 }, { ok: true, lost: 0 }, false]);
});
