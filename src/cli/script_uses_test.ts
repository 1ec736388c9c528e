/**
 * What is found in the text of a module, and what only looks like it; the tables of needs against the worker's own.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { denoFacade } from "../../workers/deno_facade.ts";
import { DENO_NEEDS } from "./deno_needs.ts";
import { tokensOf } from "./script_tokens.ts";
import { usesOf } from "./script_uses.ts";

const names = (source: string) => usesOf(source).found.map(({ of, name }) => `${of}.${name}`);
const texts = (source: string) => tokensOf(source).map(({ kind, text }) => `${kind[0]}:${text}`);

Deno.test("script tokens: strings, templates, comments and patterns are no code", () => {
  assertEquals(texts("a 'b\\'c' \"d\" // e\n/* f */ g"), ["w:a", "t:b\\'c", "t:d", "w:g"]);
  assertEquals(texts("`a${b + `c${d}`}e` f"), [
    "t:a".replace("t:a", "m:${"),
    "w:b",
    "m:+",
    "m:${",
    "w:d",
    "t:",
    "t:e",
    "w:f",
  ]);
  assertEquals(texts("x = /[/'\"]+'/g.test(y)"), [
    "w:x",
    "m:=",
    "t:/[/'\"]+'/g",
    "m:.",
    "w:test",
    "m:(",
    "w:y",
    "m:)",
  ]);
  assertEquals(texts("a / b / c"), ["w:a", "m:/", "w:b", "m:/", "w:c"]);
  assertEquals(texts("`${{ a: { b } }}` c"), [
    "m:${",
    "m:{",
    "w:a",
    "m::",
    "m:{",
    "w:b",
    "m:}",
    "m:}",
    "t:",
    "w:c",
  ]);
});

Deno.test("script tokens: lines are counted through everything that spans some", () => {
  assertEquals(tokensOf("`a\n${\nb}\n` /*\n*/ c").map(({ text, line }) => [text, line]).at(-1), ["c", 5]);
});

Deno.test("script tokens: any text ends, with every line in its place", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."ab`'\"/\\$ {}()\n*=") }), (source) => {
    const lines = tokensOf(source).map(({ line }) => line);
    assertEquals(lines, lines.toSorted((a, b) => a - b));
    assertEquals(lines.every((line) => line <= source.split("\n").length), true);
  }));
});

const USES: readonly (readonly [source: string, ...found: string[]])[] = [
  ['vh.pm("a", "b"); vh["mc"]("c"); vh?.usermc("d");', "vh.pm", "vh.mc", "vh.usermc"],
  ["const { pm, mc: say } = vh;", "vh.pm", "vh.mc"],
  ['import hub from "vh"; hub.pm("a", "b");', "vh.pm"],
  ['import { default as hub } from "vh"; hub.pm("a", "b");', "vh.pm"],
  ["globalThis.vh.pm(1); other.vh.mc(2); [...vh.GetNickList()];", "vh.pm", "vh.GetNickList"],
  ["await fetch(url); new WebSocket(url); my.fetch(url);", "global.fetch", "global.WebSocket"],
  ["Deno.readTextFileSync(a); Deno.env.get('HOME')", "Deno.readTextFileSync", "Deno.env"],
  ["'vh.pm' + `vh.mc ${1} Deno.exit()` // vh.usermc\n/* fetch() */"],
  ["`${vh.Topic()}`", "vh.Topic"],
];

for (const [source, ...found] of USES) {
  Deno.test(`script uses: ${source.replaceAll("\n", " ")}`, () => {
    assertEquals(names(source), found);
    assertEquals(usesOf(source).handedOn, []);
  });
}

Deno.test("script uses: vh or Deno as a value is noted, since what follows cannot be seen", () => {
  const { found, handedOn } = usesOf("help(vh);\nvh[name]();\nconst d = Deno;\n({ vh: 1 });");
  assertEquals([found, handedOn.map(({ name, line }) => `${name} ${line}`)], [[], [
    "vh 1",
    "vh 2",
    "Deno 3",
  ]]);
});

Deno.test("script uses: the literal a function is called with is kept", () => {
  const { found } = usesOf("fetch('https://a.b/c'); Deno.env.get(\"X\"); vh.on('OnTimer', f); fetch(a)");
  assertEquals(found.map(({ argument }) => argument), ["https://a.b/c", "X", "OnTimer", undefined]);
});

Deno.test("script needs: the table names exactly what a script's Deno offers", () => {
  const facade = denoFacade(Deno, {
    grants: { net: true, run: true, ffi: true, sys: true },
    guard: { inside: (work) => work(), halt() {} },
    onServeError() {},
  });
  const offered = Object.keys(facade).map((name) => name.replace(/Sync$/, ""));
  assertEquals([...new Set(offered)].sort(), Object.keys(DENO_NEEDS).sort());
});
