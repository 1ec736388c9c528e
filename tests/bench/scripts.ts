/**
 * Measures a script in its real jail, against a hub that only counts: hooks, replica reads, casts, calls, start,
 * memory. `deno task bench scripts`. Figures move by a factor of two with the machine's load; ratios are steadier.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { setImmediate } from "node:timers";
import { startRig } from "../host/rig.ts";

const CHAT = "hello, this is a chat message of some usual length, ok";
const rows: [what: string, figure: string, each: string][] = [];

const quantile = (values: number[], q: number): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length * q)] ?? 0;
const perSecond = (count: number, ms: number): string =>
  `${Math.round(count / ms * 1000).toLocaleString("en")} /s`;
const micros = (ms: number): string =>
  ms * 1000 < 1 ? `${(ms * 1e6).toFixed(0)} ns` : `${(ms * 1000).toFixed(1)} µs`;

const rssBefore = Deno.memoryUsage().rss;
const startedAt = performance.now();
await using rig = await startRig([{ source: "bench/mod.ts", limits: { hookMs: 60_000 } }]);
rows.push(["script start, self-test included", `${(performance.now() - startedAt).toFixed(0)} ms`, ""]);
rows.push(["memory of one script", `${((Deno.memoryUsage().rss - rssBefore) / 1048576).toFixed(1)} MiB`, ""]);
for (let i = 0; i < 1000; i++) rig.port.enter(`user${i}`);

/** Hooks with `window` of them unanswered at any time. */
async function stream(total: number, window: number): Promise<number> {
  let sent = 0, answered = 0;
  const start = performance.now();
  while (answered < total) {
    while (sent < total && sent - answered < window) {
      sent++;
      rig.port.sink.ask("OnParsedMsgChat", ["user7", CHAT], () => answered++);
    }
    await new Promise<void>((done) => setImmediate(() => done()));
  }
  return performance.now() - start;
}

await stream(50_000, 1000);
for (const window of [1, 10, 100, 2000]) {
  const total = window === 1 ? 5_000 : 200_000;
  const ms = await stream(total, window);
  rows.push([`hooks, ${window} in flight`, perSecond(total, ms), micros(ms / total)]);
}

const idle: number[] = [];
for (let i = 0; i < 200; i++) {
  await new Promise((done) => setTimeout(done, 5));
  const start = performance.now();
  await rig.ask("OnParsedMsgChat", "user7", CHAT);
  idle.push(performance.now() - start);
}
rows.push([
  "hook round trip after 5 ms of rest",
  `p50 ${micros(quantile(idle, 0.5))}`,
  `p99 ${micros(quantile(idle, 0.99))}`,
]);

async function measure(what: string, count: number): Promise<number[]> {
  const { fields } = await rig.ask("OnParsedMsgChat", "user7", `${what} ${count}`);
  return String(fields?.[1]).split(" ").map(Number);
}
for (
  const [what, label, count] of [["reads", "replica read", 1_000_000], ["casts", "cast", 200_000]] as const
) {
  await measure(what, count / 10);
  const [total = 0] = await measure(what, count);
  rows.push([label, perSecond(count, total), micros(total / count)]);
}
const [calls = 0, p50 = 0, p99 = 0] = await measure("calls", 20_000);
rows.push(["blocking call", perSecond(20_000, calls), `p50 ${micros(p50)}, p99 ${micros(p99)}`]);

const width = Math.max(...rows.map(([what]) => what.length));
for (const [what, figure, each] of rows) {
  console.log(`${what.padEnd(width)}  ${figure.padStart(16)}  ${each}`);
}
