/**
 * Statements of small tables made from their columns, on a database.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { type Columns, rowTable } from "./row_table.ts";

interface Row {
  readonly id: string;
  readonly words: string;
  readonly size: number;
  readonly on: boolean;
}

const COLUMNS: Columns<Row> = {
  id: { column: "row_id", holds: "text" },
  words: { column: "text", holds: "text", max: 5 },
  size: { column: "amount", holds: "number" },
  on: { column: "enable", holds: "switch" },
};

function made() {
  const db = new DatabaseSync(":memory:");
  db.exec(
    "CREATE TABLE things (row_id TEXT PRIMARY KEY COLLATE NOCASE, text TEXT, amount REAL, enable INTEGER) STRICT",
  );
  let guarded = 0;
  const guard = <T>(fn: () => T): T => (guarded++, fn());
  return {
    db,
    table: rowTable(db, guard, "things", COLUMNS, ({ size }) => size >= 0),
    guarded: () => guarded,
  };
}

Deno.test("row table: a row comes back as it was put, and a second one takes the place of the first", () => {
  const { table, guarded } = made();
  table.put({ id: "b", words: "x", size: 1.5, on: true });
  table.put({ id: "a", words: "", size: 0, on: false });
  table.put({ id: "B", words: "y", size: 2, on: false });
  assertEquals(table.load(9), [
    { id: "a", words: "", size: 0, on: false },
    { id: "b", words: "y", size: 2, on: false },
  ]);
  table.drop("A");
  assertEquals([table.load(9).length, table.load(0).length, guarded()], [1, 0, 7]);
});

Deno.test("row table: long texts are cut when they are read, rows that make no sense are not seen", () => {
  const { db, table } = made();
  db.exec("INSERT INTO things VALUES ('a', 'abcdefgh', -1, 1), ('b', 'abcdefgh', 3, 7)");
  assertEquals(table.load(9), [{ id: "b", words: "abcde", size: 3, on: true }]);
});
