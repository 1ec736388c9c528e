/**
 * The documents name what there is: commands, verbs with their options, tasks, settings with the defaults they claim,
 * and whatever else is written like a name of the program.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { commandTable } from "../src/cli/dispatch.ts";
import { type Command, parseCommand } from "../src/cli/command.ts";
import { defaultOf, isSettingName } from "../src/config/settings.ts";
import { systemClock } from "../src/core/clock.ts";
import { BUILTINS } from "../src/host/loader/builtins.ts";
import { SCRIPT_WORDS } from "../src/host/script_words.ts";
import { HUB_COMMANDS } from "../src/hub/commands/mod.ts";
import { ROOM_HELP } from "../src/hub/commands/room.ts";
import { createPasswords } from "../src/store/password.ts";
import { CAPABILITIES } from "../src/vh/capabilities.ts";
import { readSources } from "./house_lint.ts";

/** What people write by hand; made pages come from the tables. */
const MADE = ["docs/commands.md", "docs/config.md"];
const TEXTS = new Map(
  [
    "README.md",
    "CONTRIBUTING.md",
    ...[...Deno.readDirSync("docs")].map(({ name }) => `docs/${name}`).filter((path) =>
      path.endsWith(".md") && !MADE.includes(path)
    ),
  ].map((path) => [path, Deno.readTextFileSync(path)] as const),
);

/** Everything in the documents that fits, as `[where, groups]`. */
function* found(pattern: RegExp): Generator<readonly [where: string, groups: readonly string[]]> {
  for (const [path, text] of TEXTS) {
    for (const match of text.matchAll(pattern)) {
      yield [`${path}:${text.slice(0, match.index).split("\n").length}`, match.slice(1)];
    }
  }
}

/** Words of scripts and triggers that the documents make up, and shapes of words (`!regpass` is in the table). */
const EXAMPLES = ["stats", "ping", "hello", "motd", "rules", "faq"];
const WORDS: readonly string[] = [
  ...HUB_COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  ...[...SCRIPT_WORDS.values()].flatMap(({ name, aliases }) => [name, ...aliases]),
  ...ROOM_HELP.map((line) => /^\W(\w+)/.exec(line)![1]!),
  ...EXAMPLES,
];

Deno.test("documents: every command they name exists", () => {
  const unknown: string[] = [];
  let count = 0;
  for (const [where, [word = "", more]] of found(/(?<=`)[!+](\w+)(…?)/g)) {
    count++;
    const name = word.replace(/_.*/, "");
    const fits = more ? WORDS.some((known) => known.startsWith(name)) : WORDS.includes(name);
    if (!fits) unknown.push(`${where}: ${word}`);
  }
  assert(count > 150, `${count} commands`);
  assertEquals(unknown, []);
});

const never = () => Promise.reject(new Error("No verb runs here"));
const VERBS: readonly Command[] = commandTable({
  clock: systemClock(),
  passwords: createPasswords(),
  inspect: never,
  analyse: never,
  run: never,
});
const IO = { out() {}, err() {}, readLine: () => Promise.resolve("") };

/** Why a command line cannot be typed, or `null`. */
function refusal(line: string): string | null {
  const [verb, ...argv] = line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const command = VERBS.find(({ name }) => name === verb);
  if (!command) return `there is no verb ${verb}`;
  try {
    parseCommand(command, argv, IO);
    return null;
  } catch (error) {
    return String(error);
  }
}

Deno.test("documents: every command line they show can be typed", () => {
  const wrong: string[] = [];
  let count = 0;
  for (const [where, [line = ""]] of found(/^(?!#).*deno task hubcap ([^|&#\n]+)/gm)) {
    if (/[`…\\]/.test(line)) continue; // a sentence or a table
    count++;
    const why = refusal(line.trim().replaceAll(/\$\([^)]*\)/g, "today"));
    if (why !== null) wrong.push(`${where}: ${line.trim()}: ${why}`);
  }
  assert(count > 10, `${count} lines`);
  assertEquals(wrong, []);
});

