/**
 * The folder of scripts that need no entry in the config: what lies in it, and the definition of a script that is
 * named by hand or found there. Such a script has every default and no permission.
 *
 * @module
 */
import { dirname, join } from "@std/path";
import { type LoadedConfig, type LoadedScript, resolveSource, scriptNameOf } from "../config/load.ts";
import { CONFIG_SCHEMA } from "../config/schema.ts";
import { HubError, systemTextOf } from "../core/errors.ts";
import { defineScript } from "./define_script.ts";
import type { ScriptDefinition } from "./slot.ts";

/** An entry with every default for this source. */
function plainEntry(source: string, name: string): LoadedScript {
  const [plain] = CONFIG_SCHEMA.parse({ scripts: [{ source }] }).scripts;
  return { ...plain!, name };
}

/**
 * The entry of the config that names this source, or one with every default and no permission.
 *
 * @param anywhere whether a source may be one that neither the config nor the folder has
 * @throws {HubError} `script.denied` when it is one all the same
 */
export async function defineByHand(
  source: string,
  config: LoadedConfig,
  folder: string,
  anywhere: boolean,
): Promise<ScriptDefinition> {
  const absolute = resolveSource(source, dirname(folder));
  const known = config.scripts.find((script) => script.source === absolute);
  // By default a script may make accounts of any class, so a file or address of one's own choice is as good as class 10.
  if (!known && !anywhere && !absolute.startsWith(`${folder}/`)) {
    throw new HubError("script.denied", `Only class 10 loads a script from outside ${folder}`, {
      remedy: "!tsfiles shows the files to choose from",
    });
  }
  return await defineScript(known ?? plainEntry(absolute, scriptNameOf(absolute)), config.data);
}

/** Scripts in a folder, by name: modules, and folders that hold a `mod.ts`. Empty when there is no folder. */
export async function scriptFiles(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
      if (isFile && /\.[cm]?[jt]s$/.test(name) && !/_test\.|\.d\./.test(name)) names.push(name);
      else if (isDirectory && await isFileAt(join(folder, name, "mod.ts"))) names.push(`${name}/mod.ts`);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw new HubError("script.load", `Cannot read ${folder}: ${systemTextOf(error)}`, { cause: error });
  }
  return names.sort();
}

/**
 * Definitions of the scripts in the folder that no entry of the config names, not even a disabled one, sorted by
 * name. A name that is taken gets a number.
 */
export async function foundScripts(config: LoadedConfig, folder: string): Promise<ScriptDefinition[]> {
  const sources = new Set(config.scripts.map(({ source }) => source));
  const taken = new Set(config.scripts.map(({ name }) => name.toLowerCase()));
  const found: ScriptDefinition[] = [];
  for (const file of await scriptFiles(folder)) {
    const source = join(folder, file);
    if (sources.has(source)) continue;
    const wanted = scriptNameOf(source);
    let name = wanted;
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${wanted.slice(0, 60)}_${i}`;
    taken.add(name.toLowerCase());
    found.push(await defineScript(plainEntry(source, name), config.data));
  }
  return found;
}

async function isFileAt(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}
