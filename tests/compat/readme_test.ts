/**
 * Checks the table of this folder: every case of the old suites has a row, and every row names a test that exists.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";

const FOLDER = fromFileUrl(new URL("./", import.meta.url));

/** Cases per suite, in the order of the file. */
const CASES = [8, 4, 9, 8, 33, 10, 9, 10, 3, 4, 20, 17];

interface Row {
  readonly line: number;
  readonly file: string;
  readonly test: string;
}

/** The rows of all tables; the first two lines of each are its head. */
function rowsOf(markdown: string): Row[] {
  return markdown.split("\n").flatMap((text, at): Row[] => {
    const [, , cell = "", test = ""] = text.split("|").map((part) => part.trim());
    const file = /^\[.*\]\((.*)\)$/.exec(cell)?.[1] ?? cell;
    return !text.startsWith("|") || file === "file" || /^-+$/.test(file)
      ? []
      : [{ line: at + 1, file, test }];
  });
}

/** Names of the tests and steps a source declares as literals. */
function testsOf(source: string): Set<string> {
  const found = source.matchAll(/(?:Deno\.test|\.step)\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g);
  return new Set([...found].map(([, name]) => name!.slice(1, -1).replace(/\\(.)/g, "$1")));
}

Deno.test("compat: every row of the table names a test that exists, or says why there is none", async () => {
  const rows = rowsOf(await Deno.readTextFile(join(FOLDER, "README.md")));
  assert(rows.length > CASES.reduce((a, b) => a + b), `${rows.length} rows`);
  const missing: string[] = [];
  for (const { line, file, test } of rows) {
    const isThere = file === "—"
      ? /^not applicable: \S/.test(test)
      : testsOf(await Deno.readTextFile(join(FOLDER, file))).has(test);
    if (!isThere) missing.push(`README.md:${line}: ${file} has no "${test}"`);
  }
  assertEquals(missing, []);
});

Deno.test("compat: no case of the old suites is left out", async () => {
  const text = await Deno.readTextFile(join(FOLDER, "README.md"));
  const suites = [...text.matchAll(/^## .* \((\d+)\)\n([^#]*)/gm)];
  assertEquals(suites.map(([, count]) => Number(count)), CASES);
  for (const [whole, count, body] of suites) {
    assertEquals(rowsOf(body!).length, Number(count), whole!.split("\n")[0]);
  }
});
