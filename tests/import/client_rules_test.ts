/**
 * Importing rules for clients and connection types: what they mean here, what is left out, a second run.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { fakeClock } from "../../src/core/fake_clock.ts";
import { openDump } from "../../src/import/dump_source.ts";
import { tableLines } from "../../src/import/report.ts";
import { type ImportReport, importVerlihub } from "../../src/import/verlihub.ts";
import { MAX_CONN_TYPES } from "../../src/store/conn_types.ts";
import { openStore } from "../../src/store/store.ts";
import { NOW, verlihubSql } from "./fixture.ts";

const clock = fakeClock(NOW * 1000);

async function withData(
  test: (data: string, run: (sql?: Uint8Array) => Promise<ImportReport>) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const data = join(dir, "data");
  try {
    await test(data, async (sql = verlihubSql()) => {
      const file = join(dir, "dump.sql");
      await Deno.writeFile(file, sql);
      return await importVerlihub({ source: openDump(file), dataDir: data, dryRun: false, clock });
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const linesOf = ({ tables }: ImportReport, table: string): string =>
  tableLines(table, tables.get(table)!).join("\n");

Deno.test("import: rules for clients and connection types are those of the old hub", async () => {
  await withData(async (data, run) => {
    const report = await run();
    const clients = linesOf(report, "client_list");
    assertStringIncludes(clients, "client_list: 4 read, 3 imported, 0 there already, 1 skipped");
    assertStringIncludes(clients, "- 1 do not say which client they are for: No tag");
    assertStringIncludes(clients, "! 1 let no version in: the lowest is above the highest: Backwards");
    assertEquals(
      linesOf(report, "conn_types"),
      "conn_types: 2 read, 2 imported, 0 there already, 0 skipped",
    );

    const store = openStore(data, { clock });
    const free = { minVersion: -1, maxVersion: -1, minVersionUse: -1, ban: false, enabled: true };
    assertEquals(store.clientRules.all(), [
      { ...free, name: "Backwards", tagId: "Bw", minVersion: 3, maxVersion: 2 },
      { ...free, name: "DC++", tagId: "++", minVersion: 0.686, minVersionUse: 0.868 },
      { ...free, name: "Чужой", tagId: "Odd", maxVersion: 2.5, ban: true, enabled: false },
    ]);
    assertEquals(store.connTypes.all(), [
      {
        identifier: "Cable",
        description: "",
        minSlots: 2,
        maxSlots: 0,
        minLimit: 10.5,
        minLimitPerSlot: 3,
      },
      {
        identifier: "default",
        description: "Все",
        minSlots: 1,
        maxSlots: 100,
        minLimit: -1,
        minLimitPerSlot: -1,
      },
    ]);
    store.close();
  });
});

Deno.test("import: a second run leaves the rules of this hub alone", async () => {
  await withData(async (data, run) => {
    await run();
    const store = openStore(data, { clock });
    store.clientRules.update(store.clientRules.all()[1]!.name, { minVersion: 0.9 });
    store.connTypes.update(store.connTypes.all()[0]!.identifier, { minSlots: 7 });
    store.close();
    const again = await run();
    assertStringIncludes(linesOf(again, "client_list"), "4 read, 0 imported, 3 there already, 1 skipped");
    const later = openStore(data, { clock });
    assertEquals([later.clientRules.all()[1]!.minVersion, later.connTypes.all()[0]!.minSlots], [0.9, 7]);
    later.close();
  });
});

Deno.test("import: more connection types than a hub holds are left out", async () => {
  await withData(async (data, run) => {
    const rows = Array.from({ length: MAX_CONN_TYPES + 5 }, (_, i) => `('type${i}', '', 0, 0, -1, -1)`);
    const report = await run(new TextEncoder().encode(`
      CREATE TABLE conn_types (identifier varchar(16) NOT NULL, description varchar(64), tag_min_slots int(4),
        tag_max_slots int(4), tag_min_limit double, tag_min_ls_ratio double, PRIMARY KEY (identifier));
      INSERT INTO conn_types VALUES ${rows.join(", ")};`));
    assertStringIncludes(linesOf(report, "conn_types"), `- 5 are more than ${MAX_CONN_TYPES}`);
    const store = openStore(data, { clock });
    assertEquals(store.connTypes.all().length, MAX_CONN_TYPES);
    store.close();
  });
});
