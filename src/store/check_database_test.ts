/**
 * Databases of scripts that were made to be hard to check.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { checkDatabase } from "./check_database.ts";
import { inFolder } from "./testing/in_folder.ts";

/** The problems of a database that `sql` makes in a folder. */
function problemsOf(dir: string, sql: string): readonly string[] {
  const path = join(dir, "script.db");
  const db = new DatabaseSync(path);
  db.function("unix_timestamp", () => 0);
  db.exec(sql);
  db.close();
  return checkDatabase(path).problems;
}

Deno.test(
  "check: what a script demands of its rows is not computed again for each of them",
  inFolder((dir) => {
    const sql = "CREATE TABLE t (a CHECK (unix_timestamp() = 0)); INSERT INTO t VALUES (1), (2)";
    assertEquals(problemsOf(dir, sql), []);
  }),
);

Deno.test(
  "check: of many rows that point to nothing the first few are told",
  inFolder((dir) => {
    const sql = `
      PRAGMA foreign_keys = OFF;
      CREATE TABLE p (a INTEGER PRIMARY KEY);
      CREATE TABLE t (a REFERENCES p);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO t SELECT i FROM n`;
    assertEquals(problemsOf(dir, sql), [1, 2, 3, 4, 5].map((row) => `row ${row} of t points to nothing`));
  }),
);
