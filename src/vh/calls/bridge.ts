/**
 * The rows of the call table for talking to other scripts and to the program around the hub.
 *
 * @module
 */
import type { CallRow } from "../table.ts";

/** Group: Scripts. */
export const BRIDGE_CALLS = [
  {
    name: "ScriptQuery",
    group: "Scripts",
    capability: "scripts",
    modes: "both",
    effect: "S",
    params: [
      { name: "cmd", type: "string" },
      { name: "data", type: "string" },
      {
        name: "target",
        type: "text",
        optional: true,
        doc: "Name, `vh.path` or number of the only script to ask; all others if left out",
      },
    ],
    returns: "{ script: string; value: string }[]",
    doc:
      "Runs OnScriptQuery in the other scripts and collects the texts they return, in call order, with the `vh.path` of each script. Waits a second at most; who is later is left out.",
  },
  {
    name: "CallDynamicFunction",
    group: "Scripts",
    capability: "scripts",
    modes: "both",
    effect: "S",
    params: [
      { name: "name", type: "string" },
      { name: "args", type: "value", ts: "Data", rest: true, doc: "Plain data" },
    ],
    returns: "Data",
    doc:
      'Calls a function that the hub\'s embedder or a plugin registered for this script, and waits for its result. Throws what the function throws, with its message and `code`; `code` is "function.unknown" when there is none of this name.',
  },
] as const satisfies readonly CallRow[];
