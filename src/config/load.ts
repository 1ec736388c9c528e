/**
 * Reading the boot configuration: JSONC text → checked values with absolute paths, or problems a person can act on.
 * Knows nothing of what the fields make the hub do.
 *
 * @module
 */
import { basename, dirname, extname, isAbsolute, resolve } from "@std/path";
import { getNodeValue, type Node, type ParseError, parseTree } from "jsonc-parser";
import { HubError, messageOf } from "../core/errors.ts";
import { difference } from "./groups.ts";
import { configJsonSchema } from "./json_schema.ts";
import { type Problem, problemText, schemaProblems, syntaxProblems } from "./problems.ts";
import { type BootConfig, CONFIG_SCHEMA, type ScriptConfig } from "./schema.ts";

/** A script entry with its name known and its paths absolute. */
export type LoadedScript = Omit<ScriptConfig, "name"> & {
  /** Unique within the configuration. */
  name: string;
};

/** A checked configuration. Every path in it is absolute. */
export type LoadedConfig = Omit<BootConfig, "scripts" | "$schema"> & {
  /** The scripts in the order they are asked. */
  scripts: LoadedScript[];
};

/** A configuration, or what is wrong with the text. */
export type ParsedConfig =
  | { readonly ok: true; readonly config: LoadedConfig }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Larger files are refused unread. */
const MAX_BYTES = 1024 * 1024;

