/**
 * Tests of the look for tables and columns that a database of ours has lost.
 *
 * @module
 */
import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { HubError } from "../core/errors.ts";
import { checkDatabase } from "./check_database.ts";
import { DATABASE_FILE } from "./database.ts";
import { inFolder, raw } from "./testing/in_folder.ts";

const problemsIn = (dir: string) => checkDatabase(join(dir, DATABASE_FILE)).problems;

Deno.test(
  "database: a table or column that is gone is a problem, one that somebody added is none",
  inFolder((dir, open) => {
    open();
    raw(dir, (db) => db.exec("CREATE TABLE mine (a); ALTER TABLE reglist ADD COLUMN mine TEXT"));
    assertEquals(problemsIn(dir), []);
    raw(dir, (db) => db.exec("ALTER TABLE conn_types DROP COLUMN tag_min_slots; DROP TABLE client_list"));
    assertEquals(problemsIn(dir), [
      "the table client_list is missing",
      "the column tag_min_slots of conn_types is missing",
    ]);
  }),
);

Deno.test(
  "database: an older version lacks only what it had",
  inFolder((dir, open) => {
    open();
    raw(dir, (db) => db.exec("DROP TABLE audit; DROP TABLE client_list; PRAGMA user_version = 2"));
    assertEquals(problemsIn(dir), []);
    raw(dir, (db) => db.exec("DROP TABLE kicklist"));
    assertEquals(problemsIn(dir), ["the table kicklist is missing"]);
  }),
);

Deno.test(
  "store: a database without one of its tables is refused with what to do",
  inFolder((dir, open) => {
    open();
    raw(dir, (db) => db.exec("DROP TABLE client_list"));
    const error = assertThrows(open, HubError);
    assertEquals(error.code, "store.corrupt");
    assertMatch(`${error.message}. ${error.remedy}`, /no such table: client_list\. Restore the file/);
  }),
);
