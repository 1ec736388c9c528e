/**
 * A small table that is read all the time and changed by hand: all of its rows in memory, every change written
 * first. Owns the copy in memory and the bound of its size; the statements belong to the table's own module.
 *
 * @module
 */

/** Why a row was not added: one with its key is there, or the table is full. */
export type NotKept = "taken" | "full";

/** The rows of such a table. Keys are compared without ASCII case. */
export interface KeptRows<T> {
  /** Most rows. */
  readonly max: number;
  /** All rows by key. The same array until something changes, so it tells whether anything did. */
  all(): readonly T[];
  /** The row of this key, or `null`. */
  get(key: string): T | null;
  /** Adds a row; `null` when it is in. */
  add(row: T): NotKept | null;
  /** Changes fields of a row, its key aside. `false`: there is none. */
  update(key: string, change: Partial<T>): boolean;
  /** Removes a row. `false`: there was none. */
  remove(key: string): boolean;
  /** Reads everything again, because another process changed something. */
  reload(): void;
}

/** Where the rows outlive a restart. Every call is durable on return. */
export interface RowTable<T> {
  /** At most this many rows, in any order. */
  load(limit: number): T[];
  /** Writes a row over the one with its key, if there is one. */
  put(row: T): void;
  /** Removes the row of this key. */
  drop(key: string): void;
}

/** A table that forgets everything, for hubs in memory. */
export const NO_TABLE: RowTable<never> = { load: () => [], put() {}, drop() {} };

/** Keeps the rows of a table. `keyOf` names the row; rows beyond `max` are not seen. */
export function keptRows<T extends object>(
  table: RowTable<T>,
  keyOf: (row: T) => string,
  max: number,
): KeptRows<T> {
  const byKey = new Map<string, T>();
  let all: readonly T[] | null = null;
  const load = () => {
    byKey.clear();
    all = null;
    for (const row of table.load(max)) byKey.set(lower(keyOf(row)), row);
  };
  const put = (row: T) => {
    table.put(row);
    byKey.set(lower(keyOf(row)), row);
    all = null;
  };
  load();
  return {
    max,
    all: () => all ??= [...byKey].sort(([a], [b]) => a < b ? -1 : 1).map(([, row]) => row),
    get: (key) => byKey.get(lower(key)) ?? null,
    add(row) {
      if (byKey.has(lower(keyOf(row)))) return "taken";
      if (byKey.size >= max) return "full";
      put(row);
      return null;
    },
    update(key, change) {
      const old = byKey.get(lower(key));
      if (!old) return false;
      const row = { ...old, ...change };
      if (lower(keyOf(row)) !== lower(key)) throw new RangeError("A row cannot get another key");
      put(row);
      return true;
    },
    remove(key) {
      const old = byKey.get(lower(key));
      if (!old) return false;
      table.drop(keyOf(old));
      byKey.delete(lower(key));
      all = null;
      return true;
    },
    reload: load,
  };
}

/** ASCII lower case, as SQLite's NOCASE. */
const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
