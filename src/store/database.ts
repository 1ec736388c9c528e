/**
 * Opening the SQLite file: folder, pragmas, migrations, integrity, and the translation of SQLite's errors into ours.
 * Knows tables only as migrations; the stores own the statements.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import { HubError, messageOf, systemTextOf } from "../core/errors.ts";
import { MIGRATIONS } from "./migrations.ts";

/** File name inside the data folder. */
export const DATABASE_FILE = "hubcap.db";
/** Folder inside the data folder with the databases of scripts, one file each. */
export const SQL_FOLDER = "sql";

/** "HubC" as a number: tells our files from other people's databases. */
export const APPLICATION_ID = 0x48756243;

/** How long a write waits for another process's write before it fails with `store.busy`. */
const BUSY_MS = 250;

/** What SQLite's message says, and what it means for us. `node:sqlite` in Deno gives no result code. */
const MEANINGS: readonly [RegExp, "store.busy" | "store.corrupt" | "store.unwritable", string][] = [
  [/locked|busy/i, "store.busy", "Try again; if it stays, close the other program that uses the database"],
  [
    /malformed|not a database|corrupt|no such (table|column)|has no column/i,
    "store.corrupt",
    "Restore the file from a copy, or move it away",
  ],
  [
    /readonly|unable to open|full|disk i\/o|not authorized|denied/i,
    "store.unwritable",
    "Make the folder writable and see that the disk has room",
  ],
];

/** Runs a database call; what it throws comes out as a {@linkcode HubError}. */
export type Guard = <T>(fn: () => T) => T;

/** The guard of the database at `path`. */
export function guardOf(path: string): Guard {
  return (fn) => {
    try {
      return fn();
    } catch (error) {
      throw storeError(error, path);
    }
  };
}

/** The {@linkcode HubError} for anything a database call threw. */
export function storeError(error: unknown, path: string): unknown {
  if (error instanceof HubError) return error;
  const message = messageOf(error);
  for (const [pattern, code, remedy] of MEANINGS) {
    if (pattern.test(message)) {
      return new HubError(code, `Cannot use the database "${path}": ${message}`, { remedy, cause: error });
    }
  }
  return error;
}

/** Runs `fn` in one write transaction; whatever it throws undoes it. */
export function transaction<T>(db: DatabaseSync, fn: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = fn();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

/** The number a pragma holds. */
export function pragma(db: DatabaseSync, name: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0] ?? 0);
}

function migrate(db: DatabaseSync, path: string): void {
  const version = pragma(db, "user_version");
  if (version > MIGRATIONS.length) {
    throw new HubError(
      "store.corrupt",
      `Cannot use the database "${path}": its version ${version} is newer than ${MIGRATIONS.length}`,
      { remedy: "Run the newer Hubcap that wrote it, or move the file away" },
    );
  }
  if (version === MIGRATIONS.length) return;
  transaction(db, () => {
    // Read again: another process may have migrated while we waited for the lock.
    for (let next = pragma(db, "user_version"); next < MIGRATIONS.length; next++) {
      db.exec(MIGRATIONS[next]!.sql);
      db.exec(`PRAGMA user_version = ${next + 1}`);
    }
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  });
}

function refuseForeign(db: DatabaseSync, path: string): void {
  const id = pragma(db, "application_id");
  const empty = pragma(db, "schema_version") === 0;
  if (id === APPLICATION_ID || empty) return;
  throw new HubError("store.corrupt", `Cannot use the database "${path}": another program made it`, {
    remedy: "Choose another data folder, or move the file away",
  });
}

/**
 * Opens (and on first use makes) the database of a data folder. Writes are durable when they return: WAL with
 * `synchronous=FULL` costs about 0.2 ms each, and a hub writes only at logins of registered users and by hand.
 *
 * @throws {HubError} `store.unwritable`, `store.corrupt` or `store.busy`.
 */
export function openDatabase(dataDir: string): { db: DatabaseSync; path: string } {
  const path = join(dataDir, DATABASE_FILE);
  let db: DatabaseSync | undefined;
  try {
    Deno.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // Made by us, not by SQLite: it holds password hashes, and its companions (-wal, -shm) copy the mode.
    Deno.openSync(path, { create: true, write: true, mode: 0o600 }).close();
    db = new DatabaseSync(path);
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    refuseForeign(db, path);
    const health = Object.values(db.prepare("PRAGMA quick_check(1)").get() ?? {})[0];
    if (health !== "ok") throw new Error(`malformed: ${health}`);
    migrate(db, path);
    return { db, path };
  } catch (error) {
    db?.close();
    if (error instanceof Deno.errors.NotADirectory || error instanceof Deno.errors.AlreadyExists) {
      throw new HubError("store.unwritable", `Cannot use the data folder "${dataDir}": it is not a folder`, {
        remedy: "Choose another data folder",
        cause: error,
      });
    }
    if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotFound) {
      throw new HubError(
        "store.unwritable",
        `Cannot use the data folder "${dataDir}": ${systemTextOf(error)}`,
        {
          remedy: "Make the folder writable or choose another one",
          cause: error,
        },
      );
    }
    throw storeError(error, path);
  }
}
