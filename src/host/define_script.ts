/**
 * From a script entry of the config to a definition the supervisor can run. Owns the meaning of sources and grants
 * in that entry; reads no module.
 *
 * @module
 */
import { fromFileUrl, relative } from "@std/path";
import type { LoadedScript } from "../config/load.ts";
import { HubError } from "../core/errors.ts";
import { resolveCapabilities } from "../vh/capabilities.ts";
import { checkGrants } from "./jail/grants.ts";
import type { ScriptDefinition } from "./slot.ts";

/** The file a source stands for. */
function fileOf(source: string): string {
  if (source.startsWith("file:")) return fromFileUrl(source);
  if (!/^[a-z][a-z0-9+.-]+:/i.test(source)) return source;
  throw new HubError("script.import", `Cannot load "${source}": only files are supported`, {
    remedy: "Copy the script into a folder and name its file",
  });
}

/** The real path of a folder a script may read as a whole, or `null`. */
async function readable(folder: string, granted: boolean | readonly string[]): Promise<string | null> {
  if (granted === false) return null;
  const path = await Deno.realPath(folder).catch(() => null);
  if (path === null || granted === true) return path;
  return granted.some((root) => path === root || !relative(root, path).startsWith("..")) ? path : null;
}

/**
 * Checks an entry and fills in what follows from it. `folder` is what relative grants start from.
 *
 * @throws {HubError} `config.invalid` or `script.import`, naming the field.
 */
export async function defineScript(entry: LoadedScript, folder: string): Promise<ScriptDefinition> {
  const { name, source, limits } = entry;
  const permissions = await checkGrants(entry.permissions, {
    folder,
    field: `scripts "${name}".permissions`,
  });
  const baseDir = await readable(folder, permissions.deno.read);
  return {
    name,
    source,
    file: fileOf(source),
    permissions,
    capabilities: resolveCapabilities(entry.capabilities),
    sql: entry.sql,
    isolation: entry.isolation,
    limits,
    restarts: limits.restarts,
    options: entry.options,
    onFailure: entry.onFailure,
    ...(baseDir === null ? {} : { baseDir }),
  };
}
