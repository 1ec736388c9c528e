/**
 * Where an import writes: one open database, one transaction, and the stores over it. Owns the choice between the
 * hub's own data and a copy of it for a dry run; knows no table of the source.
 *
 * @module
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { join } from "@std/path";
import { accountStore } from "../store/accounts.ts";
import { banStore } from "../store/bans.ts";
import { DATABASE_FILE, guardOf, openDatabase, storeError } from "../store/database.ts";
import { lockFolder } from "../store/folder_lock.ts";
import { type RedirectStore, redirectStore } from "../store/redirects.ts";
import { runtimeSettings } from "../store/runtime_settings.ts";
import { type TriggerStore, triggerStore } from "../store/triggers.ts";
import type { AccountStore, BanStore, RuntimeSettings } from "../store/types.ts";

/** A value of a column. */
export type ColumnValue = string | number;

/** The hub's tables, as an import uses them. */
export interface Target {
  /** Accounts. */
  readonly accounts: AccountStore;
  /** Bans. */
  readonly bans: BanStore;
  /** Runtime variables. */
  readonly settings: RuntimeSettings;
  /** Texts and when they are shown. */
  readonly triggers: TriggerStore;
  /** Redirects. */
  readonly redirects: RedirectStore;
  /** Adds a row of these columns. `false`: its key was there already, nothing changed. */
  insert(table: string, row: Readonly<Record<string, ColumnValue>>): boolean;
  /** True when a query, written by us, finds something. */
  finds(sql: string, ...params: SQLInputValue[]): boolean;
}

/** A target in an open transaction. */
export interface OpenTarget {
  /** The tables. */
  readonly target: Target;
  /** Keeps what was written, or not, and lets go of the data. */
  close(keep: boolean): void;
}

function targetOf(db: DatabaseSync, path: string): Target {
  const guard = guardOf(path);
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, statement = db.prepare(sql));
    return statement;
  };
  return {
    accounts: accountStore(db, guard),
    bans: banStore(db, guard),
    settings: runtimeSettings(db, guard, () => {}),
    triggers: triggerStore(db, guard),
    redirects: redirectStore(db, guard),
    insert(table, row) {
      const names = Object.keys(row);
      const sql = `INSERT INTO ${table} (${names.join(", ")}) VALUES (${
        names.map(() => "?").join(", ")
      }) ON CONFLICT DO NOTHING`;
      return guard(() => prepared(sql).run(...Object.values(row)).changes === 1);
    },
    finds: (sql, ...params) => guard(() => prepared(sql).get(...params) !== undefined),
  };
}

function open(dataDir: string, release: () => void): OpenTarget {
  const { db, path } = openDatabase(dataDir);
  try {
    db.exec("BEGIN IMMEDIATE");
    return {
      target: targetOf(db, path),
      close(keep) {
        try {
          db.exec(keep ? "COMMIT" : "ROLLBACK");
        } catch (error) {
          throw storeError(error, path);
        } finally {
          db.close();
          release();
        }
      },
    };
  } catch (error) {
    db.close();
    throw storeError(error, path);
  }
}

/**
 * Opens the hub's own data.
 *
 * @throws {HubError} `store.busy` while a hub uses the folder, and as any store.
 */
export function openTarget(dataDir: string): OpenTarget {
  const lock = lockFolder(dataDir);
  try {
    return open(dataDir, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Opens a copy of the data, which goes when it is closed; the hub may run. */
export function openTrial(dataDir: string): OpenTarget {
  const folder = Deno.makeTempDirSync({ prefix: "hubcap-import-" });
  const release = () => Deno.removeSync(folder, { recursive: true });
  try {
    const path = join(dataDir, DATABASE_FILE);
    if (isFile(path)) {
      const db = new DatabaseSync(path, { readOnly: true });
      try {
        db.prepare("VACUUM INTO ?").run(join(folder, DATABASE_FILE));
      } finally {
        db.close();
      }
    }
    return open(folder, release);
  } catch (error) {
    release();
    throw storeError(error, dataDir);
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