const isUrl = (source: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(source);

/** The name of a script that has none: its folder for `mod.ts`, otherwise its file name without extension. */
export function scriptNameOf(source: string): string {
  const path = isUrl(source) ? new URL(source).pathname : source;
  const file = basename(path, extname(path));
  const name = /^(mod|main|index)$/.test(file) ? basename(dirname(resolve(path))) : file;
  return name.replace(/[^A-Za-z0-9_.-]/g, "_").slice(0, 64) || "script";
}

/** Absolute form of a script source: URLs stay as they are, paths count from `folder`. */
export function resolveSource(source: string, folder: string): string {
  return isUrl(source) ? source : resolve(folder, source);
}

function resolveScript(script: ScriptConfig, folder: string): LoadedScript {
  const paths = (grant: boolean | string[]) =>
    Array.isArray(grant) ? grant.map((path) => resolve(folder, path)) : grant;
  const { read, write } = script.permissions;
  return {
    ...script,
    name: script.name ?? scriptNameOf(script.source),
    source: resolveSource(script.source, folder),
    permissions: { ...script.permissions, read: paths(read), write: paths(write) },
  };
}

function resolveGeo(geo: BootConfig["geo"], folder: string): BootConfig["geo"] {
  const path = (key: "country" | "city" | "asn") =>
    geo[key] === undefined ? {} : { [key]: resolve(folder, geo[key]) };
  return {
    ...path("country"),
    ...path("city"),
    ...path("asn"),
    more: geo.more.map((file) => resolve(folder, file)),
  };
}

function resolveTls(tls: BootConfig["tls"], folder: string): BootConfig["tls"] {
  const { cert, key, ...rest } = tls;
  return cert === undefined || key === undefined
    ? rest
    : { ...rest, cert: resolve(folder, cert), key: resolve(folder, key) };
}

/** The line of the entry `scripts[index]`. */
function scriptLine(text: string, root: Node, index: number): number {
  const entry = root.children?.find((property) => property.children?.[0]?.value === "scripts")?.children?.[1];
  return text.slice(0, entry?.children?.[index]?.offset ?? 0).split("\n").length;
}

/** Scripts of one group share a worker, and with it everything that belongs to a worker. */
function mixedGroups(scripts: readonly LoadedScript[], text: string, root: Node): Problem[] {
  const first = new Map<string, LoadedScript>();
  return scripts.flatMap((script, index): Problem[] => {
    const { isolation, name } = script;
    const other = first.get(isolation);
    if (!isolation.startsWith("shared:") || !other) {
      first.set(isolation, script);
      return [];
    }
    const shared = ({ permissions, limits }: LoadedScript) => ({ permissions, limits });
    const differs = difference(shared(other), shared(script));
    if (differs === null) return [];
    return [{
      line: scriptLine(text, root, index),
      field: `scripts[${index}].isolation`,
      message: `cannot put "${name}" into one worker with "${other.name}": they differ in ${differs}`,
      remedy: "Give them the same permissions and limits, or other groups",
    }];
  });
}

function sameNames(scripts: readonly LoadedScript[], text: string, root: Node): Problem[] {
  const first = new Map<string, number>();
  return scripts.flatMap(({ name }, index): Problem[] => {
    const before = first.get(name.toLowerCase());
    if (before === undefined) {
      first.set(name.toLowerCase(), index);
      return [];
    }
    const line = scriptLine(text, root, index);
    const field = `scripts[${index}].name`;
    return [{
      line,
      field,
      message: `cannot be "${name}": scripts[${before}] has it`,
      remedy: "Write another name",
    }];
  });
}

/** Checks a config text. `path` is where it stands: relative paths in it count from its folder. */
export function parseConfig(text: string, path: string): ParsedConfig {
  try {
    return parseShallow(text, path);
  } catch (error) {
    // The parser calls itself for every bracket.
    if (!(error instanceof RangeError)) throw error;
    const remedy = "Close them: no field needs more than five";
    return {
      ok: false,
      problems: [{ line: 1, field: "", message: "the file has too many brackets inside each other", remedy }],
    };
  }
}

/** @throws {RangeError} When the stack ends before the nesting does. */
function parseShallow(text: string, path: string): ParsedConfig {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  if (!root || errors.length > 0) return { ok: false, problems: syntaxProblems(text, errors) };
  const checked = CONFIG_SCHEMA.safeParse(getNodeValue(root));
  if (!checked.success) {
    return { ok: false, problems: schemaProblems(text, root, checked.error.issues, configJsonSchema()) };
  }
  const folder = dirname(isAbsolute(path) ? path : resolve(path));
  const { $schema: _schema, ...config } = checked.data;
  const scripts = config.scripts.map((script) => resolveScript(script, folder));
  const problems = [...sameNames(scripts, text, root), ...mixedGroups(scripts, text, root)];
  if (problems.length > 0) return { ok: false, problems };
  const { file, ...log } = config.log;
  return {
    ok: true,
    config: {
      ...config,
      data: resolve(folder, config.data),
      tls: resolveTls(config.tls, folder),
      plugins: config.plugins.map((plugin) => ({ ...plugin, source: resolve(folder, plugin.source) })),
      geo: resolveGeo(config.geo, folder),
      log: file === undefined ? log : { ...log, file: resolve(folder, file) },
      scripts,
    },
  };
}

/**
 * Reads and checks a config file.
 *
 * @throws {HubError} `config.unreadable`, or `config.invalid` with one line per problem.
 */
export async function loadConfig(path: string): Promise<LoadedConfig> {
  let text: string;
  try {
    const { size } = await Deno.stat(path);
    if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
    text = await Deno.readTextFile(path);
  } catch (error) {
    const missing = error instanceof Deno.errors.NotFound;
    throw new HubError(
      "config.unreadable",
      `Cannot read "${path}": ${missing ? "no such file" : messageOf(error)}`,
      {
        remedy: missing
          ? "Write one with `deno task hubcap init`"
          : "Make it readable or choose another file",
        cause: error,
      },
    );
  }
  const parsed = parseConfig(text.replace(/^\ufeff/, ""), path);
  if (parsed.ok) return parsed.config;
  const many = parsed.problems.length === 1 ? "1 problem" : `${parsed.problems.length} problems`;
  throw new HubError("config.invalid", `Cannot use "${path}": ${many}\n${problemText(parsed.problems)}`, {
    remedy: "Correct the file, then try `deno task hubcap check`",
  });
}
