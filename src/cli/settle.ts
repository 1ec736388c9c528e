/**
 * Which configuration and which data folder a verb works with. Owns the defaults of `--config` and `--data`; opens
 * nothing but the config file.
 *
 * @module
 */
import { dirname, relative, resolve } from "@std/path";
import { fromFileUrl } from "@std/path";
import { defaultConfigText } from "../config/default_text.ts";
import { loadConfig, type LoadedConfig } from "../config/load.ts";
import { HubError, systemTextOf } from "../core/errors.ts";
import type { OptionValues } from "./command.ts";

/** Where the configuration is looked for. */
const DEFAULT_CONFIG = "hubcap.jsonc";

/** The script that a new configuration starts. */
const QUICKSTART = new URL("../../scripts/quickstart/mod.ts", import.meta.url);

/** The config file the options name. */
export function configPathOf(options: OptionValues): string {
  return resolve(options.text("config") ?? DEFAULT_CONFIG);
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

/** How the quick-start script is written in a config file: relative when it lies below that file. */
function quickstartFor(path: string): string {
  if (QUICKSTART.protocol !== "file:") return QUICKSTART.href;
  const script = fromFileUrl(QUICKSTART);
  const below = relative(dirname(path), script).replaceAll("\\", "/");
  return below.startsWith("..") ? script : `./${below}`;
}

/**
 * Writes the commented default configuration. Returns `false` where a file stands already.
 *
 * @throws {HubError} `config.unreadable` when it cannot be written.
 */
export async function writeDefaultConfig(path: string): Promise<boolean> {
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, defaultConfigText(quickstartFor(path)), { createNew: true });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists && await exists(path)) return false;
    throw new HubError("config.unreadable", `Cannot write "${path}": ${systemTextOf(error)}`, {
      remedy: "Choose another place with --config",
      cause: error,
    });
  }
}

/** The configuration the options name, with `--data` applied. */
export async function settledConfig(options: OptionValues): Promise<LoadedConfig> {
  const config = await loadConfig(configPathOf(options));
  const data = options.text("data");
  return data === undefined ? config : { ...config, data: resolve(data) };
}

/** The data folder the options name. A configuration is needed only without `--data`, and only if one was named. */
export async function dataDirOf(options: OptionValues): Promise<string> {
  const data = options.text("data");
  if (data !== undefined) return resolve(data);
  const path = configPathOf(options);
  if (options.text("config") === undefined && !await exists(path)) return resolve("data");
  return (await loadConfig(path)).data;
}
