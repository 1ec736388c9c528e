/**
 * Deletes what is long over from the tables that only grow: ended bans, lifted bans, kicks, the audit trail, rights
 * that nobody lacks or has any more. Owns the statements, and that one pass touches a bounded number of rows: the hub
 * runs it between two messages. When it runs, and what is old, is decided elsewhere.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { type Guard, transaction } from "./database.ts";
import { IN_FORCE } from "./rights.ts";
import type { HistoryAges, Prune } from "./types.ts";

const DAY = 86_400;

/** Per table: the age that counts, and which rows began to be old before a moment. Each has an index on its time. */
const TABLES: readonly [age: keyof HistoryAges, table: string, where: string][] = [
  ["bans", "banlist", "date_limit > 0 AND date_limit < ?"],
  ["unbans", "unbanlist", "date_unban < ?"],
  ["kicks", "kicklist", "time < ?"],
  ["audit", "audit", "time < ?"],
];

/** The pruning of an open database. Remembers how far it is, so that each pass goes on where the last one ended. */
export function pruner(db: DatabaseSync, guard: Guard): Prune {
  const deletes = TABLES.map(([age, table, where]) =>
    [
      age,
      db.prepare(`DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${where} LIMIT ?)`),
    ] as const
  );
  const slice = db.prepare(
    "SELECT max(rowid) AS last FROM (SELECT rowid FROM temp_rights WHERE rowid > ? ORDER BY rowid LIMIT ?)",
  );
  const dropRights = db.prepare(
    `DELETE FROM temp_rights WHERE rowid > ?2 AND rowid <= ?3 AND NOT (${IN_FORCE})`,
  );
  /** Rows of `temp_rights` up to this one were looked at in this round. */
  let seen = 0;
  return (ages, now, rows) =>
    guard(() =>
      transaction(db, () => {
        let left = rows;
        for (const [age, statement] of deletes) {
          if (ages[age] <= 0) continue;
          left -= Number(statement.run(now - ages[age] * DAY, left).changes);
          if (left === 0) return true;
        }
        const last = slice.get(seen, left)?.last;
        if (typeof last !== "number") {
          seen = 0;
          return false;
        }
        dropRights.run(now, seen, last);
        seen = last;
        return true;
      })
    );
}
