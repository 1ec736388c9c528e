/**
 * Looks at a script without running it: reads its modules with the hub's own loader, then their tokens, and asks
 * `deno check` about the types. Owns what follows from what is used: capabilities, permissions, notes.
 *
 * @module
 */
import { basename, relative } from "@std/path";
import { init, parse } from "es-module-lexer";
import { resolveSource, scriptNameOf } from "../config/load.ts";
import { HubError, messageOf } from "../core/errors.ts";
import { loadGraph } from "../host/loader/graph.ts";
import type { ScriptGraph } from "../host/loader/graph_types.ts";
import { findImports } from "../host/loader/imports.ts";
import { CALLS } from "../vh/calls.ts";
import { CAPABILITIES } from "../vh/capabilities.ts";
import { HOOK_NAMES, HOOKS } from "../vh/hooks.ts";
import type { CallRow, CapabilityName, HookRow } from "../vh/table.ts";
import { DENO_NEEDS, GLOBAL_NEEDS } from "./deno_needs.ts";
import type { ScriptAnalysis, Use } from "./script.ts";
import { checkTypes } from "./script_types.ts";
import { type Found, usesOf } from "./script_uses.ts";

const CALL_ROWS = new Map<string, CallRow>((CALLS as readonly CallRow[]).map((row) => [row.name, row]));

/** Uses gathered by what they need. */
type Gathered = Map<string, Map<string, string[]>>;

function gather(into: Gathered, need: string, what: string, place: string): void {
  let uses = into.get(need);
  if (!uses) into.set(need, uses = new Map());
  const places = uses.get(what);
  if (!places) uses.set(what, [place]);
  else if (!places.includes(place)) places.push(place);
}

const asUses = (gathered: Gathered): Map<string, Use[]> =>
  new Map([...gathered].map(([need, uses]) => [need, [...uses].map(([what, places]) => ({ what, places }))]));

/** What the modules of a script use, before the types are looked at. */
async function analyseGraph(graph: ScriptGraph): Promise<Omit<ScriptAnalysis, "types">> {
  await init;
  const capabilities: Gathered = new Map(), permissions: Gathered = new Map();
  const targets = new Map<string, Set<string>>();
  const hooks = new Set<string>(), builtins = new Set<string>(), notes = new Set<string>();
  const root = graph.modules.get(graph.entry)!.file.slice(
    0,
    -basename(graph.modules.get(graph.entry)!.file).length,
  );

  const ofVh = ({ name, argument }: Found, place: string) => {
    const row = CALL_ROWS.get(name);
    if (row?.capability) gather(capabilities, row.capability, `vh.${name}`, place);
    if (name === "on" && argument !== undefined) addHook(argument, place);
  };
  const addHook = (name: string, place: string) => {
    if (!Object.hasOwn(HOOKS, name)) return;
    hooks.add(name);
    const { secret } = (HOOKS as Readonly<Record<string, HookRow>>)[name]!;
    if (secret) {
      notes.add(`${name} shows passwords only with the capability "${secret.capability}" (${place})`);
    }
  };
  const ofDeno = ({ name, argument }: Found, place: string) => {
    const needs = DENO_NEEDS[name.replace(/Sync$/, "")];
    if (!needs) return void notes.add(`Deno.${name} is not there for scripts (${place})`);
    for (const kind of needs) gather(permissions, kind, `Deno.${name}`, place);
    if (name === "env" && argument !== undefined) addTarget("env", argument);
  };
  const addTarget = (kind: string, target: string) =>
    (targets.get(kind) ?? targets.set(kind, new Set()).get(kind)!).add(target);

  for (const { source, file } of graph.modules.values()) {
    const shown = relative(root, file);
    for (const { specifier } of await findImports(source, file)) {
      if (specifier.startsWith("node:")) builtins.add(specifier);
    }
    const { found, handedOn } = usesOf(source);
    for (const use of found) {
      const place = `${shown}:${use.line}`;
      if (use.of === "vh") ofVh(use, place);
      else if (use.of === "Deno") ofDeno(use, place);
      else {
        for (const kind of GLOBAL_NEEDS[use.name]!) gather(permissions, kind, use.name, place);
        const host = hostOf(use.argument);
        if (host) addTarget("net", host);
      }
    }
    for (const { name, line } of handedOn) {
      notes.add(`${name} is handed on at ${shown}:${line}; what is done with it there is not listed`);
    }
  }
  const entry = graph.modules.get(graph.entry)!;
  for (const exported of parse(entry.source)[1]) {
    if (exported.type !== "reexport-all") addHook(exported.name, relative(root, entry.file));
    else {notes.add(
        `${relative(root, entry.file)} exports all of ${exported.from}; hooks among that are not listed`,
      );}
  }
  return {
    files: graph.modules.size,
    hooks: HOOK_NAMES.filter((name) => hooks.has(name)),
    capabilities: asUses(capabilities),
    toGrant: [...capabilities.keys()].filter((name) => !CAPABILITIES[name as CapabilityName].granted),
    permissions: asUses(permissions),
    targets: new Map([...targets].map(([kind, names]) => [kind, [...names].sort()])),
    builtins: [...builtins].sort(),
    notes: [...notes],
    problems: [],
  };
}

/** The host of an address written in the source, with its port where one is given. */
function hostOf(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { host } = new URL(address);
  return host === "" ? undefined : host;
}

/** Looks at the script in a file. Never rejects for what is wrong with the script: that becomes a problem. */
export async function analyseScript(source: string): Promise<ScriptAnalysis> {
  try {
    const file = resolveSource(source, Deno.cwd());
    const graph = await loadGraph(file, { name: scriptNameOf(file) });
    return { ...await analyseGraph(graph), types: await checkTypes(graph.modules.get(graph.entry)!.file) };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const problem = error.remedy ? `${messageOf(error)}. ${error.remedy}` : messageOf(error);
    return {
      files: 0,
      hooks: [],
      capabilities: new Map(),
      toGrant: [],
      permissions: new Map(),
      targets: new Map(),
      builtins: [],
      notes: [],
      problems: [problem],
      types: null,
    };
  }
}
