/**
 * What an import left behind, to compare two of them. Reads the database file itself, so that no table is forgotten.
 *
 * @module
 */
import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../src/store/database.ts";

/** Every row of every table of the database in this data folder, as JSON behind the name of its table, sorted. */
export function storedRows(data: string): string[] {
  const db = new DatabaseSync(join(data, DATABASE_FILE), { readOnly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return tables.flatMap(({ name }) =>
      db.prepare(`SELECT * FROM "${name}"`).all().map((row) => `${name} ${JSON.stringify(row)}`)
    ).sort();
  } finally {
    db.close();
  }
}
