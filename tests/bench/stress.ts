/**
 * Puts a hub with one script under three loads and measures speed, hooks and what memory is left behind:
 * `deno task bench stress [messages]`, a million messages if nothing is said. The hub runs in a process of its own.
 *
 * Memory is what the hub thread still uses (objects and buffers) after a garbage collection, before and after a load,
 * when a first smaller round has compiled the code and filled the pools. The growth of the whole process is shown
 * beside it: that figure holds pages which are free again but which the allocators keep. It rises until their pools
 * have found their size, tens of megabytes above the start, then stays or falls; so it decides nothing.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { fromFileUrl } from "@std/path";
import type { HubMemory } from "./stress_hub.ts";
import { beside, commands, flood, type StressRow, type StressSize } from "./stress_shapes.ts";

/** The sizes everybody compares. */
export const FULL: StressSize = { messages: 1_000_000, commands: 600, lines: 5000, served: 500 };

/** Bytes a load may leave behind. */
export const MAX_GROWTH = 5_000_000;

/** What one load showed, with the memory it left behind. */
export interface StressResult extends StressRow {
  /** Bytes of objects and buffers more than before. */
  readonly growth: number;
  /** Bytes of the process more than before. */
  readonly rssGrowth: number;
}

/** A hub process that tells its memory. */
interface StressHub extends AsyncDisposable {
  readonly port: number;
  memory(): Promise<HubMemory>;
}

async function startHub(): Promise<StressHub> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-prompt",
      "--no-check",
      "--v8-flags=--expose-gc",
      fromFileUrl(new URL("./stress_hub.ts", import.meta.url)),
    ],
    cwd: fromFileUrl(new URL("../../", import.meta.url)),
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const writer = child.stdin.getWriter();
  let rest = "";
  const line = async (): Promise<string> => {
    for (;;) {
      const end = rest.indexOf("\n");
      if (end >= 0) {
        const found = rest.slice(0, end);
        rest = rest.slice(end + 1);
        return found;
      }
      const { value, done } = await lines.read();
      if (done) throw new Error("The hub process ended");
      rest += value;
    }
  };
  const port = Number(await line());
  return {
    port,
    async memory() {
      await writer.write(new TextEncoder().encode("?"));
      return JSON.parse(await line()) as HubMemory;
    },
    async [Symbol.asyncDispose]() {
      await writer.close();
      await child.status;
      await lines.cancel();
    },
  };
}

/** Runs the three loads in this size; `warmUp` is the part of it that runs before anything is measured. */
export async function stress(size: StressSize, warmUp: number): Promise<StressResult[]> {
  await using hub = await startHub();
  const part = (n: number) => Math.max(20, Math.ceil(n * warmUp / 20) * 20);
  const { messages, lines, served } = size;
  await flood(hub.port, part(messages));
  await commands(hub.port, size.commands);
  await beside(hub.port, part(lines), part(served));
  const results: StressResult[] = [];
  for (
    const run of [
      () => flood(hub.port, messages),
      () => commands(hub.port, size.commands),
      () => beside(hub.port, lines, served),
    ]
  ) {
    const before = await hub.memory();
    const row = await run();
    const after = await hub.memory();
    const growth = after.heap + after.external - before.heap - before.external;
    results.push({ ...row, growth, rssGrowth: after.rss - before.rss });
  }
  return results;
}

function print(rows: readonly StressResult[]): void {
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`.padStart(10);
  console.log(
    `${"".padEnd(30)}${"count".padStart(10)}${"hooks".padStart(9)}${"seconds".padStart(9)}` +
      `${"per second".padStart(12)}${"in use".padStart(10)}${"process".padStart(10)}`,
  );
  for (const { name, count, hooks, ms, growth, rssGrowth } of rows) {
    const rate = Math.round(count / ms * 1000).toLocaleString("en");
    console.log(
      name.padEnd(30) + String(count).padStart(10) + String(hooks).padStart(9) +
        (ms / 1000).toFixed(2).padStart(9) + rate.padStart(12) + mb(growth) + mb(rssGrowth),
    );
  }
}

if (import.meta.main) {
  const messages = Number(Deno.args[0] ?? FULL.messages);
  const rows = await stress({ ...FULL, messages }, 0.2);
  print(rows);
  const tooMuch = rows.filter(({ growth }) => growth > MAX_GROWTH);
  for (const { name, growth } of tooMuch) console.error(`${name} left ${growth} bytes behind`);
  Deno.exit(tooMuch.length > 0 ? 1 : 0);
}
