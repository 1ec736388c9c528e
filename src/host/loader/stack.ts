/**
 * Stack traces back to the author's files: virtual addresses become file paths with line and column.
 *
 * @module
 */
import type { ScriptGraph } from "./graph_types.ts";

const PLACE = /hubcap:\/\/\/[^\s()]+?(?=:\d|[\s)]|$)/g;
const RUNTIME_FRAME = /^\s+at .*(?:hubcap-runtime:|ext:|node:internal).*\n?/gm;

/**
 * Replaces the virtual addresses in `stack` by file paths and leaves out frames of the runtime. Text that is no
 * stack, or names unknown modules, stays as it is.
 */
export function mapStack(stack: string, graph: Pick<ScriptGraph, "modules">): string {
  return stack
    .replace(RUNTIME_FRAME, "")
    .replace(PLACE, (url) => graph.modules.get(url)?.file ?? url)
    .trimEnd();
}
