/**
 * The house rules that `deno lint` does not know: size, header, direction of imports, no circles, no dead exports, no
 * console, no machine paths. Owns the rules as pure functions over file texts; run directly, it checks the work tree.
 *
 * @module
 */
import { dirname, join, normalize } from "@std/path";

/** Something to correct. */
export interface Finding {
  /** File, from the project's root. */
  readonly file: string;
  /** Line, counted from 1; 0 for the file as a whole. */
  readonly line: number;
  /** What is wrong. */
  readonly message: string;
}

/** File texts by path from the project's root, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

/** Longest source file. */
export const MAX_LINES = 400;

/** Made by `deno task gen`; size and header are the generator's business. */
const GENERATED = /^src\/vh\/vh_module\.d\.ts$/;

/** Place in the order of imports, lower first: a file imports only from places below its own, or from its own. */
const LAYERS: readonly (readonly [prefix: string, layer: number])[] = [
  ["src/vh/handlers/", 6],
  ["src/core/", 0],
  ["src/channel/", 1],
  ["src/nmdc/", 1],
  ["src/vh/", 1],
  ["src/config/", 2],
  ["src/net/", 3],
  ["src/store/", 3],
  ["src/geo/", 3],
  ["src/dns/", 3],
  ["src/import/", 4],
  ["src/port/", 4],
  ["src/hub/", 5],
  ["src/host/", 7],
  ["src/start_hub.ts", 8.5],
  ["src/cli/", 9],
  ["src/main.ts", 10],
  ["mod.ts", 10],
];

/** What worker code may import besides itself. */
const WORKER_IMPORTS =
  /^(src\/vh\/(?!handlers\/)|src\/core\/|src\/channel\/|src\/nmdc\/escape\.ts$|workers\/)/;

/** Places that may write to the console; examples of scripts are text. */
const CONSOLE = /^(src\/cli|src\/vh\/examples|tools|std|tests|scripts|workers)\/|_test\.ts$/;

const isTest = (file: string): boolean => /_test\.ts$|(^|\/)(testing|testdata)\//.test(file);

/** One import of a file. */
export interface Import {
  /** File from the root for relative imports, otherwise the specifier. */
  readonly target: string;
  /** Line, counted from 1. */
  readonly line: number;
  /** Gone at run time (`import type`), or made later (`import()`): cannot take part in a circle. */
  readonly weak: boolean;
}

