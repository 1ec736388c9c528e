/**
 * Runs every hostile script in a jail and checks that the process survives, that each attempt was refused, and that
 * each script could be stopped. See run_fixtures.ts for the process they run in.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { FixtureResult } from "./run_fixtures.ts";

const FIXTURES = new URL("../scripts/hostile/", import.meta.url);
const RUNNER = new URL("./run_fixtures.ts", import.meta.url);

/** Fixtures that need more than the usual time. */
const LIVES: Readonly<Record<string, number>> = {
  heap_bomb: 8000,
  heap_bomb_at_load: 3000,
  array_buffer_bomb: 2500,
};

/** How scripts end that are not simply killed when their time is over. */
const ERRORS: Readonly<Record<string, string>> = {
  throw_at_load: "Error: broken on purpose",
  throw_in_timer: "Error: thrown in a timer",
  reject_later: "Error: An error that cannot be shown",
  error_handlers: "Error: swallowed?",
  hostile_exports: "Error: an error without a text",
};

/** Scripts that are refused before they run, with the line the message must name. */
const REFUSED: Readonly<Record<string, number>> = {
  static_escaped_import: 6,
  static_hidden_import: 7,
  static_node_process: 6,
  static_parent_file: 6,
};

/** Scripts that still hang while they load. */
const STUCK = [
  "busy_loop_at_load",
  "busy_loop_in_hook",
  "fake_globals",
  "slow_regex",
  "thenable_module",
];

/** Scripts that log what they tried: how many attempts must have been refused. */
const ATTEMPTS: Readonly<Record<string, number>> = {
  atomics_wait_forever: 5,
  builtin_module: 14,
  constructor_escapes: 8,
  dynamic_imports: 29,
  exits: 7,
  fake_globals: 5,
  kill_own_process: 7,
  message_flood: 5,
  nested_workers: 4,
  permissions: 22,
  prototype_tampering: 9,
  stack_overflow: 1,
  storage: 19,
  unstable_apis: 10,
};

/** Runs the named scripts, and checks that nothing of them shows but the results. */
async function run(fixtures: string[]): Promise<FixtureResult[]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", RUNNER.href, ...fixtures],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(new TextDecoder().decode(stderr), "", "a script reached the terminal of the process");
  assertEquals(code, 0, "a script ended the process");
  const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as FixtureResult);
}

async function runAll(): Promise<Map<string, FixtureResult>> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(FIXTURES)) {
    if (name !== "attempt.ts") names.push(name.replace(/\.ts$/, ""));
  }
  names.sort((a, b) => (LIVES[b] ?? 0) - (LIVES[a] ?? 0));
  const results = await run(names.map((name) => `${name}:${LIVES[name] ?? 700}`));
  assertEquals(results.map((result) => result.name).sort(), names.sort());
  return new Map(results.map((result) => [result.name, result]));
}

Deno.test("jail: no hostile script gets out or stays", async (t) => {
  const results = await runAll();
  for (const [name, result] of [...results].sort()) {
    await t.step(name, () => {
      assertEquals(result.lines.filter((line) => line.startsWith("ESCAPED")), []);
      assert(result.killMs < 1000, `the kill took ${result.killMs} ms`);
      assertEquals(result.gone, true, "its thread still runs");
      if (name in REFUSED) {
        assertEquals(result.refused, "script.import");
        assertMatch(result.message!, new RegExp(`/${name}\\.ts:${REFUSED[name]}: `));
        return;
      }
      assertEquals(result.refused, undefined);
      const held = result.lines.filter((line) => line.startsWith("held ")).length;
      if (name in ATTEMPTS) assertEquals(held, ATTEMPTS[name]);
      if (name in ERRORS) assertEquals([result.death?.kind, result.death?.message], ["error", ERRORS[name]]);
      else if (name === "heap_bomb") assertEquals(result.death?.kind, "memory");
      // Deno may stop an overflow at top level without an event; then only the load deadline finds it.
      else if (name !== "heap_bomb_at_load") assertEquals(result.death?.kind, "killed");
      if (STUCK.includes(name)) assertEquals(result.loaded, false);
    });
  }

  await t.step("an uncaught error names the author's file and line", () => {
    assertStringIncludes(
      results.get("throw_at_load")!.death!.stack!,
      "/tests/scripts/hostile/throw_at_load.ts:7:",
    );
    assertStringIncludes(results.get("throw_in_timer")!.death!.stack!, "/throw_in_timer.ts:7:");
  });

  await t.step("floods of lines are cut", () => {
    for (const name of ["console_flood", "console_loop", "warning_flood"]) {
      const lines = results.get(name)!.lines.filter((line) => !line.startsWith('{"decision"'));
      assertEquals(lines.length, 100, name);
    }
  });

  await t.step("nothing a script can see tells where the hub lies", () => {
    const seen = results.get("path_leaks")!.lines.join("\n");
    assertStringIncludes(seen, "hubcap:///path_leaks/path_leaks.ts");
    const home = Deno.env.get("HOME") ?? "/root";
    for (const path of [Deno.cwd(), home, "file:///", "node_modules", "registry.npmjs"]) {
      assertEquals(seen.includes(path), false, `${path} in ${seen}`);
    }
  });
});

Deno.test("jail: a thread that cannot be stopped is told", async () => {
  const [result] = await run(["../unstoppable/native_loop"]);
  assertEquals(result!.death?.kind, "killed");
  assert(result!.killMs < 1000);
  assertEquals(result!.gone, Deno.build.os !== "linux");
});
