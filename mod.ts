/**
 * Hubcap as a library: start a hub inside another program.
 *
 * @module
 */
import { join, resolve } from "@std/path";
import { parseConfig } from "./src/config/load.ts";
import { problemText } from "./src/config/problems.ts";
import type { CONFIG_SCHEMA } from "./src/config/schema.ts";
import { VERSION } from "./src/cli/version.ts";
import { systemClock } from "./src/core/clock.ts";
import { HubError } from "./src/core/errors.ts";
import { silentLog } from "./src/core/log.ts";
import { type RunningHub, startHub, type StartOptions } from "./src/start_hub.ts";
import { createPasswords } from "./src/store/password.ts";

export type { ErrorCode } from "./src/core/errors.ts";
export { HubError } from "./src/core/errors.ts";
export type { Log } from "./src/core/log.ts";
export { CallError } from "./src/host/call_error.ts";
export type { Data, FunctionCaller, HostFunction } from "./src/host/functions.ts";
export type { Plugin, PluginHub, PluginStop, ScriptBridge } from "./src/host/plugins.ts";
export type { HubPort } from "./src/port/hub_port.ts";
export type { RunningHub } from "./src/start_hub.ts";

/** What a config file may hold; every field has a default. */
export type HubConfig = (typeof CONFIG_SCHEMA)["_zod"]["input"];

/** What an embedder may bring. */
export interface CreateHubOptions
  extends Partial<Pick<StartOptions, "clock" | "log" | "passwords" | "requestStop">> {
  /** Relative paths in the config count from here; default: the current folder. */
  readonly folder?: string;
}

/**
 * Starts a hub.
 *
 * @throws {HubError} `config.invalid`, `net.listen`, `store.busy`, `store.unwritable`, `store.corrupt` or `plugin.load`.
 *
 * @example A hub on a free port, without scripts
 * ```ts
 * import { createHub } from "./mod.ts";
 *
 * const hub = await createHub({
 *   listen: [{ host: "127.0.0.1", port: 0 }],
 *   data: await Deno.makeTempDir(),
 * });
 * console.assert(hub.addresses[0]!.port > 0);
 * await hub.stop();
 * ```
 */
export async function createHub(config: HubConfig, options: CreateHubOptions = {}): Promise<RunningHub> {
  const parsed = parseConfig(
    JSON.stringify(config, null, 1),
    join(resolve(options.folder ?? "."), "hubcap.jsonc"),
  );
  if (!parsed.ok) {
    throw new HubError("config.invalid", `Cannot use this configuration\n${problemText(parsed.problems)}`);
  }
  return await startHub({
    config: parsed.config,
    clock: options.clock ?? systemClock(),
    log: options.log ?? silentLog(),
    passwords: options.passwords ?? createPasswords(),
    requestStop: options.requestStop ?? (() => {}),
    version: VERSION,
  });
}
