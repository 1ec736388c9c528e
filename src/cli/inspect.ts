/**
 * Looks at a configured script with the loader of the running hub, so that `check` and `scripts list` refuse exactly
 * what a start would refuse. Runs nothing of the script.
 *
 * @module
 */
import type { LoadedScript } from "../config/load.ts";
import { HubError, messageOf } from "../core/errors.ts";
import { defineScript } from "../host/define_script.ts";
import { loadGraph } from "../host/loader/graph.ts";
import type { ScriptReport } from "./scripts.ts";

const lineOf = (error: unknown): string =>
  error instanceof HubError && error.remedy ? `${messageOf(error)}. ${error.remedy}` : messageOf(error);

/** The report on one script. Never rejects: what fails becomes a problem. */
export async function inspectScript(script: LoadedScript): Promise<ScriptReport> {
  let grants: readonly string[] = [];
  let warnings: readonly string[] = [];
  try {
    // Paths of a loaded configuration are absolute, so the folder does not matter.
    const { file, name, permissions } = await defineScript(script, "/");
    ({ summary: grants, warnings } = permissions);
    const graph = await loadGraph(file, { name });
    return { files: graph.modules.size, grants, warnings, problems: [] };
  } catch (error) {
    return { files: 0, grants, warnings, problems: [lineOf(error)] };
  }
}
