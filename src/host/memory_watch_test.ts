/**
 * Tests of memory_watch.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { createMemoryWatch, type Watched } from "./memory_watch.ts";

const MIB = 1024 * 1024;

function script(more: Partial<Watched> = {}): Watched & { reasons: string[] } {
  const reasons: string[] = [];
  return {
    memoryMb: 64,
    heap: 0,
    external: 0,
    silentMs: 0,
    end: (reason) => void reasons.push(reason),
    ...more,
    reasons,
  };
}

Deno.test("memory watch: a script that reports more than its cap outside the heap is ended", () => {
  const watch = createMemoryWatch();
  const fine = script({ external: 64 * MIB });
  const greedy = script({ external: 65 * MIB });
  watch([fine, greedy], 0);
  assertEquals([fine.reasons, greedy.reasons], [[], [
    "it holds 65 MiB outside its heap, over its limit of 64 MiB",
  ]]);
});

Deno.test("memory watch: a heap that outgrew its cap is ended, one with its young generation is not", () => {
  const watch = createMemoryWatch();
  const fine = script({ heap: 96 * MIB });
  const outgrown = script({ heap: 97 * MIB });
  watch([fine, outgrown], 0);
  assertEquals([fine.reasons, outgrown.reasons], [[], ["its heap has 97 MiB, over its limit of 64 MiB"]]);
});

Deno.test("memory watch: growth counts against those who do not answer, from their cap and some slack on", () => {
  const watch = createMemoryWatch();
  const awake = script();
  const silent = script({ silentMs: 101 });
  watch([script(), script()], 100 * MIB);
  watch([awake, silent], 292 * MIB);
  assertEquals(silent.reasons, []);
  watch([awake, silent], 293 * MIB);
  assertEquals([awake.reasons, silent.reasons], [[], [
    "the hub grew by 193 MiB while it did not answer; its limit is 64 MiB",
  ]]);
});

Deno.test("memory watch: while everybody answers, growth is the hub's own", () => {
  const watch = createMemoryWatch();
  const one = script({ silentMs: 100 });
  for (let mib = 100; mib < 5000; mib += 100) watch([one], mib * MIB);
  assertEquals(one.reasons, []);
});

Deno.test("memory watch: growth shortly before the silence showed counts, older growth does not", () => {
  const burst = createMemoryWatch();
  const guilty = script({ silentMs: 200 });
  burst([script()], 100 * MIB);
  burst([script()], 500 * MIB);
  burst([guilty], 500 * MIB);
  assertEquals(guilty.reasons.length, 1);

  const long = createMemoryWatch();
  const innocent = script({ silentMs: 200 });
  long([script()], 100 * MIB);
  for (let i = 0; i < 12; i++) long([script()], 500 * MIB);
  long([innocent], 500 * MIB);
  assertEquals(innocent.reasons, []);
});

Deno.test("memory watch: a first look at a silent script blames nobody", () => {
  const one = script({ silentMs: 500 });
  createMemoryWatch()([one], 5000 * MIB);
  assertEquals(one.reasons, []);
});
