/**
 * Importing the files that a Verlihub's triggers show: recoded, only from the old hub's folder, never over a text that
 * somebody changed here.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dirname, join } from "@std/path";
import { fakeClock } from "../../src/core/fake_clock.ts";
import { HubError } from "../../src/core/errors.ts";
import { openDump } from "../../src/import/dump_source.ts";
import { tableLines } from "../../src/import/report.ts";
import { importVerlihub } from "../../src/import/verlihub.ts";
import { NOW } from "./fixture.ts";

const clock = fakeClock(NOW * 1000);

const dig = (path: string) => Deno.mkdirSync(path, { recursive: true });
const link = (target: string, path: string) => Deno.symlinkSync(target, path);
const read = (path: string) => Deno.readTextFileSync(path);

function write(path: string, bytes: Uint8Array | string): void {
  dig(dirname(path));
  Deno.writeFileSync(path, typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
}

/** Texts of a folder by name, `null` for what is no plain file. */
function textsIn(folder: string): Record<string, string | null> {
  const found = [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1);
  return Object.fromEntries(
    found.map(({ name, isFile }) => [name, isFile ? read(join(folder, name)) : null]),
  );
}

interface Desk {
  /** Folder of the old hub. */
  readonly old: string;
  /** Writes a file of the old hub. */
  put(name: string, bytes: Uint8Array | string): void;
  /** Imports triggers of these files; returns the lines about texts. */
  run(defs: readonly string[], more?: { dryRun?: boolean; texts?: string }): Promise<string[]>;
  /** Texts of the hub by name, `null` for what is no plain file. */
  texts(): Record<string, string | null>;
  /** Where they are. */
  readonly folder: string;
}

async function withDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  const [old, data, dump] = ["old", "data", "dump.sql"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  const folder = join(data, "texts");
  try {
    await Deno.mkdir(old);
    await work({
      old,
      folder,
      put: (name, bytes) => write(join(old, name), bytes),
      async run(defs, more = {}) {
        const rows = defs.map((def, i) => `('+t${i}', '${def}')`);
        await Deno.writeTextFile(
          dump,
          `CREATE TABLE file_trigger (command int, def int); INSERT INTO file_trigger VALUES ${rows.join()};`,
        );
        const options = {
          source: openDump(dump),
          dataDir: data,
          dryRun: false,
          clock,
          encoding: "windows-1251",
        };
        const { tables } = await importVerlihub({ ...options, texts: old, ...more });
        return tableLines("texts", tables.get("texts")!);
      },
      texts: () => textsIn(folder),
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const CYRILLIC = Uint8Array.of(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2); // Привет

Deno.test("import: texts are copied recoded, by country where the name holds one, and a second run finds them", () =>
  withDesk(async ({ put, run, texts }) => {
    put("motd", CYRILLIC);
    put("help/rules", "\ufeffRules\n");
    for (const code of ["RU", "DE", "--", "readme"]) put(`faq_${code}.txt`, `faq of ${code}`);
    const defs = ["%[CFG]/motd", "./help/rules", "faq_%[CC].txt", "%[CFG]/motd", "gone"];
    const first = ["texts: 7 read, 5 imported, 1 there already, 1 skipped", "  - 1 are not there: gone"];
    assertEquals(await run(defs, { dryRun: true }), first);
    assertEquals(await run(defs), first);
    const copied = {
      "faq.txt": "",
      "faq_--.txt": "faq of --",
      "faq_DE.txt": "faq of DE",
      "faq_RU.txt": "faq of RU",
      "help_rules": "Rules\n",
      "motd": "Привет",
      "motd.txt": "",
      "rules.txt": "",
    };
    assertEquals(texts(), copied);
    assertEquals((await run(defs))[0], "texts: 7 read, 0 imported, 6 there already, 1 skipped");
    assertEquals(texts(), copied);
  }));

Deno.test("import: a text that says something here stays, an empty one of a new hub does not", () =>
  withDesk(async ({ put, run, texts, folder }) => {
    put("motd.txt", "old motd");
    put("news", "old news");
    put("info", CYRILLIC);
    dig(folder);
    write(join(folder, "motd.txt"), "");
    write(join(folder, "news"), "");
    write(join(folder, "info"), CYRILLIC);
    assertEquals(await run(["motd.txt", "news", "info"]), [
      "texts: 3 read, 1 imported, 1 there already, 1 skipped",
      "  - 1 say something else here, which stays: news",
    ]);
    assertEquals([texts()["motd.txt"], texts()["news"]], ["old motd", ""]);
  }));

Deno.test("import: nothing outside the old hub's folder is read, nor anything that is no text", () =>
  withDesk(async ({ old, put, run, texts, folder }) => {
    const secret = join(old, "..", "secret");
    write(secret, "secret");
    link(secret, join(old, "link"));
    link(join(old, ".."), join(old, "up"));
    link(join(old, "..", "no_country"), join(old, "rules_DE"));
    put("real", "inside");
    link(join(old, "real"), join(old, "alias"));
    put("dbconfig", "password");
    put("large", "x".repeat(65_537));
    put("page", new Uint8Array(40_000).fill(0xcf));
    put("folder/file", "x");
    put("a/b", "one");
    put("a_b", "two");
    dig(folder);
    link(secret, join(folder, "real"));
    const told = await run([
      "link",
      "up/secret",
      "up/old/real",
      "alias",
      "real",
      "dbconfig",
      "large",
      "page",
      "folder",
      "a/b",
      "a_b",
      "rules_%[CC]",
      "up/secret_%[CC]",
    ]);
    for (
      const line of [
        "  - 2 lead out of the folder: link, up/secret as up_secret",
        "  - 1 hold the password of a database: dbconfig",
        "  - 2 are larger than 65536 bytes, which this hub does not show: large, page",
        "  - 1 are no files: folder",
        "  - 1 have the name of another one here: a_b as a_b",
        "  - 2 are not there: rules_%[CC], up/secret_%[CC]",
        "  - 1 say something else here, which stays: real",
      ]
    ) assertStringIncludes(`${told.join("\n")}\n`, `${line}\n`);
    assertEquals(texts(), { a_b: "one", alias: "inside", real: null, up_old_real: "inside" });
    assertEquals(read(secret), "secret");
  }));

Deno.test("import: no more texts are copied than a hub reads", () =>
  withDesk(async ({ put, run, texts }) => {
    for (let i = 0; i < 300; i++) put(`r_${String.fromCharCode(65 + i / 26, 65 + i % 26)}`, `${i}`);
    assertEquals(await run(["r_%[CC]"]), [
      "texts: 300 read, 197 imported, 0 there already, 103 skipped",
      ...(await run(["r_%[CC]"])).slice(1),
    ]);
    assertEquals(Object.keys(texts()).length, 200);
  }));

Deno.test("import: a folder of texts that is none stops the import, and nothing is changed", () =>
  withDesk(async ({ old, put, run }) => {
    put("motd", "x");
    for (const texts of [join(old, "none"), join(old, "motd")]) {
      const error = await assertRejects(() => run(["motd"], { texts }), HubError, "Cannot read the texts of");
      assertEquals(error.code, "cli.usage");
    }
    assertEquals(
      (await run(["motd"], { dryRun: true }))[0],
      "texts: 1 read, 1 imported, 0 there already, 0 skipped",
    );
  }));
