/**
 * A script graph made of one piece of text, for tests that need no files.
 *
 * @module
 */
import type { ScriptGraph } from "../../src/host/loader/graph_types.ts";

/** The graph of a script whose only module is `source` (JavaScript), at `/scripts/<name>/mod.js`. */
export function textGraph(name: string, source: string): ScriptGraph {
  const entry = `hubcap:///${name}/mod.js`;
  const module = { url: entry, file: `/scripts/${name}/mod.js`, source, shifted: false };
  return { name, entry, modules: new Map([[entry, module]]), size: source.length };
}
