/**
 * Tests of the pieces `hubcap run` is made of: option values, start block, orderly stop, script inspection.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { join, resolve } from "@std/path";
import { type LoadedConfig, parseConfig } from "../config/load.ts";
import { HubError } from "../core/errors.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { parseCommand } from "./command.ts";
import { exitCodeOf, failureBlock } from "./failure.ts";
import { inspectScript } from "./inspect.ts";
import { applyRunOptions, RUN_OPTIONS } from "./run_options.ts";
import { startBlock, type StartInfo } from "./start_block.ts";
import { createStopper, STOP_SIGNALS } from "./stopping.ts";

function configOf(text: string): LoadedConfig {
  const parsed = parseConfig(text, "/x/hubcap.jsonc");
  assert(parsed.ok);
  return parsed.config;
}

function applied(text: string, ...argv: string[]): LoadedConfig {
  const command = {
    name: "run",
    summary: "",
    forms: [["", ""]] as const,
    options: RUN_OPTIONS,
    run: () => Promise.resolve(0),
  };
  const io = { out: () => {}, err: () => {}, readLine: () => Promise.resolve("") };
  return applyRunOptions(configOf(text), parseCommand(command, argv, io)!.options);
}

Deno.test("run options: without any the configuration stays as it is", () => {
  assertEquals(applied("{}"), configOf("{}"));
});

Deno.test("run options: host and port replace the addresses, what is missing comes from the first", () => {
  const text = `{ "listen": [ { "host": "::1", "port": 5, "tls": "on" }, { "port": 6 } ] }`;
  assertEquals(applied(text, "--port", "0").listen, [{ host: "::1", port: 0, tls: "on" }]);
  assertEquals(applied(text, "--host", "127.0.0.1").listen, [{ host: "127.0.0.1", port: 5, tls: "on" }]);
});

Deno.test("run options: a script from the command line has no permission and a name of its own", () => {
  const { scripts } = applied(
    `{ "scripts": [ { "source": "a.ts" } ] }`,
    "--script",
    "a.ts",
    "--script",
    "b/A.ts",
  );
  assertEquals(scripts.map(({ name }) => name), ["a", "a_2", "A_3"]);
  assertEquals(scripts[1]!.source, resolve("a.ts"));
  assert(Object.values(scripts[1]!.permissions).every((grant) => grant === false));
});

Deno.test("run options: nonsense is wrong usage", () => {
  for (const argv of [["--port", "x"], ["--port", "65536"], ["--port", ""], ["--log-level", "loud"]]) {
    const error = assertThrows(() => applied("{}", ...argv), HubError);
    assertEquals([error.code, exitCodeOf(error)], ["cli.usage", 2]);
  }
  assertEquals(applied("{}", "--log-level", "debug").log.level, "debug");
});

const INFO: StartInfo = {
  version: "1.2.3",
  hubName: "Test",
  addresses: [{ host: "0.0.0.0", port: 4111, tls: "off" }, { host: "::1", port: 5, tls: "off" }],
  keyprint: null,
  dataDir: "/d",
  configPath: "/c.jsonc",
  configIsNew: true,
  plugins: [],
  scripts: [
    { name: "quickstart", state: "running", grants: "no permissions" },
    { name: "b", state: "failed", grants: "net: h", reason: "no such file" },
  ],
  needsOperator: true,
  registeredOnly: false,
  hubLists: "",
  startMs: 312.7,
};

Deno.test("start block: says version, addresses, data, scripts with state and grants, and the first operator", () => {
  assertEquals(startBlock(INFO), [
    "Hubcap 1.2.3: Test, started in 313 ms",
    "  addresses  dchub://0.0.0.0:4111  dchub://[::1]:5",
    "  config     /c.jsonc (new)",
    "  data       /d",
    "  open to    everybody",
    "  hub lists  none",
    "  scripts    quickstart  running, no permissions",
    "             b           failed, net: h: no such file",
    "  No operator yet. Make one: deno task hubcap user add NICK --class 10 --password-stdin",
  ]);
  assertEquals(startBlock({ ...INFO, scripts: [], needsOperator: false }).at(-1), "  scripts    none");
});

Deno.test("start block: plugins and scripts in light workers cannot be overlooked", () => {
  const scripts = [
    { name: "a", state: "running", grants: "no permissions", warning: "no heap cap" } as const,
  ];
  assertEquals(startBlock({ ...INFO, plugins: ["/p.ts", "/q.ts"], scripts }).slice(6, 9), [
    "  PLUGINS    /p.ts  FULL TRUST: it is part of the hub and may do everything",
    "             /q.ts  FULL TRUST: it is part of the hub and may do everything",
    "  scripts    a  running, no permissions  LIGHT WORKER: no heap cap",
  ]);
});

Deno.test("start block: says who may enter and where the hub is listed", () => {
  const lines = startBlock({ ...INFO, registeredOnly: true, hubLists: "a.example b.example:2501" });
  assertEquals(lines.slice(4, 6), [
    "  open to    registered users only",
    "  hub lists  a.example b.example:2501",
  ]);
});

Deno.test("start block: encrypted addresses carry the keyprint, a port for both stands there twice", () => {
  const addresses = [
    { host: "0.0.0.0", port: 4111, tls: "detect" },
    { host: "::1", port: 5, tls: "on" },
  ] as const;
  assertEquals(
    startBlock({ ...INFO, addresses, keyprint: "SHA256/ABC" })[1],
    "  addresses  dchub://0.0.0.0:4111  nmdcs://0.0.0.0:4111/?kp=SHA256/ABC  nmdcs://[::1]:5/?kp=SHA256/ABC",
  );
});

function stopperDesk(stop: () => Promise<void>) {
  const listeners = new Map<string, Set<() => void>>();
  const warnings: string[] = [];
  const clock = fakeClock();
  const of = (signal: string) => listeners.get(signal) ?? listeners.set(signal, new Set()).get(signal)!;
  const signals = {
    addSignalListener: (signal: Deno.Signal, listener: () => void) => void of(signal).add(listener),
    removeSignalListener: (signal: Deno.Signal, listener: () => void) => void of(signal).delete(listener),
  };
  const reasons: string[] = [];
  const stopper = createStopper({
    signals,
    clock,
    warn: (message) => void warnings.push(message),
    stop: (reason) => {
      reasons.push(reason);
      return stop();
    },
  });
  const raise = (signal: string) => [...of(signal)].forEach((listener) => listener());
  const open = () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0);
  return { stopper, raise, clock, warnings, reasons, open };
}

Deno.test("stopping: a signal stops in order, ends with 0 and lets go of the signals", async () => {
  const desk = stopperDesk(() => Promise.resolve());
  assertEquals(desk.open(), STOP_SIGNALS.length);
  desk.raise("SIGINT");
  assertEquals([await desk.stopper.ended, desk.reasons, desk.warnings, desk.open()], [0, ["SIGINT"], [], 0]);
});

Deno.test("stopping: a second signal, the time limit and a failure end at once with 1", async () => {
  const twice = stopperDesk(() => new Promise(() => {}));
  twice.raise("SIGINT");
  twice.raise(STOP_SIGNALS[1]!);
  assertEquals([await twice.stopper.ended, twice.reasons.length, twice.warnings.length], [1, 1, 1]);

  const slow = stopperDesk(() => new Promise(() => {}));
  slow.stopper.request("quit");
  slow.clock.tick(2999);
  assertEquals(slow.warnings, []);
  slow.clock.tick(1);
  assertEquals([await slow.stopper.ended, slow.warnings], [1, ["Stopped at once: not done within 3000 ms"]]);

  const broken = stopperDesk(() => Promise.reject(new Error("x")));
  broken.stopper.request("quit");
  assertEquals([await broken.stopper.ended, broken.warnings], [1, ["Stopping failed"]]);
});

Deno.test("stopping: a request carries its own exit code", async () => {
  const desk = stopperDesk(() => Promise.resolve());
  desk.stopper.request("!quit-hub", 7);
  assertEquals(await desk.stopper.ended, 7);
});

Deno.test("failure: a hub error shows message and remedy, everything else where it came from", () => {
  const error = new HubError("net.listen", "Cannot listen on port 1", { remedy: "Choose another port" });
  assertEquals([failureBlock(error), exitCodeOf(error)], [
    ["Cannot listen on port 1", "Choose another port."],
    2,
  ]);
  assertEquals(exitCodeOf(new HubError("hub.failed", "x")), 1);
  assertMatch(failureBlock(new TypeError("odd")).join("\n"), /^Failed: odd\n +at /);
  assertEquals([failureBlock("text"), exitCodeOf("text")], [["Failed: text"], 1]);
});

Deno.test("inspect: a good script is counted, a refused import and a missing file are problems", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(join(dir, "good.ts"), `import "./part.ts"; export const x: number = 1;`);
  await Deno.writeTextFile(join(dir, "part.ts"), `export {};`);
  await Deno.writeTextFile(join(dir, "bad.ts"), `\nimport { kill } from "node:process"; kill(1);`);
  const reportOf = (source: string) =>
    inspectScript(
      configOf(`{ "scripts": [ { "source": ${JSON.stringify(join(dir, source))} } ] }`).scripts[0]!,
    );
  const good = await reportOf("good.ts");
  assertEquals([good.files, good.problems], [2, []]);
  const [problem] = (await reportOf("bad.ts")).problems;
  assertStringIncludes(problem!, "node:process");
  assertEquals((await reportOf("none.ts")).problems.length, 1);
  await Deno.remove(dir, { recursive: true });
});
