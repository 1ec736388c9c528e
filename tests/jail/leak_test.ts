/**
 * Starts and kills many jails and checks that neither threads nor memory stay behind.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { systemClock } from "../../src/core/clock.ts";
import { noGrants } from "../../src/host/jail/grants.ts";
import { bootJail } from "../../src/host/jail/jail.ts";
import { threadCount } from "../../src/host/jail/threads.ts";
import { loadRuntime } from "../../src/host/loader/runtime_sources.ts";
import { textGraph } from "./text_graph.ts";

const LANES = 10;
const ROUNDS = 5;

Deno.test("jail: 50 jails leave no thread and no memory behind", async () => {
  const runtime = await loadRuntime("workers/probe_runtime.ts");
  const clock = systemClock();
  const cycle = async (n: number) => {
    const jail = bootJail({
      name: `leak${n}`,
      permissions: noGrants(),
      heapMb: 32,
      runtime,
      clock,
      onDeath: () => {},
    });
    await jail.booted;
    await jail.load(textGraph("leak", "setInterval(() => {}, 5); setTimeout(() => { for (;;); }, 1);"));
    await jail.kill();
    assertEquals(await jail.gone(), true);
  };
  const round = () => Promise.all(Array.from({ length: LANES }, (_, n) => cycle(n)));
  await round();
  const threads = threadCount();
  const memory = Deno.memoryUsage().rss;
  for (let i = 0; i < ROUNDS; i++) await round();
  if (threads !== undefined) {
    assert(threadCount()! <= threads + 3, `${threads} threads became ${threadCount()}`);
  }
  const grown = (Deno.memoryUsage().rss - memory) / 1024 / 1024;
  assert(grown < 60, `memory grew by ${grown.toFixed(0)} MiB over ${LANES * ROUNDS} jails`);
});
