/**
 * Kills scripts wherever they may be: in a call without an answer, in front of a full ring, in the console. Whoever
 * runs this looks at what the process printed meanwhile; see `../alone_test.ts`.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { type Rig, startRig, until } from "../rig.ts";

/** What the script does, and how it shows that it is in the middle of it. */
const LOOPS: readonly [code: string, busy: (rig: Rig) => boolean][] = [
  [
    "setTimeout(() => { for (;;) console.log(1) })",
    ({ lines }) => lines.some((line) => line.endsWith("a: 1")),
  ],
  ["setTimeout(() => { vh.mc('x'); for (;;); })", ({ port }) => port.done.length > 0],
  ["setTimeout(() => { for (;;) vh.mc('x'.repeat(1000)) })", ({ port }) => port.done.length > 1000],
  ["setTimeout(() => { for (;;) vh.GetConfig('x', 'y') })", (rig) => workerOf(rig).counters.calls > 100],
  ["setInterval(() => { try { vh.fn.never() } catch {} })", (rig) => workerOf(rig).inCall],
  ["for (;;) vh.mc('x'.repeat(1000))", ({ port }) => port.done.length > 1000],
  ["vh.fn.never()", (rig) => workerOf(rig).inCall],
];

const workerOf = ({ host }: Rig) => host.slots[0]!.instance!.worker;

Deno.test("kill: a script that waits for the hub ends as silently as any other", async () => {
  for (const [code, busy] of LOOPS) {
    await using rig = await startRig([{ source: "host/lab.ts", name: "a", limits: { hookMs: 60_000 } }]);
    const worker = workerOf(rig);
    rig.host.bridge.registerFunction("*", "never", () => new Promise(() => {}));
    rig.taken();
    void rig.chat(code);
    await until(() => busy(rig), code);
    await worker.kill();
    assertEquals([worker.over, await worker.gone()], [true, true], code);
  }
});
