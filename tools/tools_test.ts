/**
 * Tests of the gate's own parts: every house rule finds what it is for and nothing else; generated files are fresh.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { GENERATED, staleFiles } from "./generate.ts";
import {
  checkCircles,
  checkDeadExports,
  checkDirections,
  checkText,
  houseLint,
  importsOf,
  MAX_LINES,
} from "./house_lint.ts";
import { testCounts } from "./ok.ts";

const HEADER = "/**\n * What it owns.\n *\n * @module\n */\n";
const messages = (findings: readonly { message: string }[]) => findings.map(({ message }) => message);

Deno.test("house lint: a file of 400 lines with a header passes, one more line or no header does not", () => {
  const body = (lines: number) => HEADER + "x;\n".repeat(lines - 5);
  assertEquals(checkText("src/a.ts", body(MAX_LINES)), []);
  assertEquals(messages(checkText("src/a.ts", body(MAX_LINES + 1))), ["has 401 lines, more than 400"]);
  assertStringIncludes(messages(checkText("src/a.ts", "import x;\n"))[0]!, "does not start with a header");
  assertStringIncludes(messages(checkText("src/a.ts", "/** @module */\n"))[0]!, "empty header");
});

Deno.test("house lint: console, work for later and machine paths are found with their line, comments may show them", () => {
  const of = (file: string, line: string) => checkText(file, HEADER + line);
  assertEquals(of("src/hub/a.ts", 'console.log("x");')[0]?.line, 6);
  assertEquals(of("src/hub/a.ts", ' * console.log("x");'), []);
  assertEquals(of("src/cli/a.ts", 'console.log("x");'), []);
  assertEquals(of("tests/a.ts", "// TO" + "DO later").length, 1);
  assertEquals(of("src/a.ts", 'const a = "/ho' + 'me/somebody/x";').length, 1);
  assertEquals(of("src/a.ts", 'const a = "/homepage";'), []);
});

Deno.test("house lint: imports are read from statements of any shape, not from examples", () => {
  const text = [
    'import a from "./a.ts";',
    "import {",
    "  type b,",
    '} from "../b.ts";',
    'import type { c } from "./c.ts";',
    'export * from "./d.ts";',
    'import "./e.ts";',
    '  const f = await import("./f.ts");',
    ' * import { g } from "./g.ts";',
    'import { h } from "@std/path";',
    'export const text = `from "./i.ts"`;',
  ].join("\n");
  const found = importsOf("src/hub/x.ts", text);
  assertEquals(found.map(({ target, line, weak }) => `${target} ${line} ${weak}`).sort(), [
    "@std/path 10 false",
    "src/b.ts 2 false",
    "src/hub/a.ts 1 false",
    "src/hub/c.ts 5 true",
    "src/hub/d.ts 6 false",
    "src/hub/e.ts 7 false",
    "src/hub/f.ts 8 true",
  ]);
});

const DIRECTIONS: readonly [file: string, imported: string, fine: boolean][] = [
  ["src/nmdc/a.ts", "../core/b.ts", true],
  ["src/core/a.ts", "../nmdc/b.ts", false],
  ["src/nmdc/a.ts", "../config/b.ts", false],
  ["src/store/a.ts", "../config/b.ts", true],
  ["src/vh/a.ts", "./handlers/b.ts", false],
  ["src/vh/handlers/a.ts", "../b.ts", true],
  ["src/vh/handlers/a.ts", "../../host/b.ts", false],
  ["src/host/a.ts", "../hub/b.ts", true],
  ["src/hub/a.ts", "../host/b.ts", false],
  ["src/cli/a.ts", "../host/b.ts", true],
  ["src/hub/a.ts", "../../tests/b.ts", false],
  ["src/hub/a.ts", "../../workers/b.ts", false],
  ["src/host/a.ts", "../../workers/b.ts", true],
  ["workers/a.ts", "../src/vh/calls.ts", true],
  ["workers/a.ts", "../src/vh/handlers/b.ts", false],
  ["workers/a.ts", "../src/nmdc/escape.ts", true],
  ["workers/a.ts", "../src/nmdc/chat.ts", false],
  ["workers/a.ts", "../src/hub/b.ts", false],
  ["src/hub/a.ts", "@std/log", false],
  ["src/core/log.ts", "@std/log", true],
  ["tests/a.ts", "../src/hub/b.ts", true],
  ["src/core/a_test.ts", "../nmdc/b.ts", true],
];

