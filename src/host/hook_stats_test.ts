/**
 * Tests of hook_stats.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { createMetrics } from "../core/metrics.ts";
import { createHookStats } from "./hook_stats.ts";

Deno.test("hook stats: counts, mean and maximum, the same in the metrics", () => {
  const metrics = createMetrics();
  const stats = createHookStats(metrics, "a");
  assertEquals([stats.meanMs, stats.maxMs], [0, 0]);
  stats.handled("OnTimer", 1);
  stats.handled("OnTimer", 3);
  stats.failed("OnTimer");
  stats.timedOut("OnTimer");
  assertEquals(
    [stats.handledCount, stats.failedCount, stats.timedOutCount, stats.meanMs, stats.maxMs],
    [2, 1, 1, 2, 3],
  );
  const read = (name: string) => metrics.read(`hubcap_script_${name}`, { script: "a" });
  assertEquals(
    ["hooks_total", "hook_errors_total", "hook_timeouts_total", "hook_ms_total"].map(read),
    [2, 1, 1, 4],
  );
});

Deno.test("hook stats: a second instance of a script goes on counting, another script starts at 0", () => {
  const metrics = createMetrics();
  createHookStats(metrics, "a").handled("OnTimer", 1);
  assertEquals(createHookStats(metrics, "a").handledCount, 1);
  assertEquals(createHookStats(metrics, "b").handledCount, 0);
});
