/**
 * What a script's SQL may do, per grant: the decision SQLite asks for while it compiles a statement. Owns the rules
 * only; opens and runs nothing. Names of actions and tables are SQLite's and Verlihub's.
 *
 * @module
 */
import type { SqlGrant } from "../vh/capabilities.ts";
import { MIGRATIONS } from "./migrations.ts";
/** Answers SQLite: `SQLITE_OK`, `SQLITE_DENY` (the statement fails) or `SQLITE_IGNORE` (the column reads as NULL). */
export type SqlRules = (action: number, first: string | null, second: string | null) => number;

/** SQLite's answers and the actions it asks about; part of its file and call format, so they never change. */
const SQLITE = {
  OK: 0,
  DENY: 1,
  IGNORE: 2,
  CREATE_INDEX: 1,
  CREATE_TEMP_TRIGGER: 5,
  CREATE_TRIGGER: 7,
  DELETE: 9,
  DROP_INDEX: 10,
  DROP_TABLE: 11,
  INSERT: 18,
  PRAGMA: 19,
  READ: 20,
  SELECT: 21,
  TRANSACTION: 22,
  UPDATE: 23,
  ATTACH: 24,
  DETACH: 25,
  ALTER_TABLE: 26,
  ANALYZE: 28,
  CREATE_VTABLE: 29,
  FUNCTION: 31,
  SAVEPOINT: 32,
  RECURSIVE: 33,
} as const;

/** Pragmas that only describe tables. */
const DESCRIBING = new Set([
  "table_info",
  "table_xinfo",
  "table_list",
  "index_list",
  "index_info",
  "index_xinfo",
  "foreign_key_list",
]);
/** Functions that reach out of the database. */
const REACHING = new Set(["load_extension", "fts3_tokenizer"]);
/** Tables the hub itself lives on: their rows belong to whoever has the full grant, their shape to the hub. */
const HUB_TABLES: ReadonlySet<string> = new Set(
  MIGRATIONS.flatMap(({ sql }) =>
    [...sql.matchAll(/CREATE TABLE (\w+)/g)].map(([, name]) => name!.toLowerCase())
  ),
);
/** Columns nobody reads with the read-only grant, as `table.column`. */
const HIDDEN = new Set(["reglist.login_pwd"]);

const lower = (name: string | null): string => (name ?? "").toLowerCase();

/** What no grant allows: other files, engine switches, native code. */
function always(action: number, first: string | null, second: string | null): boolean {
  switch (action) {
    case SQLITE.ATTACH: // also what VACUUM and VACUUM INTO do
    case SQLITE.DETACH:
      return false;
    case SQLITE.PRAGMA:
      return DESCRIBING.has(lower(first));
    case SQLITE.FUNCTION:
      return !REACHING.has(lower(second));
    default:
      return true;
  }
}

const READING: ReadonlySet<number> = new Set([
  SQLITE.SELECT,
  SQLITE.READ,
  SQLITE.FUNCTION,
  SQLITE.RECURSIVE,
  SQLITE.PRAGMA,
]);

/** What would break the hub or lock it out, although its rows may be changed. */
function harmsHub(action: number, first: string | null, second: string | null): boolean {
  switch (action) {
    case SQLITE.TRANSACTION: // a lock that outlives the statement would hold up the hub's own writes
    case SQLITE.SAVEPOINT:
    case SQLITE.CREATE_VTABLE:
    case SQLITE.ANALYZE:
      return true;
    case SQLITE.DROP_TABLE:
      return HUB_TABLES.has(lower(first));
    case SQLITE.ALTER_TABLE:
    case SQLITE.CREATE_TRIGGER:
    case SQLITE.CREATE_TEMP_TRIGGER:
    case SQLITE.CREATE_INDEX:
    case SQLITE.DROP_INDEX:
      return HUB_TABLES.has(lower(second));
    default:
      return false;
  }
}

const CHANGING: ReadonlySet<number> = new Set([SQLITE.INSERT, SQLITE.DELETE, SQLITE.UPDATE]);

/** Does this action change rows? */
export function changesRows(action: number): boolean {
  return CHANGING.has(action);
}

/** The rules of a grant. */
export function sqlRules(grant: SqlGrant): SqlRules {
  return (action, first, second) => {
    if (!always(action, first, second)) return SQLITE.DENY;
    if (grant === "hub-read") {
      if (!READING.has(action)) return SQLITE.DENY;
      const hidden = action === SQLITE.READ && HIDDEN.has(`${lower(first)}.${lower(second)}`);
      return hidden ? SQLITE.IGNORE : SQLITE.OK;
    }
    return grant === "hub-full" && harmsHub(action, first, second) ? SQLITE.DENY : SQLITE.OK;
  };
}
