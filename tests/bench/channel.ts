/**
 * Measures the script channel between real threads: `deno run -A tests/bench/channel.ts [scripts]`. Prints one table;
 * takes under 20 seconds. The last column is the speed of each line relative to a plain postMessage round trip.
 *
 * @module
 */
import { setImmediate } from "node:timers";
import type { Value } from "../../src/channel/codec.ts";
import { HostEnd } from "../../src/channel/host_end.ts";
import { Pump } from "../../src/channel/pump.ts";
import { FN, HOOK } from "./channel_worker.ts";

const CHAT = ["user7", "hello, this is a chat message of some usual length, ok"];
const NOTHING: Value[] = [];

interface Script {
  readonly end: HostEnd;
  readonly worker: Worker;
}

interface Bench {
  readonly scripts: readonly Script[];
  readonly pump: Pump;
  /** Hooks sent by {@linkcode Bench.send} that have no decision yet. */
  open(): number;
  /** Sends a hook to a script and does not kick the pump. */
  send(script: Script, hook: number, args: readonly Value[]): void;
  /** Sends a hook and resolves with its decision. */
  ask(script: Script, hook: number, args: readonly Value[]): Promise<Value>;
  /** Resolves when every hook has its decision. */
  settled(): Promise<void>;
}

function startWorker(memory: SharedArrayBuffer): Promise<Worker> {
  const worker = new Worker(new URL("./channel_worker.ts", import.meta.url), { type: "module" });
  worker.postMessage(memory);
  return new Promise((resolve) => worker.onmessage = () => resolve(worker));
}

async function start(count: number): Promise<Bench> {
  let open = 0, wake = () => {};
  const fatal = (reason: unknown) => {
    throw new Error(`The channel failed: ${reason}`);
  };
  const pump = new Pump({ report: fatal });
  const answers = new Map<string, (value: Value) => void>();
  const scripts: Script[] = [];
  for (let i = 0; i < count; i++) {
    const end: HostEnd = new HostEnd({
      decision(seq, value) {
        open--;
        const key = `${i} ${seq}`, resolve = answers.size > 0 ? answers.get(key) : undefined;
        if (resolve !== undefined) {
          answers.delete(key);
          resolve(value);
        }
        if (open === 0) wake();
      },
      pending: () => {},
      cast: () => {},
      call(id, fn) {
        if (fn === FN.callBack) {
          open++;
          end.event(HOOK.answer, NOTHING, true);
        }
        end.reply(id, 3);
      },
      notice: (_op, args) => fatal(args),
      corrupt: fatal,
      overflow: fatal,
    });
    scripts.push({ end, worker: await startWorker(end.memory) });
    pump.add(end);
    for (let user = 0; user < 1000; user++) end.delta(0, [`user${user}`, user % 11]);
  }
  return {
    scripts,
    pump,
    open: () => open,
    send(script, hook, args) {
      open++;
      script.end.event(hook, args);
    },
    ask(script, hook, args) {
      open++;
      const key = `${scripts.indexOf(script)} ${script.end.event(hook, args)}`;
      pump.kick();
      return new Promise((resolve) => answers.set(key, resolve));
    },
    settled: () => open === 0 ? Promise.resolve() : new Promise((resolve) => wake = resolve),
  };
}

const quantile = (values: number[], q: number) => {
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length * q)] ?? 0;
};
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function batched(bench: Bench, batch: number, total: number): Promise<number> {
  const began = performance.now();
  let sent = 0;
  for (; sent < total; sent += batch * bench.scripts.length) {
    for (let i = 0; i < batch; i++) for (const script of bench.scripts) bench.send(script, HOOK.answer, CHAT);
    bench.pump.kick();
    await bench.settled();
  }
  return sent / (performance.now() - began) * 1000;
}

async function streamed(bench: Bench, total: number): Promise<number> {
  const began = performance.now(), { scripts } = bench;
  let sent = 0;
  while (sent < total) {
    for (let i = 0; i < 512; i++, sent += scripts.length) {
      for (const script of scripts) bench.send(script, HOOK.answer, CHAT);
    }
    bench.pump.kick();
    while (bench.open() > 2048 * scripts.length) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  await bench.settled();
  return sent / (performance.now() - began) * 1000;
}

async function roundTrips(bench: Bench, n: number, gapMs: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < n; i++) {
    if (gapMs > 0) await rest(gapMs);
    const began = performance.now();
    await bench.ask(bench.scripts[i % bench.scripts.length]!, HOOK.answer, CHAT);
    times.push((performance.now() - began) * 1000);
  }
  return times;
}

