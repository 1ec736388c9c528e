/**
 * Runs the SQL of one script on one connection: opens the file its grant names, one statement at a time, results as
 * text. Owns the bounds on size; time is bounded from outside, because nothing can interrupt a statement from within.
 * Runs in a process of its own (sql_process.ts), never on the hub's thread.
 *
 * @module
 */
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { dirname } from "node:path";
import type { SqlGrant } from "../vh/capabilities.ts";
import { changesRows, type SqlRules, sqlRules } from "./sql_rules.ts";

/** A value bound to a `?`. */
export type SqlParam = null | number | bigint | string | Uint8Array;

/** What became of a statement. */
export type SqlOutcome =
  | { readonly ok: true; readonly rows: (string | null)[][] }
  | { readonly ok: false; readonly error: string };

/** Longest statement, in characters. */
export const MAX_SQL = 64 * 1024;
/** Longest single value, in bytes. */
const MAX_VALUE = 1 << 20;
/** Characters of one result, all its values together. */
export const MAX_RESULT = 1 << 20;
/** Most values bound to one statement. */
export const MAX_PARAMS = 1000;
/** Values of one result. */
const MAX_CELLS = 100_000;
/** Memory of SQLite in a process of its own, in bytes. */
export const MAX_HEAP = 64 << 20;
const MAX_PAGES = 65_536;
/** How long a statement waits for somebody else's lock, milliseconds. */
const BUSY_MS = 1000;

/** Where a connection goes. */
export interface SqlEngineOptions {
  /** The database file; its folder is made for the grant `own`. */
  readonly path: string;
  /** What the script may do with it. */
  readonly grant: SqlGrant;
  /** Pages of 4 KiB that a file for the grant `own` may have; default 65 536, which is 256 MiB. */
  readonly maxPages?: number;
  /**
   * Most memory of SQLite in bytes, for good and for everything in this process that uses it: only for a process
   * that does nothing else. Default: no limit.
   */
  readonly maxHeap?: number;
}

/** An open connection. */
export interface SqlEngine {
  /** Runs one statement; at most `limit` rows come back. Never throws. */
  run(sql: string, params: readonly SqlParam[], limit: number): SqlOutcome;
  /** Closes the file. */
  close(): void;
}

/** What Deno 2.9.6 has and its types do not know yet. */
interface FullDatabase extends DatabaseSync {
  readonly limits: Record<string, number>;
  enableDefensive(on: boolean): void;
  setAuthorizer(rules: SqlRules): void;
}
type FullStatement = StatementSync & { setReturnArrays(on: boolean): void };

/** A connection, and whether what it compiled last changes rows. */
interface Connection {
  readonly db: DatabaseSync;
  changes: boolean;
}

/** SQLite's own limits on one connection. */
const LIMITS = {
  length: MAX_VALUE,
  sqlLength: MAX_SQL * 4,
  attach: 0,
  compoundSelect: 100,
  exprDepth: 200,
  triggerDepth: 16,
  variableNumber: MAX_PARAMS,
} as const;

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error);

function open({ path, grant, maxPages = MAX_PAGES, maxHeap }: SqlEngineOptions): Connection {
  if (grant === "own") {
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    Deno.openSync(path, { create: true, write: true, mode: 0o600 }).close();
  }
  const db = new DatabaseSync(path, { readOnly: grant === "hub-read" }) as FullDatabase;
  Object.assign(db.limits, LIMITS);
  if (maxHeap !== undefined) db.exec(`PRAGMA hard_heap_limit = ${maxHeap}`);
  db.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA temp_store = MEMORY`);
  if (grant === "own") {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA max_page_count = ${maxPages}`);
  }
  db.enableDefensive(true);
  // COMPAT Verlihub scripts: MySQL's name for the time. Test: "sql engine: unix_timestamp() is the time in seconds".
  db.function("unix_timestamp", () => Math.floor(Date.now() / 1000));
  const rules = sqlRules(grant);
  const connection = { db, changes: false };
  db.setAuthorizer((action, first, second) => {
    connection.changes ||= changesRows(action);
    return rules(action, first, second);
  });
  return connection;
}

const COMMENT = /--[^\n]*|\/\*[\s\S]*?\*\//g;

/** Statements end at the first `;`: what SQLite did not compile has to be space or comment. */
const isNothing = (rest: string): boolean => rest.replace(COMMENT, "").replace(/[\s;]/g, "") === "";

const utf8 = new TextDecoder();

function textOf(value: SQLOutputValue): string | null {
  if (value === null) return null;
  return value instanceof Uint8Array ? utf8.decode(value) : String(value);
}

/**
 * The statement, asked for no more rows than wanted. `iterate()` would be the way to stop early, but in Deno 2.9.6 it
 * takes an error in the middle of a result for its end.
 */
function atMost(db: DatabaseSync, sql: string, limit: number): StatementSync | null {
  if (!/^(select|with|values)\b/i.test(sql.replace(COMMENT, "").trimStart())) return null;
  try {
    return db.prepare(`SELECT * FROM (${sql.replace(/[\s;]+$/, "")}\n) LIMIT ${limit}`);
  } catch {
    return null;
  }
}

function runOne(connection: Connection, sql: string, params: readonly SqlParam[], limit: number): SqlOutcome {
  if (sql.length > MAX_SQL) return { ok: false, error: `the statement is longer than ${MAX_SQL} characters` };
  if (params.length > MAX_PARAMS) return { ok: false, error: `more than ${MAX_PARAMS} parameters` };
  if (isNothing(sql)) return { ok: false, error: "the statement is empty" };
  const { db } = connection;
  connection.changes = false;
  const whole = db.prepare(sql);
  if (!isNothing(sql.slice(whole.sourceSQL.length))) {
    return { ok: false, error: "only one statement at a time" };
  }
  const values = params as SQLInputValue[];
  if (whole.columns().length === 0) {
    whole.run(...values);
    return { ok: true, rows: [] };
  }
  const statement = ((!connection.changes && atMost(db, whole.sourceSQL, limit)) || whole) as FullStatement;
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const rows: (string | null)[][] = [];
  let size = 0, cells = 0;
  for (const row of (statement.all(...values) as unknown as SQLOutputValue[][]).slice(0, limit)) {
    const texts = row.map(textOf);
    for (const text of texts) size += text?.length ?? 0;
    cells += texts.length;
    if (cells > MAX_CELLS) return { ok: false, error: `the result has more than ${MAX_CELLS} values` };
    if (size > MAX_RESULT) return { ok: false, error: `the result is larger than ${MAX_RESULT} characters` };
    rows.push(texts);
  }
  return { ok: true, rows };
}

/**
 * Opens the database of a script.
 *
 * @throws {Error} When the file cannot be opened; the text is SQLite's.
 */
export function openSqlEngine(options: SqlEngineOptions): SqlEngine {
  const connection = open(options);
  return {
    run(sql, params, limit) {
      try {
        return runOne(connection, sql, params, limit);
      } catch (error) {
        const text = messageOf(error);
        const denied = /not authorized|authorization denied|prohibited|readonly database/i.test(text);
        const hint = denied ? ` (this script's sql grant is "${options.grant}")` : "";
        return { ok: false, error: `${text}${hint}` };
      }
    },
    close: () => connection.db.close(),
  };
}
