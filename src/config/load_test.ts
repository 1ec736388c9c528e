/**
 * Tests of the boot configuration: defaults, paths, and every kind of mistake with its field, line and remedy.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertFalse,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import fc from "fast-check";
import { HubError } from "../core/errors.ts";
import { defaultConfigText } from "./default_text.ts";
import { loadConfig, type LoadedConfig, parseConfig, resolveSource, scriptNameOf } from "./load.ts";
import { problemText } from "./problems.ts";

function good(text: string): LoadedConfig {
  const parsed = parseConfig(text, "/etc/hub/hubcap.jsonc");
  if (!parsed.ok) throw new Error(problemText(parsed.problems));
  return parsed.config;
}

function bad(text: string): string {
  const parsed = parseConfig(text, "/etc/hub/hubcap.jsonc");
  assertFalse(parsed.ok);
  return parsed.ok ? "" : problemText(parsed.problems);
}

Deno.test("config: an empty object is a whole configuration", () => {
  const { listen, data, hub, log, scripts } = good("{}");
  assertEquals({ listen, data, hub, log, scripts }, {
    listen: [{ host: "0.0.0.0", port: 4111, tls: "off" }],
    data: "/etc/hub/data",
    hub: { encoding: "utf-8", fallback: "windows-1252" },
    log: { level: "info" },
    scripts: [],
  });
});

Deno.test("config: the default text is valid and starts the quick-start script without any permission", () => {
  const [script, ...others] = good(defaultConfigText()).scripts;
  assertEquals(others, []);
  assertEquals([script!.name, script!.source], ["quickstart", "/etc/hub/scripts/quickstart/mod.ts"]);
  assert(Object.values(script!.permissions).every((granted) => granted === false));
});

Deno.test("config: the default text with its comments taken off is valid too and means the same", () => {
  const text = defaultConfigText();
  // Only lines that hold a field or continue one start like this; descriptions start with a word.
  const bare = text.replace(/^(\s*)\/\/ (?=\s*["}]| {2})/gm, "$1");
  assertMatch(bare, /^\s*"capabilities"/m);
  const { log: { file }, geo, ...rest } = good(bare);
  const { log: _log, geo: _geo, ...plain } = good(text);
  assertEquals([file, geo.city], ["/etc/hub/data/hub.log", "/etc/hub/data/city.mmdb"]);
  assertEquals({ ...rest, log: 0 } as unknown, { ...plain, log: 0 });
});

Deno.test("config: paths count from the folder of the file, URLs stay", () => {
  const { scripts, data, log } = good(`{
    "data": "../d", "log": { "file": "l" },
    "scripts": [
      { "source": "a.ts", "permissions": { "read": ["x"], "write": true, "net": ["h:1"] } },
      { "source": "https://example.org/b/mod.ts" },
      { "source": "file:///srv/c.ts" }
    ] }`);
  assertEquals([data, log.file], ["/etc/d", "/etc/hub/l"]);
  assertEquals(scripts.map(({ source }) => source), [
    "/etc/hub/a.ts",
    "https://example.org/b/mod.ts",
    "file:///srv/c.ts",
  ]);
  assertEquals(scripts.map(({ name }) => name), ["a", "b", "c"]);
  assertEquals([scripts[0]!.permissions.read, scripts[0]!.permissions.net], [["/etc/hub/x"], ["h:1"]]);
  assertEquals(resolveSource("x.ts", "/a"), "/a/x.ts");
});

Deno.test("config: GeoIP files count from the folder of the file; those that are not named stay away", () => {
  const parsed = parseConfig(
    `{ "geo": { "city": "geo/city.mmdb", "more": ["/abs/a.mmdb", "b.mmdb"] } }`,
    "/etc/hub/x",
  );
  assertEquals(parsed.ok && parsed.config.geo, {
    city: "/etc/hub/geo/city.mmdb",
    more: ["/abs/a.mmdb", "/etc/hub/b.mmdb"],
  });
});

Deno.test("config: certificate files count from the folder of the file", () => {
  const { tls } = good(`{ "tls": { "cert": "hub.crt", "key": "/keys/hub.key" } }`);
  assertEquals([tls.cert, tls.key], ["/etc/hub/hub.crt", "/keys/hub.key"]);
  assertEquals(good("{}").tls, { detectMs: 500, handshakeMs: 10_000, minVersion: "1.2" });
});

Deno.test("config: names of scripts without one are usable whatever the source", () => {
  assertEquals(scriptNameOf("./scripts/quickstart/mod.ts"), "quickstart");
  assertEquals(scriptNameOf("/x/my script!.ts"), "my_script_");
  assertEquals(scriptNameOf("x".repeat(200) + ".ts").length, 64);
});

Deno.test("config: two scripts cannot share a name, in any case", () => {
  const text = bad(`{ "scripts": [ { "source": "a.ts" },\n { "source": "b/A.ts" } ] }`);
  assertEquals(text, '  line 2: scripts[1].name cannot be "A": scripts[0] has it. Write another name.');
});

const MISTAKES: readonly [string, string, string][] = [
  [
    "wrong type",
    `{\n\n "listen": [{ "port": "x" }] }`,
    'line 3: listen[0].port cannot be "x". Write a whole number from 0 to 65535',
  ],
  ["out of range", `{ "listen": [{ "port": 70000 }] }`, "listen[0].port cannot be 70000."],
  ["no address", `{ "listen": [] }`, "listen cannot be []. Write a list of entries in [ ] (1 to 16)."],
  ["unknown word", `{ "log": { "level": "loud" } }`, 'Write "debug", "info", "warn" or "error".'],
  [
    "unknown key near a known one",
    `{ "scripts": [\n { "source": "a", "permision": {} } ] }`,
    'line 2: scripts[0].permision is not known. Did you mean "permissions"?',
  ],
  [
    "unknown key near nothing",
    `{ "zzzzzzzz": 1 }`,
    "zzzzzzzz is not known. Known here: listen, tls, proxy, myIp, data, hub, log, geo, plugins, autoload, scripts.",
  ],
  ["missing key", `{ "scripts": [ {} ] }`, "scripts[0].source is missing. Write a text in quotes"],
  [
    "unknown isolation",
    `{ "scripts": [ { "source": "a", "isolation": "none" } ] }`,
    'Write "hardened", "worker" or "shared:" and a name',
  ],
  [
    "a group of unequal scripts",
    `{ "scripts": [\n { "source": "a", "isolation": "shared:g" },\n { "source": "b", "isolation": "shared:g", ` +
    `"permissions": { "net": ["x.org"] } } ] }`,
    'line 3: scripts[1].isolation cannot put "b" into one worker with "a": they differ in permissions.net: ' +
    'false and ["x.org"]. Give them the same permissions and limits, or other groups',
  ],
  [
    "no power of two",
    `{ "scripts": [ { "source": "a", "limits": { "ringKb": 100 } } ] }`,
    "Write a power of two",
  ],
  [
    "unknown encoding",
    `{ "hub": { "encoding": "klingon" } }`,
    'hub.encoding cannot be "klingon". Write "utf-8" or',
  ],
  ["two-byte encoding", `{ "hub": { "encoding": "shift_jis" } }`, "hub.encoding cannot be"],
  ["bad name", `{ "scripts": [ { "source": "a", "name": "a b" } ] }`, "Write letters, digits"],
  [
    "bad hook name",
    `{ "scripts": [ { "source": "a", "onFailure": { "chat": "block" } } ] }`,
    "Write hook names",
  ],
  [
    "permission of a wrong kind",
    `{ "scripts": [ { "source": "a", "permissions": { "net": 3 } } ] }`,
    "Write true or false or a list of texts",
  ],
  [
    "capability of a wrong kind",
    `{ "scripts": [ { "source": "a", "capabilities": { "sql": "yes" } } ] }`,
    'capabilities.sql cannot be "yes". Write true or false.',
  ],
  [
    "an SQL grant without the capability",
    `{ "scripts": [\n{ "source": "a.ts", "sql": "hub-read" }] }`,
    'line 2: scripts[0].sql cannot be "hub-read". Write "sql": true under its capabilities, too.',
  ],
  [
    "half a certificate",
    `{ "tls": {\n "cert": "hub.crt" } }`,
    "tls.key is missing.",
  ],
  [
    "no network",
    `{ "proxy": ["10.0.0.0/8",\n "balancer"] }`,
    'line 2: proxy[1] cannot be "balancer". Write networks, such as "10.0.0.0/8"',
  ],
  ["list on top", `[]`, "line 1: cannot be []. Write an object in { }."],
  ["empty file", ``, "line 1: value expected at the end"],
  ["unclosed", `{\n "listen": [`, "line 2: "],
  ["no comma", `{ "data": "a"\n "log": {} }`, 'line 2: comma expected at ""log""'],
];

for (const [what, text, expected] of MISTAKES) {
  Deno.test(`config: ${what} is refused with field, line and remedy`, () =>
    assertStringIncludes(bad(text), expected));
}

Deno.test("config: a file full of mistakes gives ten problems, in the order of lines", () => {
  const lines = bad(`{\n${Array.from({ length: 50 }, (_, i) => `"key${i}": 1`).join(",\n")} }`).split("\n");
  assertEquals(lines.length, 10);
  assertStringIncludes(lines[0]!, "line 2: key0");
});

Deno.test("config: any text is a configuration or a list of problems, never an exception", () => {
  const piece = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"',
    '"listen"',
    '"scripts"',
    "1",
    "null",
    "//",
    "\n",
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(piece).map((parts) => parts.join("")), fc.json()), (text) => {
      const parsed = parseConfig(text, "/x/y");
      return parsed.ok || (parsed.problems.length > 0 && parsed.problems.length <= 10);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("config: a file is loaded, byte order mark and comments included", async () => {
  const dir = await Deno.makeTempDir();
  const path = join(dir, "hubcap.jsonc");
  await Deno.writeTextFile(path, `\ufeff// x\n{ "data": "d", }`);
  assertEquals((await loadConfig(path)).data, join(dir, "d"));
  await Deno.remove(dir, { recursive: true });
});

Deno.test("config: a missing, an unreadable, a huge and a wrong file are errors with code and remedy", async () => {
  const dir = await Deno.makeTempDir();
  const failure = async (name: string, text?: string) => {
    const path = join(dir, name);
    if (text !== undefined) await Deno.writeTextFile(path, text);
    return await assertRejects(() => loadConfig(path), HubError);
  };
  const missing = await failure("none");
  assertEquals([missing.code, missing.remedy], [
    "config.unreadable",
    "Write one with `deno task hubcap init`",
  ]);
  const wrong = await failure("wrong", `{ "data": 1 }`);
  assertEquals(wrong.code, "config.invalid");
  assertStringIncludes(wrong.message, "1 problem\n  line 1: data cannot be 1.");
  assertEquals((await failure("huge", " ".repeat(1024 * 1024 + 1))).code, "config.unreadable");
  assertEquals((await failure(".")).code, "config.unreadable");
  await Deno.remove(dir, { recursive: true });
});

Deno.test("config: brackets without end are a problem of the file, not of the hub", () => {
  for (
    const text of [
      "[".repeat(400_000),
      `{"scripts":`.repeat(40_000),
      `${"[".repeat(200_000)}${"]".repeat(200_000)}`,
    ]
  ) {
    assertMatch(bad(text), /^ {2}line 1: the file has too many brackets/);
  }
});

Deno.test("config: of a file full of mistakes the first ones are told, and soon", () => {
  const fields = (count: number) =>
    bad(`{\n${Array.from({ length: count }, (_, i) => `"x${i}":1`).join(",\n")}}`).split("\n");
  assertEquals(fields(20_000), fields(20));
  assertMatch(fields(20)[9]!, /^ {2}line 11: x9 is not known/);
});
