/**
 * Runs hostile scripts in jails, in a process of its own, and prints one JSON line with what was seen of each.
 * A separate process because a hole may end it; whoever started it sees that by the exit code, and by anything
 * else on stdout or stderr.
 *
 * @module
 */
import { systemClock } from "../../src/core/clock.ts";
import { HubError, messageOf } from "../../src/core/errors.ts";
import { noGrants } from "../../src/host/jail/grants.ts";
import { bootJail, type Death } from "../../src/host/jail/jail.ts";
import { loadGraph } from "../../src/host/loader/graph.ts";
import { loadRuntime } from "../../src/host/loader/runtime_sources.ts";

/** What was seen of one script. */
export interface FixtureResult {
  /** Name of the fixture. */
  name: string;
  /** Code of the refusal, when it was refused before it ran. */
  refused?: string;
  /** Message of the refusal. */
  message?: string;
  /** Whether its import finished. */
  loaded: boolean;
  /** Texts it logged. */
  lines: string[];
  /** How it ended. */
  death?: Death;
  /** How long the kill took (ms). */
  killMs: number;
  /** Whether its thread ended. */
  gone: boolean;
}

/** Jails at the same time. */
const WIDTH = 8;
/** How long a script gets before it is killed (ms); an argument may say `name:ms`. */
const LIFE_MS = 700;

const clock = systemClock();
const fixtures = new URL("../scripts/hostile/", import.meta.url);

async function runFixture(
  argument: string,
  runtime: Awaited<ReturnType<typeof loadRuntime>>,
): Promise<FixtureResult> {
  const [name = "", life = LIFE_MS] = argument.split(":");
  const result: FixtureResult = { name, loaded: false, lines: [], killMs: 0, gone: true };
  let graph;
  try {
    graph = await loadGraph(new URL(`${name}.ts`, fixtures), { name });
  } catch (error) {
    return { ...result, refused: error instanceof HubError ? error.code : "?", message: messageOf(error) };
  }
  const died = Promise.withResolvers<void>();
  const jail = bootJail({
    name,
    permissions: noGrants(),
    heapMb: 32,
    runtime,
    clock,
    onNote: (value) => result.lines.push((value as { text?: string }).text ?? JSON.stringify(value)),
    onDeath: (death) => {
      result.death = death;
      died.resolve();
    },
  });
  await jail.booted;
  jail.load(graph, { timeoutMs: 60_000 }).then(() => result.loaded = true, () => {});
  const cancel = clock.after(Number(life), died.resolve);
  await died.promise;
  cancel();
  result.killMs = await jail.kill();
  result.gone = await jail.gone();
  return result;
}

if (import.meta.main) {
  const runtime = await loadRuntime("workers/probe_runtime.ts");
  const queue = [...Deno.args];
  const lane = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const line = `${JSON.stringify(await runFixture(name, runtime))}\n`;
      await Deno.stdout.write(new TextEncoder().encode(line));
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  Deno.exit(0); // A thread that cannot be stopped must not hold the process.
}