/** Runs a hook that works `n` times in every script at once: things per second, p50 and p99 in microseconds. */
async function inside(
  bench: Bench,
  hook: number,
  n: number,
): Promise<[rate: number, p50: number, p99: number]> {
  const began = performance.now();
  const answers = await Promise.all(
    bench.scripts.map((script) => bench.ask(script, hook, [n])),
  ) as number[][];
  const rate = n * answers.length / (performance.now() - began) * 1000;
  return [rate, quantile(answers.map((a) => a[1]!), 0.5), quantile(answers.map((a) => a[2]!), 0.5)];
}

async function idleCalls(bench: Bench, n: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < n; i++) {
    await rest(3);
    const answer = await bench.ask(bench.scripts[0]!, HOOK.calls, [1]) as number[];
    times.push(answer[1]!);
  }
  return times;
}

async function postMessageRoundTrips(n: number): Promise<number[]> {
  const source = "onmessage = (e) => postMessage(e.data)";
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(source)}`, { type: "module" });
  const times: number[] = [];
  for (let i = 0; i < n; i++) {
    const began = performance.now();
    await new Promise((resolve) => {
      worker.onmessage = resolve;
      worker.postMessage(CHAT);
    });
    times.push((performance.now() - began) * 1000);
  }
  worker.terminate();
  return times;
}

function human(n: number): string {
  return n >= 1e6 ? `${(n / 1e6).toFixed(2)}M` : n >= 1e3 ? `${(n / 1e3).toFixed(1)}k` : n.toFixed(2);
}

async function main(count: number): Promise<void> {
  const base = await postMessageRoundTrips(2000);
  const baseRate = 1e6 / quantile(base, 0.5);
  const lines: string[] = [];
  const line = (name: string, rate: number, p50?: number, p99?: number) => {
    const us = (n: number | undefined) => (n === undefined ? "" : `${n.toFixed(1)} us`).padStart(12);
    const ratio = `${(rate / baseRate).toFixed(1)}x`.padStart(9);
    lines.push(name.padEnd(42) + `${human(rate)}/s`.padStart(12) + us(p50) + us(p99) + ratio);
  };
  const trips = (name: string, times: number[]) => {
    line(name, 1e6 / quantile(times, 0.5), quantile(times, 0.5), quantile(times, 0.99));
  };
  const bench = await start(count);
  trips("postMessage round trip", base);
  await batched(bench, 100, 50_000);
  for (const batch of [1, 10, 100]) {
    line(`hooks, batches of ${batch}`, await batched(bench, batch, 3000 * batch));
  }
  await streamed(bench, 200_000);
  line("hooks, streamed", await streamed(bench, 500_000));
  trips("hook round trip, busy", await roundTrips(bench, 5000, 0));
  trips("hook round trip, idle", await roundTrips(bench, 200, 3));
  line("replica reads", (await inside(bench, HOOK.reads, 1_000_000))[0]);
  await inside(bench, HOOK.calls, 2000);
  line("blocking calls from a hook", ...await inside(bench, HOOK.calls, 20_000));
  trips("blocking call, first after idle", await idleCalls(bench, 200));
  line("calls with a nested hook", ...await inside(bench, HOOK.nested, 5000));
  line("casts", (await inside(bench, HOOK.casts, 200_000))[0]);
  const title = `${count} script${count === 1 ? "" : "s"}`.padEnd(42) + "rate".padStart(12) +
    "p50".padStart(12) +
    "p99".padStart(12) + "ratio".padStart(9);
  const { turns, sleeps } = bench.pump;
  const table = [title, ...lines, `pump: ${turns} turns, ${sleeps} sleeps`, ""].join("\n");
  Deno.stdout.writeSync(new TextEncoder().encode(table));
  for (const script of bench.scripts) script.worker.terminate();
}

if (import.meta.main) {
  await main(Number(Deno.args[0] ?? 1));
  Deno.exit(0);
}