Deno.test("house lint: imports go from cli to core only, workers see tables only, one file sees the log package", () => {
  for (const [file, imported, fine] of DIRECTIONS) {
    const findings = checkDirections(new Map([[file, `import x from "${imported}";`]]));
    assertEquals(findings.length === 0, fine, `${file} imports ${imported}`);
  }
});

Deno.test("house lint: a circle is found once, with its way; type imports and later imports make none", () => {
  const circle = new Map([
    ["src/a.ts", 'import x from "./b.ts";'],
    ["src/b.ts", 'import x from "./c.ts";'],
    ["src/c.ts", 'import x from "./a.ts";'],
    ["src/d.ts", 'import x from "./a.ts";'],
  ]);
  assertEquals(messages(checkCircles(circle)), ["imports itself: src/a.ts → src/b.ts → src/c.ts → src/a.ts"]);
  assertEquals(checkCircles(new Map([...circle, ["src/c.ts", 'import type x from "./a.ts";']])), []);
  assertEquals(checkCircles(new Map([...circle, ["src/c.ts", 'f(() => import("./a.ts"));']])), []);
});

Deno.test("house lint: an export that no other file names is found, types and hooks are not", () => {
  const sources = new Map([
    [
      "src/a.ts",
      "export const A = 1;\nexport function b() {}\nexport interface C {}\nexport function OnTimer() {}",
    ],
    ["src/b.ts", 'import { A } from "./a.ts";'],
    ["src/c.ts", "const b = 1;\nexport const E = [1];\nexport type F = typeof E[number];"],
    ["src/c_test.ts", "export const D = 1;"],
  ]);
  assertEquals(checkDeadExports(sources), [
    { file: "src/a.ts", line: 2, message: "exports b, which nobody imports" },
  ]);
  for (const user of ['import { A, b } from "./a.ts";', 'export * from "./a.ts";']) {
    assertEquals(checkDeadExports(new Map([...sources, ["src/a_test.ts", user]])), [], user);
  }
});

Deno.test("house lint: findings come in the order of files and lines", () => {
  const sources = new Map([["src/b.ts", "x"], [
    "src/a.ts",
    `${HEADER}import x from "../tests/t.ts";\nconsole.log(1);`,
  ]]);
  assertEquals(houseLint(sources).map(({ file, line }) => `${file}:${line}`), ["src/a.ts:7", "src/b.ts:1"]);
});

Deno.test("gate: the counts are those of the last summary, with or without steps and colours", () => {
  assertEquals(testCounts("ok | 3 passed | 0 failed (1s)"), { passed: 3, failed: 0 });
  assertEquals(testCounts("FAILED | 12 passed (3 steps) | 2 failed (1s)"), { passed: 12, failed: 2 });
  assertEquals(testCounts("\x1b[0m\x1b[32mok\x1b[0m | 7 passed | 0 failed"), { passed: 7, failed: 0 });
  assertEquals(testCounts("ok | 1 passed | 0 failed\nok | 5 passed | 0 failed | 1 ignored"), {
    passed: 5,
    failed: 0,
  });
  assertEquals(testCounts("error: Module not found"), null);
});

Deno.test("generate: every generated file is fresh, and a stale one is noticed", async () => {
  assertEquals(await staleFiles(), []);
  assertEquals(await staleFiles([{ ...GENERATED[0]!, make: () => "{}" }]), [GENERATED[0]!.path]);
});
