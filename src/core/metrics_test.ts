/**
 * Tests of metrics.ts.
 *
 * @module
 */
import { assertEquals, assertStrictEquals } from "@std/assert";
import { createMetrics } from "./metrics.ts";

Deno.test("metrics: the same name and labels give the same counter, in any order of labels", () => {
  const metrics = createMetrics();
  const counter = metrics.counter("a", "A", { x: "1", y: "2" });
  assertStrictEquals(metrics.counter("a", "A", { y: "2", x: "1" }), counter);
  counter.value += 3;
  assertEquals(metrics.read("a", { x: "1", y: "2" }), 3);
  assertEquals([metrics.read("a"), metrics.read("b")], [undefined, undefined]);
});

Deno.test("metrics: a gauge is read when asked for, a second one replaces it", () => {
  const metrics = createMetrics();
  let value = 1;
  metrics.gauge("g", "G", () => value);
  value = 5;
  assertEquals(metrics.read("g"), 5);
  metrics.gauge("g", "G", () => 9);
  assertEquals(metrics.read("g"), 9);
});

Deno.test("metrics: drop forgets what carries a label value and nothing else", () => {
  const metrics = createMetrics();
  metrics.counter("a", "A", { script: "one" }).value = 1;
  metrics.counter("a", "A", { script: "two" }).value = 2;
  metrics.counter("b", "B", { script: "one", hook: "x" });
  metrics.counter("c", "C", { user: "one" });
  metrics.drop("script", "one");
  assertEquals(
    [metrics.read("a", { script: "one" }), metrics.read("b", { script: "one", hook: "x" })],
    [undefined, undefined],
  );
  assertEquals([metrics.read("a", { script: "two" }), metrics.read("c", { user: "one" })], [2, 0]);
  assertEquals(metrics.counter("a", "A", { script: "one" }).value, 0);
});

Deno.test("metrics: the text form is sorted, typed, and safe against odd labels", () => {
  const metrics = createMetrics();
  metrics.gauge("z", "Last", () => 0.5);
  metrics.counter("a", "First", { nick: 'x"\\\ny' }).value = 2;
  assertEquals(
    metrics.text(),
    "# HELP a First\n# TYPE a counter\n" + 'a{nick="x\\"\\\\\\ny"} 2\n' +
      "# HELP z Last\n# TYPE z gauge\nz 0.5\n",
  );
});
