/**
 * Imports in awkward sources, and a property: V8 and the list never disagree.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { HubError } from "../../core/errors.ts";
import { findImports } from "./imports.ts";

const specifiers = async (source: string) =>
  (await findImports(source, "/s/a.js")).filter((site) => !site.dynamic).map((site) => site.specifier);

Deno.test("imports: lists static, re-exported and literal dynamic imports with their lines", async () => {
  const sites = await findImports(
    `import a from "./a.js";\nexport * from "./b.js";\nexport { c } from "./c.js";\nawait import("./d.js");\nimport("x" + 1);`,
    "/s/a.js",
  );
  assertEquals(
    sites.map(({ specifier, dynamic, line }) => [specifier, dynamic, line]).sort(),
    [["./a.js", false, 1], ["./b.js", false, 2], ["./c.js", false, 3], ["./d.js", true, 4]],
  );
});

Deno.test("imports: escapes are decoded and attributes kept", async () => {
  const [site] = await findImports(`import a from "node\\u003afs" with { type: "json" };`, "/s/a.js");
  assertEquals([site!.specifier, site!.attributes], ["node:fs", { type: "json" }]);
});

Deno.test("imports: text that only looks like an import is none", async () => {
  assertEquals(
    await specifiers(
      `// import "a";\n/* import "b" */ const x = 'import "c"'; const y = \`import "d"\`; /import "e"/.test(x);`,
    ),
    [],
  );
});

Deno.test("imports: what does not parse is refused", async () => {
  await assertRejects(() => findImports("import {", "/s/a.js"), HubError, "/s/a.js");
});

Deno.test("imports: a static import is found between any tokens that confuse lexers", async () => {
  const noise = fc.constantFrom(
    "a++ / 2;",
    "/[/]'/.test('/');",
    "`${`${1}`}`;",
    "// import 'x'\n",
    "/* ' */",
    "({}) / 1;",
    "if (a) /'/.test('');",
    "x = {} / 1;",
    "a\n/b/g;",
    "'\\'';",
    "class C { static { } }",
    "label: { }",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(noise, { maxLength: 6 }),
      fc.array(noise, { maxLength: 6 }),
      async (before, after) => {
        const source = `var a = 1, b = 1, x, g = 1; ${before.join(" ")} import "node:process"; ${
          after.join(" ")
        }`;
        let found: string[];
        try {
          found = await specifiers(source);
        } catch (error) {
          assertEquals(error instanceof HubError, true);
          return;
        }
        assertEquals(found, ["node:process"], source);
      },
    ),
    { numRuns: 300 },
  );
});
