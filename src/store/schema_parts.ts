/**
 * Which tables and columns a database of ours has lost. Owns the comparison; what belongs there follows from the
 * migrations, and what somebody added does not matter.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { MIGRATIONS } from "./migrations.ts";

/** Every column of every table. */
const COLUMNS = `
  SELECT t.name AS tbl, c.name AS col FROM sqlite_schema t JOIN pragma_table_info(t.name) c
  WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.name, c.cid`;

function tablesOf(db: DatabaseSync): Map<string, Set<string>> {
  const tables = new Map<string, Set<string>>();
  for (const { tbl, col } of db.prepare(COLUMNS).all()) {
    const columns = tables.get(String(tbl)) ?? new Set();
    tables.set(String(tbl), columns.add(String(col)));
  }
  return tables;
}

/** What a database that has seen `version` migrations lacks, in words for operators. */
export function missingParts(db: DatabaseSync, version: number): string[] {
  const model = new DatabaseSync(":memory:");
  try {
    for (const { sql } of MIGRATIONS.slice(0, version)) model.exec(sql);
    const there = tablesOf(db);
    return [...tablesOf(model)].flatMap(([table, columns]) => {
      const has = there.get(table);
      if (!has) return [`the table ${table} is missing`];
      return [...columns].filter((column) => !has.has(column))
        .map((column) => `the column ${column} of ${table} is missing`);
    });
  } finally {
    model.close();
  }
}
