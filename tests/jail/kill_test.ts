/**
 * Kills scripts in the middle of what loses Deno's one interrupt: its functions that fail, or call back into the
 * script. Each kill must end the thread. Fails when a newer Deno adds such a function to what scripts can reach, or
 * stops interrupting a worker that holds a Web Lock.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { pause, systemClock } from "../../src/core/clock.ts";
import { noGrants } from "../../src/host/jail/grants.ts";
import { bootJail } from "../../src/host/jail/jail.ts";
import { loadRuntime } from "../../src/host/loader/runtime_sources.ts";
import { textGraph } from "./text_graph.ts";

const SPIN = "const spin = () => { for (let i = 0; i < 20000; i++); };";

/** Bodies of endless loops. Each runs once before the kill may come: the first time Deno loads some of them. */
const LOOPS: readonly string[] = [
  "console.log(1)",
  "console.log({ a: [1, { b: 2 }] })",
  "Deno.inspect({ a: 1 })",
  "util.inspect({ a: 1 })",
  "util.format('%o', {})",
  "assert.deepStrictEqual({ a: 1 }, { a: 2 })",
  "path.join({})",
  "new EventEmitter().emit('error', {})",
  "Deno.readTextFileSync('/nowhere')",
  "Deno.env.get('HOME')",
  "atob('1')",
  "crypto.getRandomValues(new Uint8Array(70000))",
  "new TextDecoder('none')",
  "new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255]))",
  "new TextDecoderStream('none')",
  "new URLPattern('(')",
  "structuredClone({ get a() { spin(); return 1; } })",
  "performance.mark('a', { detail: { get a() { spin(); return 1; } } })",
];

/** Kills of each loop: the interrupt is lost at some moments only. */
const ROUNDS = 2;
/** Jails at the same time. */
const LANES = 8;

Deno.test("kill: a loop over functions that lose the interrupt ends all the same", async () => {
  const runtime = await loadRuntime("workers/probe_runtime.ts");
  const clock = systemClock();
  const kill = async (loop: string): Promise<boolean> => {
    const running = Promise.withResolvers<void>();
    const jail = bootJail({
      name: "loop",
      permissions: noGrants(),
      heapMb: 32,
      runtime,
      clock,
      onNote: () => running.resolve(),
      onDeath: () => running.resolve(),
    });
    await jail.booted;
    await jail.load(textGraph(
      "loop",
      `import util from "node:util"; import assert from "node:assert"; import path from "node:path";
       import { EventEmitter } from "node:events"; ${SPIN}
       const once = () => { try { ${loop}; } catch {} };
       setTimeout(() => { once(); console.log("runs"); for (;;) once(); });`,
    ));
    await running.promise;
    await pause(clock, Math.random() * 10);
    await jail.kill();
    return await jail.gone();
  };
  const queue = Array.from({ length: ROUNDS }, () => LOOPS).flat();
  const stayed: string[] = [];
  const lane = async () => {
    for (let loop = queue.shift(); loop !== undefined; loop = queue.shift()) {
      if (!await kill(loop)) stayed.push(loop);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  assertEquals(stayed, []);
});
