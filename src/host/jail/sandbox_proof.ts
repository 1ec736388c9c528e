/**
 * Proves at start that the jail holds on this machine and this Deno: a busy loop can be killed, a heap overflow ends
 * one script only, and what was not granted is refused by Deno itself. A hub whose self test fails must not run
 * scripts in its own process. Knows nothing of the hub.
 *
 * @module
 */
import { type Clock, pause } from "../../core/clock.ts";
import { messageOf } from "../../core/errors.ts";
import type { ScriptGraph } from "../loader/graph_types.ts";
import { loadRuntime, type RuntimeSources } from "../loader/runtime_sources.ts";
import { noGrants } from "./grants.ts";
import { bootJail, type Death, type Jail } from "./jail.ts";

/** One thing that was tried. */
export interface SelfTestCheck {
  /** What must hold. */
  name: string;
  /** Whether it does. */
  ok: boolean;
  /** How long it took (ms). */
  ms: number;
  /** What was seen, for the log. */
  detail: string;
}

/** The outcome of {@linkcode selfTest}. */
export interface SelfTestResult {
  /** Whether every check passed. */
  ok: boolean;
  /** The checks, in a fixed order. */
  checks: SelfTestCheck[];
}

/** Longest wait for one script to do its deed (ms). */
const DEED_TIMEOUT_MS = 10_000;
const HEAP_MB = 16;

// Not at top level: an overflow there stops the code without an event.
// charCodeAt makes each string one flat piece of the heap, which fills it fastest.
const OVERFLOW = `const kept = [];
setTimeout(() => {
  for (let i = 0;; i++) {
    const text = ("x" + i).repeat(50000);
    text.charCodeAt(7);
    kept.push(text);
  }
}, 0);`;

/** Attempts by the name of what must be refused, then a busy loop. The facade lets all of them through to Deno. */
const DENIALS_THEN_LOOP = `import { data, report } from "vh";
const attempts = {
  read: () => Deno.readTextFileSync("/"),
  write: () => Deno.writeTextFileSync("/hubcap-self-test", ""),
  net: () => Deno.connect({ hostname: "127.0.0.1", port: 8999 }),
  fetch: () => fetch("http://127.0.0.1:8999/"),
  env: () => Deno.env.get("PATH"),
  run: () => new Deno.Command("true").outputSync(),
  ffi: () => Deno.dlopen("/nowhere.so", {}),
  sys: () => Deno.hostname(),
};
const seen = {};
for (const [name, attempt] of Object.entries(attempts)) {
  try { await attempt(); seen[name] = "allowed"; } catch (error) { seen[name] = String(error?.name); }
}
report(seen);
for (;;) Atomics.add(data, 0, 1);`;

/** What {@linkcode selfTest} needs. */
export interface SelfTestOptions {
  /** Time. */
  clock: Clock;
}

/** Runs all checks at the same time. Never rejects: whatever goes wrong is a failed check. */
export async function selfTest({ clock }: SelfTestOptions): Promise<SelfTestResult> {
  const start = clock.mono();
  let runtime: RuntimeSources;
  try {
    runtime = await loadRuntime("workers/probe_runtime.ts");
  } catch (error) {
    return { ok: false, checks: [{ name: "runtime", ok: false, ms: 0, detail: messageOf(error) }] };
  }
  const attempt = async (name: string, run: () => Promise<string>): Promise<SelfTestCheck> => {
    try {
      return { name, ok: true, detail: await run(), ms: clock.mono() - start };
    } catch (error) {
      return { name, ok: false, detail: messageOf(error), ms: clock.mono() - start };
    }
  };
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const loop = startProbe(DENIALS_THEN_LOOP, runtime, clock, counter);
  const overflow = startProbe(OVERFLOW, runtime, clock);
  const denials = attempt("Deno refuses what was not granted", () => checkDenials(loop));
  const checks = await Promise.all([
    denials,
    attempt("a busy loop can be killed", async () => (await denials, await killLoop(loop, counter, clock))),
    attempt("a heap overflow ends the script alone", () => checkOverflow(overflow)),
  ]);
  return { ok: checks.every((check) => check.ok), checks };
}

async function checkDenials({ note }: Probe): Promise<string> {
  const seen = await note as Record<string, string>;
  const wrong = Object.entries(seen).filter(([, name]) => name !== "NotCapable" && name !== "NotFound");
  if (Object.keys(seen).length < 8 || wrong.length > 0) {
    throw new Error(`Not refused: ${wrong.map(([name, what]) => `${name} (${what})`).join(", ")}`);
  }
  return Object.keys(seen).join(", ");
}

async function killLoop({ jail }: Probe, counter: Int32Array, clock: Clock): Promise<string> {
  const end = clock.mono() + DEED_TIMEOUT_MS;
  while (Atomics.load(counter, 0) === 0) {
    if (jail.death || clock.mono() > end) throw new Error("The loop never ran");
    await pause(clock, 1);
  }
  const ms = await jail.kill();
  if (!await jail.gone()) throw new Error("The thread is still there after the kill");
  const before = Atomics.load(counter, 0);
  await pause(clock, 20);
  if (Atomics.load(counter, 0) !== before) throw new Error("The loop ran on after it was killed");
  return `stopped in ${ms.toFixed(1)} ms`;
}

async function checkOverflow({ death }: Probe): Promise<string> {
  const { kind, message } = await death;
  if (kind !== "memory") throw new Error(`The overflow ended as "${kind}": ${message}`);
  return message;
}

interface Probe {
  jail: Jail;
  /** The first thing the script reports. */
  note: Promise<unknown>;
  death: Promise<Death>;
}

/** Runs `source` in a jail without permissions but with the whole facade, so that Deno itself must refuse. */
function startProbe(source: string, runtime: RuntimeSources, clock: Clock, data?: unknown): Probe {
  const note = Promise.withResolvers<unknown>();
  const death = Promise.withResolvers<Death>();
  const jail = bootJail({
    name: "self-test",
    permissions: { ...noGrants(), grants: { net: true, run: true, ffi: true, sys: true } },
    heapMb: HEAP_MB,
    runtime,
    clock,
    data,
    onNote: (value) => note.resolve(value),
    onDeath: (end) => {
      death.resolve(end);
      note.reject(new Error(`The script ended before it answered: ${end.message}`));
    },
  });
  note.promise.catch(() => {});
  jail.load(graphOf(source), { timeoutMs: DEED_TIMEOUT_MS }).catch(() => {});
  const cancel = clock.after(DEED_TIMEOUT_MS, () => void jail.kill());
  void death.promise.then(cancel);
  return { jail, note: note.promise, death: death.promise };
}

function graphOf(source: string): ScriptGraph {
  const entry = "hubcap:///self-test/main.js";
  const module = { url: entry, file: "self-test", source, shifted: false };
  return { name: "self-test", entry, modules: new Map([[entry, module]]), size: source.length };
}