Deno.test("documents: verbs and tasks in the text exist", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync("deno.json")) as { tasks: Record<string, string> };
  const wrong: string[] = [];
  for (const [where, [verb = "", next = ""]] of found(/`(?:deno task )?hubcap ([a-z]+)(?: ([a-z]+)\b)?/g)) {
    const forms = VERBS.find(({ name }) => name === verb)?.forms;
    const fits = forms?.some(([form]) =>
      next === "" || form.split(" ")[0] === next || /^[A-Z]/.test(form) || form.startsWith("[")
    );
    if (!fits) wrong.push(`${where}: hubcap ${verb} ${next}`);
  }
  for (const [where, [task = ""]] of found(/deno task ([a-z]+)/g)) {
    if (!Object.hasOwn(tasks, task)) wrong.push(`${where}: deno task ${task}`);
  }
  assertEquals(wrong, []);
});

/** What a number in brackets behind a setting is counted in, in the setting's own unit. */
const UNITS: Readonly<Record<string, number>> = { hours: 3600, minutes: 60 };

Deno.test("documents: the defaults they claim are those of the settings", () => {
  const wrong: string[] = [];
  let count = 0;
  for (
    const [where, [name = "", number, unit = ""]] of found(/`([a-z0-9_]+)`\s\((\d+)(?:\s([a-zA-Z]+))?\)/g)
  ) {
    if (!isSettingName(name)) continue;
    count++;
    const claimed = Number(number) * (UNITS[unit] ?? 1);
    if (claimed !== Number(defaultOf(name))) wrong.push(`${where}: ${name} is ${defaultOf(name)}`);
  }
  assert(count > 10, `${count} defaults`);
  assertEquals(wrong, []);
});

Deno.test("documents: whatever is written like a name of the program stands in its source", () => {
  const sources = [...readSources(".")].filter(([path]) => !/_test\.ts$|^tools\//.test(path));
  const names = new Set(
    sources.flatMap(([, text]) => text.match(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g) ?? []),
  );
  const made = Deno.readTextFileSync("docs/config.md");
  const wrong: string[] = [];
  let count = 0;
  for (const [where, [name = ""]] of found(/`([a-z][a-z0-9]*(?:_[a-z0-9]+)+)`/g)) {
    count++;
    if (!names.has(name) && !made.includes(`\`${name}\``)) wrong.push(`${where}: ${name}`);
  }
  assert(count > 80, `${count} names`);
  assertEquals(wrong, []);
});

Deno.test("documents: the files and folders they name exist, and the map of the source has them all", () => {
  const files = [
    ...readSources(".").keys(),
    ...[...Deno.readDirSync("tests")].map(({ name }) => `tests/${name}`),
  ];
  const isThere = (path: string): boolean => {
    const pattern = new RegExp(`^${path.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}(?:/.*)?$`);
    return files.some((file) => pattern.test(file));
  };
  const wrong: string[] = [];
  let count = 0;
  for (const [where, [path = ""]] of found(/`((?:src|tests|tools|workers)\/[\w./*-]+?)\/?`/g)) {
    count++;
    if (!isThere(path)) wrong.push(`${where}: ${path}`);
  }
  assert(count > 15, `${count} paths`);
  assertEquals(wrong, []);

  const map = TEXTS.get("CONTRIBUTING.md")!.split("```")[1]!;
  const shown = [...map.matchAll(/^((?: {2})?)([a-z]\S*) /gm)].map(([, inHub, name]) =>
    inHub ? `src/hub/${name}` : name!
  );
  const folders = [...Deno.readDirSync("src")].filter(({ isDirectory, name }) =>
    isDirectory && name !== "hub"
  );
  const inHub = [...Deno.readDirSync("src/hub")].filter(({ isDirectory, name }) =>
    isDirectory && name !== "testing"
  );
  assertEquals(shown.filter((path) => !isThere(path)), []);
  assertEquals(
    [...folders.map(({ name }) => `src/${name}`), ...inHub.map(({ name }) => `src/hub/${name}`)]
      .filter((path) => !shown.includes(path)),
    [],
  );
});

Deno.test("documents: what a script has by default is told as it is", () => {
  const readme = TEXTS.get("README.md")!;
  assertEquals(
    Object.fromEntries(
      [...readme.matchAll(/^\| `(\w+)`[^|]*\|[^|]*\| (granted|denied) +\|$/gm)].map(([, name, word]) =>
        [name!, word === "granted"] as const
      ),
    ),
    Object.fromEntries(Object.entries(CAPABILITIES).map(([name, { granted }]) => [name, granted])),
  );

  const sandbox = TEXTS.get("docs/sandbox.md")!;
  assertEquals(
    [...sandbox.split("## Modules")[1]!.split("with their sub-modules")[0]!.matchAll(/`(node:\w+)`/g)].map((
      [, name],
    ) => name),
    Object.keys(BUILTINS).filter((name) => !name.includes("/")),
  );
  const config = Deno.readTextFileSync("docs/config.md");
  const limits = [...sandbox.matchAll(/^\| `(\w+)` +\| (\d+) +\|/gm)];
  assertEquals(limits.length, 4);
  for (const [, name, value] of limits) {
    const row = new RegExp(`^\\| \`scripts\\[\\]\\.limits\\.${name}\`[^|]*\\|[^|]*\\| \`(\\d+)\``, "m");
    assertEquals(row.exec(config)?.[1], value, name);
  }
});
