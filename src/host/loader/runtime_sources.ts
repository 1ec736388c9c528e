/**
 * Reads the trusted worker runtime: the modules under workers/ and what they import from src/, with types stripped,
 * keyed by `hubcap-runtime:///` addresses. A jail has no permission to load them itself.
 * Reads through `import.meta.url`, so it also works from the files embedded in a compiled binary.
 *
 * @module
 */
import { HubError } from "../../core/errors.ts";
import { findImports } from "./imports.ts";
import { stripTypes } from "./strip.ts";

/** The runtime as text, ready to be handed to any number of jails. */
export interface RuntimeSources {
  /** Text run first, a CommonJS script. */
  readonly boot: string;
  /** Address of the module that starts the runtime. */
  readonly entry: string;
  /** JavaScript by address. */
  readonly sources: Readonly<Record<string, string>>;
}

const SCHEME = "hubcap-runtime:///";
const PROJECT = new URL("../../../", import.meta.url);
const VIRTUAL = `${SCHEME}virtual/`;

/**
 * Loads the runtime whose entry is `entry`, a path relative to the project. Read once and kept by the caller.
 *
 * @throws {HubError} `script.load` when a runtime file is missing or imports something it may not.
 */
export async function loadRuntime(entry = "workers/runtime.ts"): Promise<RuntimeSources> {
  const sources: Record<string, string> = {};
  const queue = [entry];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const url = SCHEME + path;
    if (url in sources) continue;
    const { source } = stripTypes(await read(path), path, url);
    sources[url] = source;
    for (const { specifier, dynamic } of await findImports(source, path)) {
      if (dynamic || specifier.startsWith("node:") || specifier.startsWith(VIRTUAL)) continue;
      if (!specifier.startsWith(".")) {
        throw new HubError("script.load", `Cannot use "${specifier}" in the worker runtime (${path})`);
      }
      queue.push(new URL(specifier, url).href.slice(SCHEME.length));
    }
  }
  return { boot: await read("workers/boot.cjs"), entry: SCHEME + entry, sources };
}

async function read(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(new URL(path, PROJECT));
  } catch (error) {
    throw new HubError("script.load", `Cannot read the worker runtime file ${path}`, { cause: error });
  }
}
