/**
 * The documents keep their word: every TypeScript block passes the type checker, the script and the test of the guide
 * run, every link leads somewhere.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { dirname, join, normalize } from "@std/path";

/** Sources whose comments hold examples for authors. */
const SOURCES = ["src/testing/mod.ts", "src/testing/test_hub.ts"];

/** The documents, from the project's root. */
const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  ...[...Deno.readDirSync("docs")].filter(({ name }) => name.endsWith(".md")).map(({ name }) =>
    `docs/${name}`
  ),
].sort();

interface Block {
  readonly document: string;
  readonly line: number;
  readonly text: string;
  /** Where the reader is told to put it, if anywhere. */
  readonly file: string | undefined;
}

function blocksOf(document: string): Block[] {
  const source = Deno.readTextFileSync(document);
  const text = document.endsWith(".ts") ? source.replace(/^ \* ?/gm, "") : source;
  const blocks = text.matchAll(/^(?:<!-- file: (\S+) -->\n\n)?```ts\n([^]*?)^```$/gm);
  return [...blocks].map((match) => ({
    document,
    line: text.slice(0, match.index).split("\n").length,
    text: match[2]!,
    file: match[1],
  }));
}

const BLOCKS = [...DOCUMENTS, ...SOURCES].flatMap(blocksOf);

/** Runs Deno on a folder inside the project, where its import map applies; its output, empty when it succeeds. */
async function withFiles(files: Record<string, string>, ...args: string[]): Promise<string> {
  const folder = await Deno.makeTempDir({ dir: "tests/scripts", prefix: "docs_" });
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
      await Deno.writeTextFile(join(folder, name), text);
    }
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args, folder],
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    return success ? "" : decoder.decode(stdout) + decoder.decode(stderr);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("documents: every TypeScript block passes the type checker", async () => {
  for (const source of ["docs/scripting.md", "docs/porting.md", ...SOURCES]) {
    assert(BLOCKS.some(({ document }) => document === source), source);
  }
  const files = BLOCKS.map(({ document, line, text }) => {
    const module = /^(import|export) /m.test(text) ? text : `${text}export {};\n`;
    return [`${document.replaceAll(/\W/g, "_")}_${line}.ts`, module];
  });
  assertEquals(await withFiles(Object.fromEntries(files), "check", "--quiet"), "");
});

Deno.test("documents: the script and the test of the guide pass", async () => {
  const files = BLOCKS.filter(({ file }) => file !== undefined).map(({ file, text }) => [file!, text]);
  assertEquals(files.map(([file]) => file), ["hello/mod.ts", "hello/mod_test.ts"]);
  assertEquals(await withFiles(Object.fromEntries(files), "test", "-A", "--no-check"), "");
});

const titlesOf = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title!.toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-")
    ),
  );

Deno.test("documents: every link leads to a file, and to a heading in it", async () => {
  const missing: string[] = [];
  for (const document of DOCUMENTS) {
    const text = await Deno.readTextFile(document);
    for (const [, page, anchor] of text.matchAll(/\]\((?![a-z]+:)([^)#]*)(?:#([^)]+))?\)/g)) {
      const target = page === "" ? document : normalize(join(dirname(document), page!));
      const found = await Deno.readTextFile(target).catch(() => null);
      if (found === null || (anchor && !titlesOf(found).has(anchor))) {
        missing.push(`${document}: ${page}#${anchor}`);
      }
    }
  }
  assertEquals(missing, []);
});
