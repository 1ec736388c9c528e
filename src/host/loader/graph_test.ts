/**
 * Script folders on disk: what is followed, what is refused and with which words.
 *
 * @module
 */
import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { HubError } from "../../core/errors.ts";
import { loadGraph, type LoadGraphOptions } from "./graph.ts";
import type { ScriptGraph } from "./graph_types.ts";

/** Writes `files` into a fresh folder, runs `use` with it and removes it. */
async function inFolder(
  files: Record<string, string>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(join(folder, name, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, name), text);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function load(
  files: Record<string, string>,
  options: Partial<LoadGraphOptions> = {},
): Promise<ScriptGraph> {
  let graph: ScriptGraph | undefined;
  await inFolder(files, async (folder) => {
    graph = await loadGraph(join(folder, "main.ts"), { name: "s", ...options });
  });
  return graph!;
}

async function refusal(
  files: Record<string, string>,
  options: Partial<LoadGraphOptions> = {},
): Promise<HubError> {
  return await assertRejects(() => load(files, options), HubError) as HubError;
}

Deno.test("graph: follows relative imports once, strips types, leaves out vh and built-ins", async () => {
  const graph = await load({
    "main.ts":
      `import vh from "vh";\nimport path from "node:path";\nimport { a } from "./lib/a.ts";\nlet x: number = a;\n`,
    "lib/a.ts":
      `import "../main.ts";\nimport b from "./b.json" with { type: "json" };\nexport const a: number = b.n;`,
    "lib/b.json": `{ "n": 4, "__proto__": 5 }`,
  });
  assertEquals([...graph.modules.keys()], [
    "hubcap:///s/main.ts",
    "hubcap:///s/lib/a.ts",
    "hubcap:///s/lib/b.json",
  ]);
  assertEquals(graph.entry, "hubcap:///s/main.ts");
  assertStringIncludes(graph.modules.get(graph.entry)!.source, "let x         = a;");
  assertMatch(graph.modules.get("hubcap:///s/lib/b.json")!.source, /^export default JSON\.parse\(/);
});

Deno.test("graph: imports that only types need vanish with the types", async () => {
  const graph = await load({ "main.ts": `import type { T } from "./none.ts";\nexport const a: T = 1;` });
  assertEquals(graph.modules.size, 1);
});

Deno.test("graph: enums are transformed and say so", async () => {
  const graph = await load({ "main.ts": `enum A { x = 3 }\nexport const a = A.x;` });
  const { shifted, source } = graph.modules.get(graph.entry)!;
  assertEquals(shifted, true);
  assertStringIncludes(source, "sourceMappingURL");
});

Deno.test("graph: a hashbang line becomes a comment", async () => {
  const graph = await load({ "main.ts": "#!/usr/bin/env deno\nexport const a = 1;" });
  assertMatch(graph.modules.get(graph.entry)!.source, /^\/\//);
});

Deno.test("graph: takes a file URL and names with characters that URLs escape", async () => {
  await inFolder(
    { "my main.ts": `import "./ä b.ts"; import "./lib/../c%d.ts";`, "ä b.ts": "", "c%d.ts": "" },
    async (folder) => {
      const error = await assertRejects(
        () => loadGraph(join(folder, "my main.ts"), { name: "a/b" }),
        HubError,
      );
      // "%d" is no escape: whoever names a file so must write %25 in the import.
      assertEquals((error as HubError).code, "script.import");
      await Deno.writeTextFile(join(folder, "my main.ts"), `import "./ä b.ts"; import "./lib/../c%25d.ts";`);
      const graph = await loadGraph(new URL(`file://${folder}/my%20main.ts`), { name: "a/b" });
      assertEquals([...graph.modules.values()].map((module) => module.file), [
        join(folder, "my main.ts"),
        join(folder, "ä b.ts"),
        join(folder, "c%d.ts"),
      ]);
    },
  );
});

const REFUSED: [name: string, specifier: string, remedy: RegExp][] = [
  ["a dangerous built-in", "node:process", /Deno\.env/],
  ["the same with an escape", "node\\u003aprocess", /Deno\.env/],
  ["an unknown built-in", "node:wasi", /vh/],
  ["crypto, which can end the process", "node:crypto", /crypto\.subtle/],
  ["a bare built-in", "path", /node:path/],
  ["a bare dangerous built-in", "fs", /readTextFile/],
  ["an npm package", "npm:zod", /Copy the code/],
  ["a jsr package", "jsr:@std/path", /Copy the code/],
  ["a web address", "https://example.org/x.ts", /Copy the code/],
  ["a bare name", "zod", /relative path/],
  ["an absolute path", "/etc/passwd.ts", /relative path/],
  ["a file URL", "file:///etc/passwd.ts", /relative path/],
  ["a data URL", "data:text/javascript,1", /relative path/],
  ["a runtime module", "hubcap-runtime:///workers/harden.ts", /relative path/],
  ["a file above the folder", "../secret.ts", /beside or below/],
  ["an escaped way up", "./%2e%2e/secret.ts", /beside or below/],
  ["an escaped slash", "./..%2fsecret.ts", /spelling|Move/],
  ["a query", "./a.ts?x=1", /beside or below/],
  ["another extension", "./a.wasm", /\.ts/],
  ["JSON without its attribute", "./a.json", /type: "json"/],
  ["a missing file", "./gone.ts", /spelling/],
  ["a folder", "./lib.ts", /file itself/],
];

for (const [name, specifier, remedy] of REFUSED) {
  Deno.test(`graph: refuses ${name}`, async () => {
    const error = await refusal({
      "main.ts": `\n\nimport "${specifier}";`,
      "a.json": "{}",
      "lib.ts/x": "",
    });
    assertEquals(error.code, "script.import");
    assertMatch(error.message, /^Cannot import ".*" in .*main\.ts:3: /);
    assertMatch(error.remedy!, remedy);
  });
}

Deno.test("graph: refuses a literal dynamic import and a re-export like a static import", async () => {
  for (
    const source of [
      `\nawait import("node:fs");`,
      `\nexport * from "node:fs";`,
      `\nexport { a } from "node:fs";`,
    ]
  ) {
    assertMatch((await refusal({ "main.ts": source })).message, /"node:fs" in .*main\.ts:2: /);
  }
});

Deno.test("graph: refuses attributes and phases it does not know", async () => {
  assertMatch(
    (await refusal({ "main.js": "", "main.ts": `import a from "./a.ts" with { type: "text" };` })).message,
    /attributes/,
  );
  assertMatch(
    (await refusal({ "main.ts": `import a from "./b.ts" with { type: "json" };` })).message,
    /extension/,
  );
});

Deno.test("graph: a computed import is left to the worker", async () => {
  assertEquals(
    (await load({ "main.ts": `const a = "node:fs"; export const b = () => import(a);` })).modules.size,
    1,
  );
});

Deno.test("graph: refuses a symlink that leads out of the folder, follows one that stays", async () => {
  await inFolder({
    "s/main.ts": `import "./out.ts";`,
    "s/ok.ts": `import "./in.ts";`,
    "secret.ts": "",
    "s/real.ts": "",
  }, async (folder) => {
    await Deno.symlink(join(folder, "secret.ts"), join(folder, "s/out.ts"));
    await Deno.symlink(join(folder, "s/real.ts"), join(folder, "s/in.ts"));
    await assertRejects(
      () => loadGraph(join(folder, "s/main.ts"), { name: "s" }),
      HubError,
      "leaves the script's folder",
    );
    assertEquals((await loadGraph(join(folder, "s/ok.ts"), { name: "s" })).modules.size, 2);
  });
});

Deno.test("graph: bounds the number of modules and the bytes", async () => {
  const files = {
    "main.ts": `import "./a.ts"; import "./b.ts";`,
    "a.ts": "",
    "b.ts": "// long".padEnd(500, "x"),
  };
  assertMatch((await refusal(files, { maxModules: 2 })).message, /more than 2 modules/);
  assertMatch((await refusal(files, { maxBytes: 400 })).message, /more than 400 bytes/);
  assertEquals((await load(files, { maxModules: 3, maxBytes: 600 })).modules.size, 3);
});

Deno.test("graph: a syntax error names file, line and column", async () => {
  assertMatch(
    (await refusal({ "main.ts": `let a: number = ;` })).message,
    /main\.ts:1:17: Expression expected/,
  );
  assertMatch(
    (await refusal({ "main.ts": `import "./a.js";`, "a.js": "let a = 1;\nlet b = ;" })).message,
    /a\.js:2:9: /,
  );
  const twice = await refusal({ "main.ts": `import "./a.js";`, "a.js": "let a; let a;" });
  assertMatch(twice.message, /a\.js/);
  assertEquals(twice.code, "script.load");
});

Deno.test("graph: broken JSON, broken UTF-8 and a missing entry are told", async () => {
  const json = { "main.ts": `import a from "./a.json" with { type: "json" };`, "a.json": "{" };
  assertMatch((await refusal(json)).message, /a\.json/);
  await inFolder({}, async (folder) => {
    await Deno.writeFile(join(folder, "main.ts"), new Uint8Array([0xff, 0xfe, 0x41]));
    await assertRejects(() => loadGraph(join(folder, "main.ts"), { name: "s" }), HubError, "Cannot read");
    await assertRejects(
      () => loadGraph(join(folder, "none.ts"), { name: "s" }),
      HubError,
      "Cannot read script",
    );
    await assertRejects(() => loadGraph(folder, { name: "s" }), HubError, "not a file");
  });
});
