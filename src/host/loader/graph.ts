/**
 * Reads a script and everything it imports into one closed, checked graph, before any of it runs.
 * Owns the borders of the script's folder and the bounds on count and size; resolve.ts says what is allowed.
 * Knows nothing of workers. Sources are files; https, jsr and npm specifiers are refused.
 *
 * @module
 */
import { basename, dirname, fromFileUrl, relative, resolve } from "@std/path";
import { HubError, messageOf, systemTextOf } from "../../core/errors.ts";
import type { ScriptGraph, ScriptModule } from "./graph_types.ts";
import { findImports } from "./imports.ts";
import { decideImport, type Place, refuseImport } from "./resolve.ts";
import { isTypeScript, stripTypes } from "./strip.ts";

/** Most modules of one script. */
export const MAX_MODULES = 500;
/** Most source text of one script (bytes). */
export const MAX_BYTES = 8 * 1024 * 1024;

/** How {@linkcode loadGraph} works. */
export interface LoadGraphOptions {
  /** Name of the script; part of its virtual addresses. */
  name: string;
  /** Specifiers that the worker's runtime provides. Default: `vh`. */
  virtual?: readonly string[];
  /** Most modules; default {@linkcode MAX_MODULES}. */
  maxModules?: number;
  /** Most bytes of source; default {@linkcode MAX_BYTES}. */
  maxBytes?: number;
}

interface Wanted {
  url: string;
  json: boolean;
  /** Who asked, `undefined` for the entry. */
  by: Place | undefined;
}

/**
 * Loads the graph of the script at `source`, a file path or `file:` URL. Its folder is the border: nothing outside
 * is read, not even through a symlink.
 *
 * @throws {HubError} `script.import` for a refused import (file, line, specifier and remedy), `script.load` for a
 * file that cannot be read or parsed.
 */
export async function loadGraph(source: string | URL, options: LoadGraphOptions): Promise<ScriptGraph> {
  const { name, virtual = ["vh"], maxModules = MAX_MODULES, maxBytes = MAX_BYTES } = options;
  const entryFile = await realFile(source);
  const root = dirname(entryFile);
  const base = `hubcap:///${encodeURIComponent(name)}/`;
  const entry = base + encodeURIComponent(basename(entryFile));

  const modules = new Map<string, ScriptModule>();
  const queue: Wanted[] = [{ url: entry, json: false, by: undefined }];
  let size = 0;
  for (let wanted = queue.shift(); wanted; wanted = queue.shift()) {
    const { url, json, by } = wanted;
    if (modules.has(url)) continue;
    if (modules.size >= maxModules) throw tooMuch(name, `more than ${maxModules} modules`);
    const file = await fileOf(url, base, root, by);
    size += await sizeOf(file, by);
    if (size > maxBytes) throw tooMuch(name, `more than ${maxBytes} bytes of source`);
    const module = makeModule(await readText(file), file, url, json);
    modules.set(url, module);
    if (json) continue;
    for (const site of await findImports(module.source, file)) {
      const place = { file, line: site.line, specifier: site.specifier };
      const decision = decideImport(site, url, base, virtual, place);
      if (decision.kind === "module") queue.push({ url: decision.url, json: decision.json, by: place });
    }
  }
  return { name, entry, modules, size };
}

/** The real path of the entry, symlinks resolved. */
async function realFile(source: string | URL): Promise<string> {
  const path = source instanceof URL || /^file:/.test(source) ? fromFileUrl(source) : resolve(source);
  try {
    return await Deno.realPath(path);
  } catch (error) {
    throw new HubError("script.load", `Cannot read script ${path}: ${systemTextOf(error)}`, {
      remedy: "Check the path",
      cause: error,
    });
  }
}

/** The author's file behind a virtual address; inside `root` or refused. */
async function fileOf(url: string, base: string, root: string, by: Place | undefined): Promise<string> {
  let file = url;
  let real: string;
  try {
    file = resolve(root, decodeURIComponent(url.slice(base.length)));
    real = await Deno.realPath(file);
  } catch (error) {
    if (!by) throw error;
    throw refuseImport(by, `${file} cannot be read`, "Check the spelling and the extension", error);
  }
  const inside = relative(root, real);
  if (by && (inside.startsWith("..") || resolve(root, inside) !== real || inside === "")) {
    throw refuseImport(by, "it leaves the script's folder", `Move the file into ${root}`);
  }
  return file;
}

async function sizeOf(file: string, by: Place | undefined): Promise<number> {
  const info = await Deno.stat(file);
  if (info.isFile) return info.size;
  if (by) throw refuseImport(by, `${file} is not a file`, "Name the file itself, with its extension");
  throw new HubError("script.load", `Cannot read script ${file}: it is not a file`, {
    remedy: "Name the script's entry file",
  });
}

async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(file));
  } catch (error) {
    throw new HubError("script.load", `Cannot read ${file}: ${systemTextOf(error)}`, {
      remedy: "Save the file as UTF-8 and make it readable",
      cause: error,
    });
  }
}

function makeModule(text: string, file: string, url: string, json: boolean): ScriptModule {
  if (json) {
    try {
      JSON.parse(text);
    } catch (error) {
      throw new HubError("script.load", `Cannot parse ${file}: ${messageOf(error)}`, {
        remedy: "Correct the JSON and reload the script",
      });
    }
    return { url, file, source: `export default JSON.parse(${JSON.stringify(text)});`, shifted: true };
  }
  // The worker puts a statement in front; a hashbang is a comment on the first line only.
  text = text.replace(/^#!/, "//");
  if (!isTypeScript(file)) return { url, file, source: text, shifted: false };
  return { url, file, ...stripTypes(text, file, url) };
}

function tooMuch(name: string, what: string): HubError {
  return new HubError("script.load", `Cannot load script "${name}": it has ${what}`, {
    remedy: "Split the script or leave modules out",
  });
}
