/**
 * Looks at a database file without changing it: whose it is, which version, whether it is whole. Owns what "whole"
 * means; says it in words for people.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { messageOf } from "../core/errors.ts";
import { APPLICATION_ID } from "./database.ts";
import { MIGRATIONS } from "./migrations.ts";
import { missingParts } from "./schema_parts.ts";

/** Problems shown at most. */
const MOST = 5;

/** What a look at a file found. */
export interface DatabaseState {
  /** `PRAGMA application_id`. */
  readonly application: number;
  /** `PRAGMA user_version`: how many migrations it has seen. */
  readonly version: number;
  /** What is broken; empty when the file is whole. */
  readonly problems: readonly string[];
}

const numberOf = (db: DatabaseSync, pragma: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0] ?? 0);

/**
 * Checks the pages, the indexes and the foreign keys of a file, and in one of ours the tables and columns. Never throws: what
 * cannot be opened is a problem.
 */
export function checkDatabase(path: string): DatabaseState {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    db.exec("PRAGMA busy_timeout = 2000");
    // COMPAT: scripts may use this name of ours in what they define. Test: "backup: a script's database is in it".
    db.function("unix_timestamp", () => Math.floor(Date.now() / 1000));
    const application = numberOf(db, "application_id");
    // What a script wrote into its schema may take hours per row, and tells nothing of the file.
    if (application !== APPLICATION_ID) db.exec("PRAGMA ignore_check_constraints = ON");
    const pages = db.prepare(`PRAGMA integrity_check(${MOST})`).all().map((row) =>
      String(Object.values(row)[0])
    );
    const keys = db.prepare(`SELECT "table", rowid FROM pragma_foreign_key_check LIMIT ${MOST}`).all()
      .map(({ table, rowid }) => `row ${rowid} of ${table} points to nothing`);
    const version = numberOf(db, "user_version");
    const ours = application === APPLICATION_ID && version <= MIGRATIONS.length;
    const missing = ours ? missingParts(db, version).slice(0, MOST) : [];
    return {
      application,
      version,
      problems: [...pages.filter((line) => line !== "ok"), ...keys, ...missing],
    };
  } catch (error) {
    return { application: 0, version: 0, problems: [messageOf(error)] };
  } finally {
    db?.close();
  }
}
