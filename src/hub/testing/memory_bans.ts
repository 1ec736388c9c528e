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

/** What every login and every upkeep asks: the answers while nothing was ever written. */
const UNTOUCHED: Partial<BanStore> = {
  match: () => null,
  matchShare: () => null,
  hasHostBans: () => false,
  clear: () => 0,
};

/** Creates an empty one. The database comes with the first use that needs it: most tests have none. */
export function memoryBans(): MemoryBans {
  let opened: MemoryBans | null = null;
  const open = (): MemoryBans => opened ??= openBans();
  /** A part of the database that is not there before it is needed, but for `untouched`; tests may replace functions. */
  const part = <T extends object>(of: (whole: MemoryBans) => T, untouched: Partial<T>): T =>
    new Proxy<Partial<T>>({}, {
      get(replaced, key) {
        const name = key as keyof T;
        return replaced[name] ?? (opened === null ? untouched[name] : undefined) ?? of(open())[name];
      },
    }) as T;
  return {
    bans: part(({ bans }) => bans, UNTOUCHED),
    audit: part(({ audit }) => audit, {}),
    prune: (ages, now, rows) => opened !== null && opened.prune(ages, now, rows),
    list: () => opened?.list() ?? [],
    kicks: () => opened?.kicks() ?? [],
    lifted: () => opened?.lifted() ?? [],
    close: () => opened?.close(),
  };
}

function openBans(): MemoryBans {
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
