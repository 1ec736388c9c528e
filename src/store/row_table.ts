/**
 * Statements of a small table, made from its columns: read all, write one over the row of its key, remove one. Knows
 * no table; what the rows mean is their own module's.
 *
 * @module
 */
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Guard } from "./database.ts";
import { NO_TABLE, type RowTable } from "./kept_rows.ts";

/** A column and what it holds: text (of a row not more than `max` characters are read), a number, or 0 and 1. */
export interface Column {
  /** Its name in the table. */
  readonly column: string;
  /** What it holds. */
  readonly holds: "text" | "number" | "switch";
  /** Most characters of a text. */
  readonly max?: number;
}

/** The columns of a row's fields; the first one is the key. */
export type Columns<T> = { readonly [K in keyof T]-?: Column };

const READ = {
  text: String,
  number: Number,
  switch: (value: unknown) => value !== 0,
} as const;

/** How a row of these columns is read. */
export function rowReader<T extends object>(columns: Columns<T>): (stored: Record<string, unknown>) => T {
  const fields = Object.entries<Column>(columns);
  return (stored) =>
    Object.fromEntries(fields.map(([name, { column, holds }]) => [name, READ[holds](stored[column])])) as T;
}

/** A value as its column holds it. */
export function toColumn(value: string | number | boolean): SQLInputValue {
  return typeof value === "boolean" ? Number(value) : value;
}

/** A table of an open database, or without one {@linkcode NO_TABLE}; rows that `isSound` refuses are not seen. */
export function rowTable<T extends object>(
  db: DatabaseSync | undefined,
  guard: Guard = (fn) => fn(),
  table: string,
  columns: Columns<T>,
  isSound: (row: T) => boolean = () => true,
): RowTable<T> {
  if (!db) return NO_TABLE;
  const fields = Object.entries<Column>(columns);
  const names = fields.map(([, { column }]) => column);
  const key = names[0]!;
  const shown = fields.map(([, { column, max }]) =>
    max === undefined ? column : `substr(${column}, 1, ${max}) AS ${column}`
  );
  const changed = names.slice(1).map((name) => `${name} = excluded.${name}`);
  const read = db.prepare(`SELECT ${shown.join(", ")} FROM ${table} ORDER BY ${key} LIMIT ?`);
  const write = db.prepare(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")}) ` +
      `ON CONFLICT (${key}) DO UPDATE SET ${changed.join(", ")}`,
  );
  const remove = db.prepare(`DELETE FROM ${table} WHERE ${key} = ?`);
  const rowOf = rowReader(columns);
  const valuesOf = (row: T) =>
    fields.map(([name]) => toColumn(row[name as keyof T] as string | number | boolean));
  return {
    load: (limit) => guard(() => read.all(limit).map(rowOf).filter(isSound)),
    put: (row) => guard(() => void write.run(...valuesOf(row))),
    drop: (of) => guard(() => void remove.run(of)),
  };
}
