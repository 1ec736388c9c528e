/**
 * `deno task compile [TARGET]`: one binary of the hub. Owns the list of files that no import shows to the compiler:
 * the worker runtime, which the hub reads as text, the quick-start script, and the types that scripts are checked
 * against.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { loadRuntime } from "../src/host/loader/runtime_sources.ts";

const RUNTIME_SCHEME = "hubcap-runtime:///";

/** Files the binary needs besides the module graph of its entry, from the project's root. */
export async function embeddedFiles(): Promise<string[]> {
  const runtimes = await Promise.all(
    ["workers/runtime.ts", "workers/probe_runtime.ts"].map((entry) => loadRuntime(entry)),
  );
  const modules = runtimes.flatMap(({ sources }) =>
    Object.keys(sources).map((url) => url.slice(RUNTIME_SCHEME.length))
  );
  return [
    ...new Set([
      ...modules,
      "workers/boot.cjs",
      "workers/warden.ts",
      "scripts/quickstart/mod.ts",
      "src/vh/vh_module.d.ts",
      "deno.json",
    ]),
  ].sort();
}

/** Arguments of `deno` that make the binary. */
export async function compileArgs(output: string, target?: string): Promise<string[]> {
  const includes = (await embeddedFiles()).flatMap((file) => ["--include", file]);
  const forTarget = target === undefined ? [] : ["--target", target];
  return [
    "compile",
    "--allow-all",
    "--no-prompt",
    "--no-check",
    ...forTarget,
    ...includes,
    "--output",
    output,
    "src/main.ts",
  ];
}

if (import.meta.main) {
  const [target] = Deno.args;
  const args = await compileArgs(target === undefined ? "dist/hubcap" : `dist/hubcap-${target}`, target);
  const { code } = await new Deno.Command(Deno.execPath(), { args }).spawn().status;
  if (code !== 0) console.error("The base binary of Deno must be reachable: this step downloads it once.");
  Deno.exit(code);
}
