/**
 * `hubcap script`: for people who write scripts. Owns the verb and what it prints; how a script is looked at comes in
 * as a function, so that the other verbs start fast.
 *
 * @module
 */
import { type Command, EXIT, type Invocation } from "./command.ts";
import { createScript } from "./script_new.ts";

/** Something a script uses, with the places where it does. */
export interface Use {
  /** Such as `fetch`, `Deno.readTextFile` or `vh.pm`. */
  readonly what: string;
  /** `file:line`, in the order of the modules. */
  readonly places: readonly string[];
}

/** What a script was found to be. */
export interface ScriptAnalysis {
  /** Number of modules. */
  readonly files: number;
  /** Hooks it exports or adds with `vh.on`. */
  readonly hooks: readonly string[];
  /** Used calls and hooks by the capability they need. */
  readonly capabilities: ReadonlyMap<string, readonly Use[]>;
  /** Capabilities among these that a script lacks unless they are granted. */
  readonly toGrant: readonly string[];
  /** Used functions by the Deno permission they need. */
  readonly permissions: ReadonlyMap<string, readonly Use[]>;
  /** What the permissions might be granted for, where the source says it in plain text: hosts, names. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
  /** Imported `node:` modules; none needs a permission. */
  readonly builtins: readonly string[];
  /** What a reader should know: things scripts do not have, and what could not be seen. */
  readonly notes: readonly string[];
  /** Why it cannot run; empty when it can. */
  readonly problems: readonly string[];
  /** Output of the type checker, empty when it passed; `null`: there is no Deno to check with. */
  readonly types: readonly string[] | null;
}

/** Looks at a script without running it. */
export type AnalyseScript = (source: string) => Promise<ScriptAnalysis>;

const MOST_PLACES = 3;

const placesOf = ({ what, places }: Use): string => {
  const more = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : "";
  return `${what} (${places.slice(0, MOST_PLACES).join(", ")}${more})`;
};

function section(title: string, rows: ReadonlyMap<string, readonly Use[]>): string[] {
  if (rows.size === 0) return [`${title}: none`];
  return [`${title}:`, ...[...rows].map(([name, uses]) => `  ${name}: ${uses.map(placesOf).join(", ")}`)];
}

/** The entry for `scripts` of the config that this script needs, on one line. */
function entryFor(source: string, { permissions, targets, toGrant }: ScriptAnalysis): string {
  const granted = [...permissions.keys()].map((kind) => [kind, targets.get(kind) ?? []] as const);
  const entry = {
    source,
    ...(granted.length > 0 ? { permissions: Object.fromEntries(granted) } : {}),
    ...(toGrant.length > 0 ? { capabilities: Object.fromEntries(toGrant.map((name) => [name, true])) } : {}),
  };
  return JSON.stringify(entry);
}

/** What `script check` prints, and whether the script can be used. */
export function reportOf(source: string, found: ScriptAnalysis): { lines: string[]; ok: boolean } {
  const { files, hooks, capabilities, permissions, builtins, notes, problems, types } = found;
  if (problems.length > 0) return { lines: problems.map((problem) => `Cannot run: ${problem}`), ok: false };
  const open = [...permissions.keys()].some((kind) => !found.targets.has(kind));
  const lines = [
    `${source}: ${files} ${files === 1 ? "file" : "files"}`,
    types === null
      ? "Types: not checked, since there is no deno on PATH (this binary cannot check types by itself)"
      : types.length === 0
      ? "Types: fine"
      : "Types: wrong",
    ...(types ?? []).map((line) => `  ${line}`.trimEnd()),
    `Hooks: ${hooks.join(", ") || "none"}`,
    ...section("Capabilities", capabilities),
    ...section("Permissions", permissions),
    ...(builtins.length > 0 ? [`Built-in modules, which need nothing: ${builtins.join(", ")}`] : []),
    ...notes.map((note) => `Note: ${note}`),
    "Entry for hubcap.jsonc:",
    `  ${entryFor(source, found)}`,
    ...(open ? ["  Fill the empty lists with the hosts, paths or names it may use."] : []),
  ];
  return { lines, ok: types === null || types.length === 0 };
}

async function make({ args, options, io }: Invocation): Promise<number> {
  const name = args[1]!;
  const files = await createScript(name, options.text("folder") ?? "scripts");
  for (const file of files) io.out(`Wrote ${file}`);
  const [module, test] = files;
  io.out("");
  io.out(`Try it:      deno task hub --script ${module}`);
  io.out(`Test it:     deno test -A ${test}`);
  io.out(`What it needs: deno task hubcap script check ${module}`);
  return EXIT.ok;
}

/** `hubcap script`. */
export function scriptCommand(analyse: AnalyseScript): Command {
  return {
    name: "script",
    summary: "Start a new script, or see what a script needs",
    forms: [
      ["new NAME", "Write a folder with a script, its test and a README"],
      ["check SOURCE", "Check its types; list its hooks, and what it needs of the hub and of Deno"],
    ],
    options: {
      folder: {
        type: "string",
        value: "FOLDER",
        of: ["new"],
        help: "Where the folder goes (default scripts)",
      },
    },
    async run(invocation) {
      const { args: [what, source = ""], io } = invocation;
      if (what === "new") return await make(invocation);
      const { lines, ok } = reportOf(source, await analyse(source));
      for (const line of lines) (ok ? io.out : io.err)(line);
      return ok ? EXIT.ok : EXIT.failed;
    },
  };
}
