/**
 * `hubcap run`: from the options to a running hub and its start block, until a signal or an operator ends it.
 * Owns the order of these steps; the hub itself is put together by `start_hub.ts`.
 *
 * @module
 */
import { systemClock } from "../core/clock.ts";
import { createLog } from "../core/log.ts";
import { loadConfig, type LoadedScript } from "../config/load.ts";
import type { SelfTestResult } from "../host/jail/sandbox_proof.ts";
import { LIGHT_WARNING } from "../host/script_report.ts";
import type { Slot } from "../host/slot.ts";
import { startHub } from "../start_hub.ts";
import { createPasswords } from "../store/password.ts";
import type { Store } from "../store/types.ts";
import type { Invocation } from "./command.ts";
import { applyRunOptions } from "./run_options.ts";
import { grantsOf } from "./scripts.ts";
import { reopenOnSignal } from "./log_signal.ts";
import { configPathOf, settledConfig, writeDefaultConfig } from "./settle.ts";
import { startBlock, type StartedScript } from "./start_block.ts";
import { createStopper } from "./stopping.ts";
import { VERSION } from "./version.ts";

/** Class from which somebody can run a hub. */
const ADMIN = 5;

/** Runs a hub until it ends; returns the exit code. `proof` is the sandbox's self-test, under way already. */
export async function runHub({ options, io }: Invocation, proof: Promise<SelfTestResult>): Promise<number> {
  const configPath = configPathOf(options);
  const configIsNew = await writeDefaultConfig(configPath);
  if (configIsNew) await loadConfig(configPath);
  const config = applyRunOptions(await settledConfig(options), options);
  const clock = systemClock();
  const { level, file } = config.log;
  const log = createLog({ level, ...file === undefined ? {} : { file } });
  const terminal = Deno.stdin.isTerminal();
  const stopListening = reopenOnSignal({ signals: Deno, log, hasFile: file !== undefined, terminal });
  try {
    let requestStop: (reason: string, code?: number) => void = () => {};
    const hub = await startHub({
      config,
      clock,
      log,
      passwords: createPasswords(),
      version: VERSION,
      proof,
      requestStop: (code) => requestStop("an operator stopped the hub", code),
    });
    const stopper = createStopper({
      signals: Deno,
      clock,
      stop: () => hub.stop(0),
      warn: (message, error) => log.warn(message, error === undefined ? {} : { error }),
    });
    requestStop = stopper.request;
    const info = {
      version: VERSION,
      hubName: hub.store.settings.values.hub_name,
      addresses: hub.addresses,
      keyprint: hub.keyprint,
      dataDir: config.data,
      configPath,
      configIsNew,
      plugins: config.plugins.map(({ source }) => source),
      scripts: [
        ...config.scripts.map((script) => started(script, hub.slots)),
        ...hub.slots.filter((slot) => !config.scripts.some(({ name }) => name === slot.definition.name)).map(
          found,
        ),
      ],
      needsOperator: !hasOperator(hub.store),
      registeredOnly: hub.store.settings.values.registered_only,
      hubLists: hub.store.settings.values.hublist_host.trim(),
      startMs: performance.now(),
    };
    for (const line of startBlock(info)) io.out(line);
    return await stopper.ended;
  } finally {
    stopListening();
    log.close();
  }
}

/** A script that stands in no entry of the config. */
function found({ definition: { name }, state, trouble }: Slot): StartedScript {
  const grants = "found in the scripts folder, no permissions";
  if (state === "running") return { name, state, grants };
  return { name, state: "failed", grants, reason: trouble?.message ?? state };
}

function started(script: LoadedScript, slots: readonly Slot[]): StartedScript {
  const slot = slots.find(({ definition }) => definition.name === script.name);
  const grants = grantsOf(script, slot?.definition.permissions.summary ?? []);
  const about = {
    name: script.name,
    grants,
    ...script.isolation === "worker" ? { warning: LIGHT_WARNING } : {},
  };
  if (!slot) return { ...about, state: "off" };
  if (slot.state === "running") return { ...about, state: "running" };
  return { ...about, state: "failed", reason: slot.trouble?.message ?? slot.state };
}

const hasOperator = (store: Store): boolean =>
  store.accounts.list().some((account) => account.class >= ADMIN && account.enabled);
