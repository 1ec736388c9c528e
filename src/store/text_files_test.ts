/**
 * The folder of texts: what is read, what is left out, and that changes are seen.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { fakeClock } from "../core/fake_clock.ts";
import { createCodec } from "../nmdc/encoding.ts";
import { FIRST_FILES, isTextName, MAX_FILE, MAX_FILES, openTexts, type TextFiles } from "./text_files.ts";

interface Rig {
  readonly texts: TextFiles;
  readonly folder: string;
  readonly warnings: string[];
  write(name: string, text: string | Uint8Array): Promise<void>;
  tick(ms: number): void;
}

async function withTexts(run: (rig: Rig) => Promise<void>, encoding = "utf-8"): Promise<void> {
  const data = await Deno.makeTempDir();
  const folder = join(data, "texts");
  const clock = fakeClock();
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message.replaceAll(data, ""));
  const texts = await openTexts({ folder, clock, codec: createCodec(encoding)!, warn });
  try {
    await run({
      texts,
      folder,
      warnings,
      write: (name, text) =>
        typeof text === "string"
          ? Deno.writeTextFile(join(folder, name), text)
          : Deno.writeFile(join(folder, name), text),
      tick: (ms) => clock.tick(ms),
    });
  } finally {
    await texts.close();
    await Deno.remove(data, { recursive: true });
  }
}

Deno.test("text files: a new folder has empty files, and they have no text", () =>
  withTexts(async ({ texts, folder }) => {
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
    assertEquals(names, [...FIRST_FILES].sort());
    assertEquals([texts.get("motd.txt"), texts.get("other")], ["", null]);
  }));

Deno.test("text files: an old folder is left as it is", async () => {
  const data = await Deno.makeTempDir();
  await Deno.mkdir(join(data, "texts"));
  const options = {
    folder: join(data, "texts"),
    clock: fakeClock(),
    codec: createCodec("utf-8")!,
    warn() {},
  };
  const texts = await openTexts(options);
  assertEquals(await Array.fromAsync(Deno.readDir(options.folder)), []);
  await texts.close();
  await Deno.remove(data, { recursive: true });
});

Deno.test("text files: lines end as clients expect, space at the end goes, byte order marks go", () =>
  withTexts(async ({ texts, write }) => {
    await write("motd.txt", "\ufeffone\ntwo\r\nthree\rfour \n\n");
    await texts.refresh();
    assertEquals(texts.get("motd.txt"), "one\r\ntwo\r\nthree\r\nfour");
  }));

Deno.test("text files: bytes that are not UTF-8 are read in the hub's page", () =>
  withTexts(async ({ texts, write }) => {
    await write("old", new Uint8Array([0xef, 0xf0, 0xe8]));
    await write("new", "при");
    await texts.refresh();
    assertEquals([texts.get("old"), texts.get("new")], ["при", "при"]);
  }, "windows-1251"));

Deno.test("text files: changes, new files and removed ones are seen by the clock", () =>
  withTexts(async ({ texts, folder, write, tick }) => {
    await write("motd.txt", "new");
    await write("more.txt", "more");
    await Deno.remove(join(folder, "faq.txt"));
    assertEquals(texts.get("motd.txt"), "");
    tick(10_000);
    await texts.refresh();
    assertEquals(["motd.txt", "more.txt", "faq.txt"].map((name) => texts.get(name)), ["new", "more", null]);
  }));

Deno.test("text files: a look asked for during a look sees what came in between", () =>
  withTexts(async ({ texts, write }) => {
    const first = texts.refresh();
    await write("motd.txt", "late");
    await Promise.all([texts.refresh(), texts.refresh()]);
    assertEquals(texts.get("motd.txt"), "late");
    await first;
    await texts.refresh();
    assertEquals(texts.get("motd.txt"), "late");
  }));

Deno.test("text files: links, folders, pipes and large files are left out, each said once", () =>
  withTexts(async ({ texts, folder, warnings, write }) => {
    await write("../secret", "secret");
    await Deno.symlink("../secret", join(folder, "link"));
    await Deno.mkdir(join(folder, "sub"));
    await write("large", "x".repeat(MAX_FILE + 1));
    await write("fits", "x".repeat(MAX_FILE));
    await new Deno.Command("mkfifo", { args: [join(folder, "pipe")] }).output();
    await texts.refresh();
    await texts.refresh();
    assertEquals(["link", "sub", "large", "pipe"].map((name) => texts.get(name)), [null, null, null, null]);
    assertEquals(texts.get("fits")?.length, MAX_FILE);
    assertEquals(warnings, [
      `Text "/texts/large" is left out: it is larger than 65536 bytes`,
      `Text "/texts/link" is left out: it is no file of this folder`,
      `Text "/texts/pipe" is left out: it is no file of this folder`,
    ]);
  }));

Deno.test("text files: of too many the first by name count", () =>
  withTexts(async ({ texts, warnings, write }) => {
    for (let i = 0; i < MAX_FILES + 5; i++) await write(`a${String(i).padStart(4, "0")}`, `${i}`);
    await texts.refresh();
    assertEquals([texts.get("a0199"), texts.get("a0200"), texts.get("motd.txt")], ["199", null, null]);
    assertMatch(warnings[0]!, /only the first 200 texts count/);
  }));

Deno.test("text files: a folder that goes away leaves what was read, and says so", () =>
  withTexts(async ({ texts, folder, warnings, write }) => {
    await write("motd.txt", "here");
    await texts.refresh();
    await Deno.remove(folder, { recursive: true });
    await texts.refresh();
    assertEquals(texts.get("motd.txt"), "here");
    assertMatch(warnings[0]!, /cannot be read/);
    await Deno.mkdir(folder);
  }));

Deno.test("text files: a name is a name, never a path", () => {
  for (const name of ["motd", "motd.txt", "motd_--", "правила.txt", "a".repeat(64)]) {
    assertEquals(isTextName(name), true, name);
  }
  for (
    const name of ["", ".", "..", ".hidden", "../x", "a/b", "a\\b", "/x", "a b", "a\0", "-x", "a".repeat(65)]
  ) {
    assertEquals(isTextName(name), false, name);
  }
});
