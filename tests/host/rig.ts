/**
 * The whole script side around a {@linkcode fakePort}, with real workers: what every test in this folder stands on.
 * The once-a-second tick is given by hand, everything else runs on the machine's clock.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import { createMetrics, type Metrics } from "../../src/core/metrics.ts";
import { checkGrants } from "../../src/host/jail/grants.ts";
import type { SelfTestResult } from "../../src/host/jail/sandbox_proof.ts";
import { loadRuntime } from "../../src/host/loader/runtime_sources.ts";
import type { HostLookups } from "../../src/host/lookups.ts";
import { createScriptHost, type ScriptHost } from "../../src/host/script_host.ts";
import type { ScriptDefinition, Slot } from "../../src/host/slot.ts";
import type { Answer } from "../../src/port/script_sink.ts";
import { resolveCapabilities } from "../../src/vh/capabilities.ts";
import type { AskHook, HookArgs } from "../../src/vh/hooks.ts";
import type { CapabilityName } from "../../src/vh/table.ts";
import { until } from "../support/until.ts";
import { fakeLookups } from "./fake_lookups.ts";
import { type FakePort, fakePort } from "./fake_port.ts";

export { until };

/** Folder of the fixture scripts. */
export const SCRIPTS: string = fromFileUrl(new URL("../scripts/", import.meta.url));

/** What a test says about a script; the rest has defaults. */
export interface RigScript {
  /** File below {@linkcode SCRIPTS}, or an absolute one. */
  readonly source: string;
  /** Name; the file's stem if left out. */
  readonly name?: string;
  /** Deviations from the default capabilities. */
  readonly capabilities?: Partial<Record<CapabilityName, boolean>>;
  /** How it is locked in; `hardened` if left out. */
  readonly isolation?: string;
  /** Deno permissions. */
  readonly permissions?: Readonly<Record<string, unknown>>;
  /** `vh.options`. */
  readonly options?: unknown;
  /** Deviations from limits that no test meets by chance. */
  readonly limits?: Partial<ScriptDefinition["limits"]>;
  /** Deviations from three restarts a minute. */
  readonly restarts?: ScriptDefinition["restarts"];
  /** What failed hooks count as. */
  readonly onFailure?: ScriptDefinition["onFailure"];
}

/** A running script side. */
export interface Rig extends AsyncDisposable {
  /** The hub. */
  readonly port: FakePort;
  /** The script side. */
  readonly host: ScriptHost;
  /** Log lines so far, `level name: text`. */
  readonly lines: string[];
  /** Figures. */
  readonly metrics: Metrics;
  /** Asks a hook. */
  ask<H extends AskHook>(hook: H, ...args: HookArgs<H>): Promise<Answer>;
  /** Sends a chat line, by `alice`. */
  chat(text: string): Promise<Answer>;
  /** Loads one more script. */
  load(script: RigScript): Promise<Slot>;
  /** Reloads the script of this name. */
  reload(name: string): Promise<Slot>;
  /** Forgets what was done so far and returns it. */
  taken(): string[];
  /** Lets a second pass for OnTimer and script messages. */
  tick(): void;
  /** The hub's thread has stood still for so many milliseconds, says its clock. */
  stall(ms: number): void;
  /** Types an operator command; returns the replies once there is one. */
  command(line: string, userClass?: number): Promise<string>;
}

/** Options of {@linkcode startRig}. */
export interface RigOptions {
  /** Outcome of the self-test. */
  readonly selfTest?: SelfTestResult;
  /** Files `!tsfiles` lists; a function may throw. */
  readonly files?: () => string[];
  /** Folder of these files. */
  readonly folder?: string;
  /** What scripts look up; default: nothing is found and no SQL runs. */
  readonly lookups?: HostLookups;
}

/** A definition as the config would give it. */
export async function defined(script: RigScript): Promise<ScriptDefinition> {
  const file = script.source.startsWith("/") ? script.source : SCRIPTS + script.source;
  const name = script.name ?? file.split("/").pop()!.replace(/\.[^.]+$/, "");
  return {
    name,
    source: file,
    file,
    permissions: await checkGrants(script.permissions ?? {}, { folder: SCRIPTS, field: name }),
    capabilities: resolveCapabilities(script.capabilities ?? {}),
    sql: "own",
    isolation: script.isolation ?? "hardened",
    limits: { hookMs: 20_000, loadMs: 60_000, memoryMb: 64, ringKb: 256, ...script.limits },
    restarts: script.restarts ?? { max: 3, windowSeconds: 60 },
    options: script.options ?? {},
    onFailure: script.onFailure ?? {},
  };
}

/** A log that keeps its lines. */
export function listLog(lines: string[], name = "host"): Log {
  const write = (level: string) => (text: string) => void lines.push(`${level} ${name}: ${text}`);
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (child) => listLog(lines, child),
    setLevel() {},
    reopen() {},
    close() {},
  };
}

/** Starts these scripts in call order; `alice` (class 0), `bob` (0) and `op` (3) are online. */
export async function startRig(scripts: readonly RigScript[], options: RigOptions = {}): Promise<Rig> {
  const port = fakePort();
  const lines: string[] = [];
  const metrics = createMetrics();
  const ticks: (() => void)[] = [];
  const machine = systemClock();
  let stalled = 0;
  const clock: Clock = {
    ...machine,
    mono: () => machine.mono() + stalled,
    every: (ms, fn) => ms === 1000 ? (ticks.push(fn), () => {}) : machine.every(ms, fn),
  };
  const host = createScriptHost({
    port,
    runtime: await loadRuntime(),
    selfTest: () => Promise.resolve(options.selfTest ?? { ok: true, checks: [] }),
    clock,
    log: listLog(lines),
    metrics,
    define: (source) => defined({ source }),
    listFiles: () => Promise.try(() => options.files?.() ?? []),
    folder: options.folder ?? SCRIPTS,
    lookups: options.lookups ?? fakeLookups(),
  });
  for (const nick of ["alice", "bob"]) port.enter(nick);
  port.enter("op", { class: 3, op: true });
  try {
    await host.start(await Promise.all(scripts.map(defined)));
  } catch (error) {
    await host.stop(0);
    throw error;
  }
  const ask: Rig["ask"] = (hook, ...args) => new Promise((done) => port.sink.ask(hook, args, done));
  return {
    port,
    host,
    lines,
    metrics,
    ask,
    load: async (script) => await host.load(await defined(script)),
    reload: (name) => host.reload(host.slots.find(({ definition }) => definition.name === name)!),
    chat: (text) => ask("OnParsedMsgChat", "alice", text),
    taken: () => port.done.splice(0),
    tick: () => ticks.forEach((fn) => fn()),
    stall: (ms) => void (stalled += ms),
    async command(line, userClass = 10) {
      const replies: string[] = [];
      port.type({ nick: "op", class: userClass, reply: (text) => void replies.push(text) }, line);
      await until(() => replies.length > 0, `a reply to ${line}`);
      return replies.join("\n");
    },
    [Symbol.asyncDispose]: () => host.stop(0),
  };
}
