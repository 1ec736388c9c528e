/**
 * Bans and the audit trail of a store in memory: the real statements over a database without a file, and what is in
 * it readable for tests. Not used by a running hub.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { type AuditStore, auditStore } from "../../store/audit.ts";
import { toBan } from "../../store/ban_row.ts";
import { banStore } from "../../store/bans.ts";
import { MIGRATIONS } from "../../store/migrations.ts";
import { pruner } from "../../store/pruning.ts";
import type { Ban, BanStore, Kick, LiftedBan, Prune } from "../../store/types.ts";

/** The tables that are needed: the whole schema takes milliseconds for every test. */
const OURS = /\b(?:banlist|unbanlist|kicklist|audit|temp_rights)/;

/** What a {@linkcode memoryBans} is. */
export interface MemoryBans {
  /** The bans. */
  readonly bans: BanStore;
  /** The audit trail. */
  readonly audit: AuditStore;
  /** The pruning of the same tables. */
  readonly prune: Prune;
  /** Every ban, oldest first. */
  list(): Ban[];
  /** Every kick, oldest first. */
  kicks(): Kick[];
  /** Every lifted ban, oldest first. */
  lifted(): LiftedBan[];
  /** Gives its memory back. */
  close(): void;
}

/** Creates an empty one. */
export function memoryBans(): MemoryBans {
  const db = new DatabaseSync(":memory:");
  for (const { sql } of MIGRATIONS) {
    for (const statement of sql.split(/;\s*\n/)) if (OURS.test(statement)) db.exec(statement);
  }
  const bans = banStore(db, (fn) => fn());
  const EVERYTHING = 1_000_000;
  return {
    bans,
    audit: auditStore(db, (fn) => fn()),
    prune: pruner(db, (fn) => fn()),
    list: () => db.prepare("SELECT * FROM banlist ORDER BY rowid").all().map(toBan),
    kicks: () => bans.listKicks(EVERYTHING).reverse(),
    lifted: () => bans.listUnbans(EVERYTHING).reverse(),
    close: () => db.close(),
  };
}