/** The imports of a source. Statements start a line (`deno fmt`), so examples inside comments do not count. */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (match: RegExpMatchArray, specifier: string, weak: boolean) => {
    const target = specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier;
    found.push({ target, line: text.slice(0, match.index).split("\n").length, weak });
  };
  for (
    const match of text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[\w*{][^;"'=()]*?)?\bfrom\s+"([^"]+)"/gm)
  ) {
    add(match, match[2]!, match[1] !== undefined);
  }
  for (const match of text.matchAll(/^import\s+"([^"]+)"/gm)) add(match, match[1]!, false);
  for (const match of text.matchAll(/^(?!\s*(?:\*|\/\/)).*?\bimport\("([^"]+)"\)/gm)) {
    add(match, match[1]!, true);
  }
  return found;
}

/** Size, header and words of one file. */
export function checkText(file: string, text: string): Finding[] {
  const findings: Finding[] = [];
  const lines = text.split("\n");
  const add = (line: number, message: string) => findings.push({ file, line, message });
  if (!GENERATED.test(file)) {
    const length = lines.at(-1) === "" ? lines.length - 1 : lines.length;
    if (length > MAX_LINES) add(0, `has ${length} lines, more than ${MAX_LINES}`);
    const header = /^\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? "";
    if (!header.includes("@module")) add(1, "does not start with a header (/** what it owns … @module */)");
    else if (header.split("\n").filter((line) => /^ \* \S/.test(line)).length < 2) {
      add(1, "has an empty header");
    }
  }
  const marker = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME"].join("|")})\\b`);
  const place = new RegExp(
    `/(${["wo" + "rk/(main|shared)", "ho" + "me/\\w", "ro" + "ot/\\w", "Us" + "ers/\\w"].join("|")})`,
  );
  lines.forEach((line, i) => {
    if (marker.test(line)) add(i + 1, "leaves work for later");
    if (place.test(line)) add(i + 1, "names a path of one machine");
    const code = !/^\s*(\*|\/\/|\/\*)/.test(line);
    if (code && /\bconsole\.\w+\(/.test(line) && !CONSOLE.test(file)) {
      add(i + 1, "writes to the console outside src/cli");
    }
  });
  return findings;
}

const layerOf = (file: string): readonly [string, number] | undefined =>
  LAYERS.find(([prefix]) => file.startsWith(prefix));

function whyNot(file: string, target: string): string | null {
  if (target === "@std/log" && file !== "src/core/log.ts" && !file.startsWith("std/")) {
    return "only src/core/log.ts imports @std/log";
  }
  if (file.startsWith("workers/")) {
    const ours = target.startsWith("src/") || target.startsWith("workers/");
    if (ours && !WORKER_IMPORTS.test(target)) {
      return "worker code imports only src/vh tables, src/core, src/channel";
    }
    return null;
  }
  const [from, to] = [layerOf(file), layerOf(target)];
  if (from && /^(tests|tools|scripts)\//.test(target)) {
    return "the program does not import tests, tools or scripts";
  }
  if (from && target.startsWith("workers/") && from[1] < 7) return "only src/host knows the workers";
  if (!from || !to || from[0] === to[0]) return null;
  return to[1] < from[1] ? null : `${from[0]} does not import from ${to[0]} (core first, cli last)`;
}

/** Imports that go the wrong way. Tests may import whatever they test with. */
export function checkDirections(sources: Sources): Finding[] {
  return [...sources].filter(([file]) => !isTest(file)).flatMap(([file, text]) =>
    importsOf(file, text).flatMap(({ target, line }) => {
      const reason = whyNot(file, target);
      return reason === null ? [] : [{ file, line, message: `imports ${target}: ${reason}` }];
    })
  );
}

/** Circles of imports that exist at run time; each is reported once. */
export function checkCircles(sources: Sources): Finding[] {
  const targets = new Map([...sources].map(([file, text]) => [
    file,
    importsOf(file, text).filter(({ weak, target }) => !weak && sources.has(target)).map(({ target }) =>
      target
    ),
  ]));
  const done = new Set<string>();
  const findings: Finding[] = [];
  const walk = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) {
      findings.push({ file, line: 0, message: `imports itself: ${[...way.slice(at), file].join(" → ")}` });
      return;
    }
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) walk(target, [...way, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return findings;
}

/** Exports that are no types. Hooks are left out: what exports them is the text of a script. */
const EXPORT = /^export (?:async )?(?:function\*?|const|let|class|enum) (?!On[A-Z])(\w+)/gm;

/** Functions, classes and values that the program exports and no other file names; tests count as such. */
export function checkDeadExports(sources: Sources): Finding[] {
  const importers = new Map<string, string[]>();
  for (const [file, text] of sources) {
    for (const { target } of importsOf(file, text)) {
      importers.set(target, [...importers.get(target) ?? [], text]);
    }
  }
  const findings: Finding[] = [];
  for (const [file, text] of sources) {
    if (!/^(src|workers)\//.test(file) || /(\.d|_test)\.ts$/.test(file)) continue;
    const users = importers.get(file) ?? [];
    for (const { 1: name, index } of text.matchAll(EXPORT)) {
      const named = new RegExp(`\\b${name}\\b`);
      if (users.some((user) => named.test(user) || user.includes("export * from"))) continue;
      // Then it is part of what a public type means.
      if (text.includes(`= typeof ${name}`)) continue;
      const line = text.slice(0, index).split("\n").length;
      findings.push({ file, line, message: `exports ${name}, which nobody imports` });
    }
  }
  return findings;
}

/** Every finding, in the order of files. */
export function houseLint(sources: Sources): Finding[] {
  const all = [
    ...[...sources].flatMap(([file, text]) => checkText(file, text)),
    ...checkDirections(sources),
    ...checkCircles(sources),
    ...checkDeadExports(sources),
  ];
  return all.sort((a, b) => a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
}

const FOLDERS = ["src", "workers", "scripts", "tests", "tools", "std"];

/** The TypeScript sources below `root`. Fixture scripts (tests/scripts) break rules on purpose and are left out. */
export function readSources(root: string): Sources {
  const sources = new Map<string, string>();
  const visit = (path: string) => {
    for (const entry of Deno.readDirSync(join(root, path))) {
      const file = `${path}/${entry.name}`;
      if (entry.isDirectory) {
        if (file !== "tests/scripts" && entry.name !== "node_modules") visit(file);
      } else if (file.endsWith(".ts")) sources.set(file, Deno.readTextFileSync(join(root, file)));
    }
  };
  const present = new Set([...Deno.readDirSync(root)].map(({ name }) => name));
  for (const folder of FOLDERS) if (present.has(folder)) visit(folder);
  if (present.has("mod.ts")) sources.set("mod.ts", Deno.readTextFileSync(join(root, "mod.ts")));
  return sources;
}

if (import.meta.main) {
  const findings = houseLint(readSources("."));
  // deno-lint-ignore no-console
  for (const { file, line, message } of findings) console.error(`${file}:${line}: ${message}`);
  Deno.exit(findings.length > 0 ? 1 : 0);
}
