/**
 * Tests of the steps between versions of the database: what an older Hubcap stored is there afterwards, unchanged.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { DatabaseSync } from "node:sqlite";
import { APPLICATION_ID } from "./database.ts";
import { MIGRATIONS } from "./migrations.ts";
import { missingParts } from "./schema_parts.ts";
import { inFolder, raw } from "./testing/in_folder.ts";

/** Far from every time at which something is over, and no default. */
const FIRST = 2_000_000_000;

type Row = Record<string, unknown>;

function namesOf(db: DatabaseSync, sql: string, ...params: string[]): Row[] {
  return db.prepare(sql).all(...params);
}

/** Puts a row into every table whose columns all differ from their defaults; returns the rows by table. */
function fill(db: DatabaseSync): Map<string, Row> {
  const rows = new Map<string, Row>();
  const tables = namesOf(
    db,
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  for (const { name } of tables) {
    const row: Row = {};
    for (
      const { name: column, type } of namesOf(db, "SELECT name, type FROM pragma_table_info(?)", String(name))
    ) {
      const n = Object.keys(row).length;
      row[String(column)] = type === "TEXT" ? `текст ${n}` : type === "REAL" ? n + 0.5 : FIRST + n;
    }
    const columns = Object.keys(row);
    db.prepare(`INSERT INTO ${name} (${columns.join()}) VALUES (${columns.map(() => "?").join()})`)
      .run(...Object.values(row) as (string | number)[]);
    rows.set(String(name), row);
  }
  return rows;
}

for (let version = 1; version < MIGRATIONS.length; version++) {
  Deno.test(
    `migrations: what version ${version} stored is there in version ${MIGRATIONS.length}`,
    inFolder((dir, open) => {
      let rows = new Map<string, Row>();
      raw(dir, (db) => {
        for (const { sql } of MIGRATIONS.slice(0, version)) db.exec(sql);
        db.exec(`PRAGMA user_version = ${version}; PRAGMA application_id = ${APPLICATION_ID}`);
        rows = fill(db);
        assert(rows.size >= 4);
        assert(missingParts(db, MIGRATIONS.length).length > 0, "the steps that follow add something");
      });
      open();
      raw(dir, (db) => {
        assertEquals(missingParts(db, MIGRATIONS.length), []);
        for (const [table, row] of rows) {
          assertEquals(
            namesOf(db, `SELECT ${Object.keys(row).join()} FROM ${table}`).map((found) => ({ ...found })),
            [row],
            table,
          );
        }
      });
    }),
  );
}
