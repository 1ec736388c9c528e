/**
 * Importing triggers and redirects of a Verlihub.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fakeClock } from "../../src/core/fake_clock.ts";
import { readDump } from "../../src/import/dump_source.ts";
import { tableLines } from "../../src/import/report.ts";
import { textOfTrigger } from "../../src/import/triggers.ts";
import { importVerlihub } from "../../src/import/verlihub.ts";
import { REDIRECT_LIMITS } from "../../src/store/redirects.ts";
import { openStore } from "../../src/store/store.ts";
import type { Store } from "../../src/store/types.ts";
import { TRIGGER_LIMITS } from "../../src/store/triggers.ts";
import { NOW, verlihubSql } from "./fixture.ts";

const clock = fakeClock(NOW * 1000);

interface Desk {
  /** Imports; returns the lines of the report. */
  run(sql: Uint8Array | string): Promise<string>;
  /** Looks into the hub's data. */
  look(see: (store: Store) => void): void;
}

async function withDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const dataDir = await Deno.makeTempDir();
  try {
    await work({
      async run(sql) {
        const bytes = typeof sql === "string" ? new TextEncoder().encode(sql) : sql;
        const source = {
          read: (visitor: Parameters<typeof readDump>[1]) => readDump(chunks(bytes), visitor),
          close: () => Promise.resolve(),
        };
        const { tables } = await importVerlihub({ source, dataDir, dryRun: false, clock });
        return [...tables].flatMap(([table, report]) => tableLines(table, report)).join("\n");
      },
      look(see) {
        const store = openStore(dataDir, { clock });
        try {
          see(store);
        } finally {
          store.close();
        }
      },
    });
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

Deno.test("import: triggers say here what they said there, and files are named for copying", () =>
  withDesk(async ({ run, look }) => {
    const report = await run(verlihubSql());
    for (
      const line of [
        "! 2 show a file: copy it into the data folder, or import again with --texts: %[CFG]/motd as texts/motd, " +
        "%[CFG]/help/rules_%[CC] as texts/help_rules_%[CC]",
        "- 2 show a file of no usable name: +passwd (/etc/passwd), +db (%[CFG]/../dbconfig)",
        "- 1 cannot be shown: a command is one word without |: two words",
      ]
    ) assertStringIncludes(report, line);
    look(({ triggers }) => {
      const { get } = triggers;
      assertEquals(get("+motd"), {
        command: "+motd",
        sendAs: "hub",
        def: "motd",
        descr: "Привет",
        minClass: 0,
        maxClass: 10,
        flags: 36,
        seconds: 0,
      });
      assertEquals(get("+rules")?.def, "help_rules_%[CC]");
      assertEquals(get("+site"), {
        command: "+site",
        sendAs: "Радио",
        def: 'Сайт: %[HUBNAME]\n"здесь"',
        descr: "Наш сайт",
        minClass: 1,
        maxClass: 5,
        flags: 48,
        seconds: 3600,
      });
      assertEquals(get("+faq")?.def, "faq.txt", "what the old hub does not have stays");
    });
  }));

Deno.test("import: redirects lead where they led", () =>
  withDesk(async ({ run, look }) => {
    const report = await run(verlihubSql());
    for (
      const line of [
        "- 1 lead to no hub of this protocol: adc://d.example",
        "- 1 name hours that do not exist: e.example",
        "- 1 name countries that do not exist: f.example (Russia)",
      ]
    ) assertStringIncludes(report, line);
    const usual = { flags: 0, start: 0, stop: 0, country: "", secure: 2, share: 0, enabled: true };
    look(({ redirects }) =>
      assertEquals(redirects.all(), [
        { address: "b.example", ...usual },
        { address: "c.example:412", ...usual, secure: 0, enabled: false },
        {
          address: "dchub://a.example:411",
          flags: 3,
          start: 20,
          stop: 6,
          country: "RU BY",
          secure: 1,
          share: 10,
          enabled: true,
        },
      ])
    );
  }));

Deno.test("import: a second run takes nothing again, and what was changed here stays", () =>
  withDesk(async ({ run, look }) => {
    await run(verlihubSql());
    look(({ triggers, redirects }) => {
      triggers.update("+motd", { def: "mine" });
      redirects.update("b.example", { flags: 1 });
    });
    const report = await run(verlihubSql());
    assertStringIncludes(report, "file_trigger: 6 read, 0 imported, 3 there already, 3 skipped");
    assertStringIncludes(report, "! 1 say something else here, which stays: +motd");
    assertStringIncludes(report, "custom_redirects: 6 read, 0 imported, 3 there already, 3 skipped");
    assertStringIncludes(report, "! 1 say something else here, which stays: b.example");
    look(({ triggers, redirects }) =>
      assertEquals([triggers.get("+motd")?.def, redirects.get("b.example")?.flags], ["mine", 1])
    );
  }));

Deno.test("import: a trigger of a new hub that was changed before the first import stays, too", () =>
  withDesk(async ({ run, look }) => {
    look(({ triggers }) => triggers.update("+motd", { minClass: 1 }));
    await run(verlihubSql());
    look(({ triggers }) =>
      assertEquals([triggers.get("+motd")?.def, triggers.get("+motd")?.minClass], ["motd.txt", 1])
    );
  }));

Deno.test("import: both tables end where those of the hub end", () =>
  withDesk(async ({ run, look }) => {
    const rows = (value: (i: number) => string) =>
      Array.from({ length: 300 }, (_, i) => `(${value(i)})`).join();
    const report = await run(
      "CREATE TABLE file_trigger (command text, def text, flags int);" +
        `INSERT INTO file_trigger VALUES ${rows((i) => `'+n${i}', 'text', 16`)};` +
        "CREATE TABLE custom_redirects (address text);" +
        `INSERT INTO custom_redirects VALUES ${rows((i) => `'h${i}.example'`)};`,
    );
    assertStringIncludes(report, "file_trigger: 300 read, 197 imported, 0 there already, 103 skipped");
    assertStringIncludes(report, "custom_redirects: 300 read, 200 imported, 0 there already, 100 skipped");
    look(({ triggers, redirects }) =>
      assertEquals([triggers.all().length, redirects.all().length], [
        TRIGGER_LIMITS.count,
        REDIRECT_LIMITS.count,
      ])
    );
  }));

Deno.test("import: texts that are too long are left out", () =>
  withDesk(async ({ run, look }) => {
    const report = await run(
      "CREATE TABLE file_trigger (command text, def mediumtext, flags int);" +
        `INSERT INTO file_trigger VALUES ('+long', '${"x".repeat(TRIGGER_LIMITS.def + 1)}', 16);`,
    );
    assertStringIncludes(report, "- 1 are too long: +long");
    look(({ triggers }) => assertEquals(triggers.get("+long"), null));
  }));

Deno.test("import: the name of a file is made of its path, and never leads anywhere else", () => {
  const names: Readonly<Record<string, string>> = {
    "%[CFG]/motd": "motd",
    "%[cfg]/motd.txt": "motd.txt",
    "./motd": "motd",
    "%[CFG]/help/op %[CC]": "help_op_%[CC]",
    "motd_%[CC]": "motd_%[CC]",
    "/etc/passwd": "",
    "%[CFG]/../x": "",
    "a/../../x": "",
    "..": "",
    "": "",
    "%[CFG]": "",
    "C:\\x": "",
    "a|b": "",
  };
  for (const [path, name] of Object.entries(names)) assertEquals(textOfTrigger(path).name, name, path);
});
