/**
 * The gate: format, lint, house rules, generated files, types, documentation, tests; stops at the first failure.
 * Owns the order and the last line, `N passed, N failed`, which comes from the test run.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { houseLint, readSources } from "./house_lint.ts";
import { staleFiles } from "./generate.ts";

/** Where `deno task check` and `deno task test` look. */
const CHECKED = ["mod.ts", "src", "workers", "scripts", "tests", "tools", "std"];
const TESTED = ["tests", "src", "std", "workers", "scripts", "tools"]; // Deno ignores below the first one only
/** Tests that measure this machine while they run: they get it for themselves, after the others. */
const ALONE = ["tests/hostile", "tests/jail/hostile_test.ts", "tests/jail/leak_test.ts"];
/** Test files that run at once: more than there are cores, because many tests wait for time, processes and sockets. */
const JOBS = Math.ceil(navigator.hardwareConcurrency * 1.5);

/** What a step says: whether it passed, and what to show if not. */
interface Outcome {
  readonly ok: boolean;
  readonly text: string;
}

/** One step of the gate. */
interface Step {
  readonly title: string;
  run(): Promise<Outcome>;
}

/** Tests that passed and failed, as `deno test` counts them at its end; `null` when it did not get that far. */
export function testCounts(output: string): { passed: number; failed: number } | null {
  // deno-lint-ignore no-control-regex
  const plain = output.replace(/\x1b\[[0-9;]*m/g, "");
  const last = [...plain.matchAll(/\| (\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed/g)].at(-1);
  return last ? { passed: Number(last[1]), failed: Number(last[2]) } : null;
}

async function deno(args: readonly string[], show = false): Promise<Outcome> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args],
    env: { NO_COLOR: "1", DENO_JOBS: String(JOBS) },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const child = command.spawn();
  const chunks: string[] = [];
  const collect = async (stream: ReadableStream<Uint8Array>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      chunks.push(text);
      if (show) await Deno.stdout.write(new TextEncoder().encode(text));
    }
  };
  const [{ success }] = await Promise.all([child.status, collect(child.stdout), collect(child.stderr)]);
  return { ok: success, text: chunks.join("") };
}

const command = (title: string, ...args: string[]): Step => ({ title, run: () => deno(args) });

/** Every module of the program; together, so that types of one another count as public. */
function documented(): string[] {
  return [...readSources(".").keys()].filter((file) =>
    /^(src\/|workers\/|mod\.ts)/.test(file) && !/_test\.ts$/.test(file)
  );
}

const STEPS: readonly Step[] = [
  command("format", "fmt", "--check"),
  command("lint", "lint", "--quiet"),
  {
    title: "house rules",
    run() {
      const findings = houseLint(readSources("."));
      const text = findings.map(({ file, line, message }) => `${file}:${line}: ${message}\n`).join("");
      return Promise.resolve({ ok: findings.length === 0, text });
    },
  },
  {
    title: "generated files",
    async run() {
      const stale = await staleFiles();
      return {
        ok: stale.length === 0,
        text: stale.map((path) => `${path} is stale; run: deno task gen\n`).join(""),
      };
    },
  },
  command("types", "check", "--quiet", ...CHECKED),
  { title: "documentation", run: () => deno(["doc", "--lint", "--quiet", ...documented()]) },
];

/** Runs tests and counts them. */
async function test(...args: string[]): Promise<{ passed: number; failed: number }> {
  const { ok, text } = await deno(["test", "-A", "--no-check", ...args], true);
  const counts = testCounts(text) ?? { passed: 0, failed: 1 };
  return { passed: counts.passed, failed: ok ? counts.failed : Math.max(1, counts.failed) };
}

/** Runs the gate, or with `--tests` its tests alone, and returns the exit code. */
async function gate(): Promise<number> {
  const start = performance.now();
  const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
  for (const { title, run } of Deno.args.includes("--tests") ? [] : STEPS) {
    const began = performance.now();
    const { ok, text } = await run();
    console.log(`${ok ? "ok    " : "FAILED"}  ${title}  ${seconds(began)}`);
    if (ok) continue;
    console.error(text);
    console.log("0 passed, 1 failed");
    return 1;
  }
  const together = await test("--parallel", `--ignore=${ALONE}`, ...TESTED);
  const alone = await test(...ALONE);
  const failed = together.failed + alone.failed;
  console.log(`${failed === 0 ? "ok    " : "FAILED"}  everything  ${seconds(start)}`);
  console.log(`${together.passed + alone.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await gate());
