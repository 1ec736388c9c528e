/**
 * Tests of reference.ts: nothing is left out, links lead somewhere, every example is right against the types.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join, toFileUrl } from "@std/path";
import { CALLS } from "../src/vh/calls.ts";
import { CONSTANTS } from "../src/vh/constants.ts";
import { CALL_EXAMPLES } from "../src/vh/examples/calls.ts";
import { HOOK_EXAMPLES } from "../src/vh/examples/hooks.ts";
import { HOOK_NAMES } from "../src/vh/hooks.ts";
import type { CallRow } from "../src/vh/table.ts";
import { GENERATED, staleFiles } from "./generate.ts";
import { REFERENCE, REFERENCE_FOLDER } from "./reference.ts";

const ROWS: readonly CallRow[] = CALLS;
const PAGES = new Map(REFERENCE.map(({ file, make }) => [file, make()]));

Deno.test("reference: the pages in the tree are what the tables make, and there are no others", async () => {
  const own = GENERATED.filter(({ path }) => path.startsWith(REFERENCE_FOLDER));
  assertEquals([own.length, await staleFiles(own)], [REFERENCE.length, []]);
  assertEquals(
    (await Array.fromAsync(Deno.readDir(REFERENCE_FOLDER))).map(({ name }) => name).sort(),
    [...PAGES.keys()].sort(),
  );
});

Deno.test("reference: every call, hook and constant has its place, and every link leads to one", () => {
  const anchors = new Map([...PAGES].map(([file, text]) => [
    file,
    new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title!.toLowerCase().replaceAll(" ", "-"))),
  ]));
  const calls = [...anchors.values()].flatMap((names) => [...names]);
  for (const { name } of ROWS) assert(calls.includes(name.toLowerCase()), name);
  for (const name of HOOK_NAMES) assert(anchors.get("hooks.md")!.has(name.toLowerCase()), name);
  for (const [family, { values }] of Object.entries(CONSTANTS)) {
    for (const name of Object.keys(values)) {
      assertStringIncludes(PAGES.get("constants.md")!, `vh.${family}_${name}\``);
    }
  }
  for (const [file, text] of PAGES) {
    for (const [, page, anchor] of text.matchAll(/\]\((?!\.\.)([\w.]*)(?:#([^)]+))?\)/g)) {
      const target = anchors.get(page || file);
      assert(target && (anchor === undefined || target.has(anchor)), `${file} links to ${page}#${anchor}`);
    }
  }
});

Deno.test("reference: every call and hook has an example that names it, and no example is left over", () => {
  assertEquals(Object.keys(CALL_EXAMPLES).sort(), ROWS.map(({ name }) => name).sort());
  assertEquals(Object.keys(HOOK_EXAMPLES).sort(), [...HOOK_NAMES].sort());
  for (const [name, text] of Object.entries(CALL_EXAMPLES)) assertStringIncludes(text, `vh.${name}(`);
  for (const [name, text] of Object.entries(HOOK_EXAMPLES)) assertStringIncludes(text, `function ${name}(`);
});

Deno.test("reference: every example passes the type checker, hooks against their type", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const imports = { vh: toFileUrl(join(Deno.cwd(), "src/vh/vh_module.d.ts")).href };
    const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, noImplicitReturns: true };
    await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify({ imports, compilerOptions }));
    let files = 0;
    // Numbered, because names may differ in case only.
    const write = (name: string, text: string) =>
      Deno.writeTextFile(join(folder, `${++files}_${name}.ts`), text);
    for (const [name, text] of Object.entries(CALL_EXAMPLES)) {
      await write(`call_${name}`, `import vh from "vh";\n${text}\nexport {};\n`);
    }
    for (const [name, text] of Object.entries(HOOK_EXAMPLES)) {
      const typed = `import type { Hooks } from "vh";\nexport const checked: Hooks["${name}"] = ${name};\n`;
      await write(`hook_${name}`, `import vh from "vh";\n${text}\n${typed}void vh;\n`);
    }
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--no-lock", "--config", join(folder, "deno.json"), folder],
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals(success ? "" : new TextDecoder().decode(stderr), "");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
