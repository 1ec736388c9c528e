/**
 * Nesting bombs must never reach the native stripper; what passes must not hurt it.
 *
 * @module
 */
import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { HubError } from "../../core/errors.ts";
import { MAX_DEPTH, MAX_ELSE, MAX_RUN, tooDeep } from "./nesting.ts";
import { stripTypes } from "./strip.ts";

/** Sources whose nesting grows with `n`; each overflows a native parser at some size. */
const SHAPES: Record<string, (n: number) => string> = {
  parens: (n) => `let a = ${"(".repeat(n)}1${")".repeat(n)};`,
  blocks: (n) => "{".repeat(n) + "}".repeat(n),
  templates: (n) => `let a = ${"`${".repeat(n)}1${"}`".repeat(n)};`,
  types: (n) => `let a: ${"Array<".repeat(n)}1${">".repeat(n)};`,
  sums: (n) => `let a = ${"1+".repeat(n)}1;`,
  not: (n) => `let a = ${"!\n\n".repeat(n)}1;`,
  arrows: (n) => `let a = ${"(x,y)=>".repeat(n)}1;`,
  casts: (n) => `let a = 1 ${"as const ".repeat(n)};`,
  chains: (n) => `let a = b${".const".repeat(n)};`,
  labels: (n) => Array.from({ length: n }, (_, i) => `l${i}:`).join("") + ";",
  awaits: (n) => `${"await ".repeat(n)}1;`,
  members: (n) => `a${".b".repeat(n)};`,
  elses: (n) => `${"if(1);else ".repeat(n)};`,
  mixed: (n) => `let a = ${`(${"!".repeat(n)}`.repeat(100)}1${")".repeat(100)};`,
};

for (const [name, shape] of Object.entries(SHAPES)) {
  Deno.test(`nesting: ${name} in the hundreds of thousands never reach the stripper`, () => {
    assertEquals(typeof tooDeep(shape(200_000)), "string");
    const error = assertThrows(
      () => stripTypes(shape(200_000), "/s/main.ts", "hubcap:///s/main.ts"),
      HubError,
    );
    assertMatch(error.message, /^Cannot parse \/s\/main\.ts: /);
  });

  Deno.test(`nesting: the deepest allowed ${name} do not hurt the stripper`, () => {
    let low = 1;
    for (let high = MAX_RUN + 1; low + 1 < high;) {
      const middle = (low + high) >> 1;
      if (tooDeep(shape(middle)) === undefined) low = middle;
      else high = middle;
    }
    assertEquals(tooDeep(shape(low)), undefined);
    try {
      stripTypes(shape(low), "/s/main.ts", "hubcap:///s/main.ts");
    } catch (error) {
      assertEquals(error instanceof HubError, true);
    }
  });
}

Deno.test("nesting: the bounds are exact", () => {
  const parens = (n: number) => "(".repeat(n) + ")".repeat(n);
  assertEquals(tooDeep(parens(MAX_DEPTH)), undefined);
  assertMatch(tooDeep(parens(MAX_DEPTH + 1))!, /brackets/);
  assertEquals(tooDeep("a ".repeat(MAX_RUN)), undefined);
  assertMatch(tooDeep("a ".repeat(MAX_RUN + 1))!, /parts/);
  assertEquals(tooDeep("else;".repeat(MAX_ELSE)), undefined);
  assertMatch(tooDeep("else;".repeat(MAX_ELSE + 1))!, /else/);
});

Deno.test("nesting: a long file without semicolons passes", () => {
  const statement = "const a = b + call(1)\nexport function f(a: number): number {\n  return a\n}\n";
  assertEquals(tooDeep(statement.repeat(5000)), undefined);
});

Deno.test("nesting: long but flat sources pass", () => {
  assertEquals(tooDeep(`const a = [${"1, ".repeat(100_000)}];`), undefined);
  assertEquals(tooDeep("call(a, b);\n".repeat(50_000)), undefined);
});
