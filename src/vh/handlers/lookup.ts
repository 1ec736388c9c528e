/**
 * Carries out the calls that look something up: places, host names, SQL. Answers come later; who looks and where is
 * the business of the services. Owns what a script may pass to SQL.
 *
 * @module
 */
import type { Geo } from "../../geo/geo.ts";
import type { HubPort } from "../../port/hub_port.ts";
import type { SqlOutcome, SqlParam } from "../../store/sql_engine.ts";
import { type Handlers, LATER } from "./context.ts";

/** Most rows of one result. */
export const MAX_ROWS = 1000;
/** Rows when the script names no limit. */
const USUAL_ROWS = 100;

/** Runs the SQL of one script and keeps the rows of its cursor. */
export interface ScriptSql {
  /** Runs a statement; an Error means that it could not be run at all. */
  run(
    query: string,
    params: readonly SqlParam[],
    limit: number,
    done: (result: SqlOutcome | Error) => void,
  ): void;
  /** Rows of the last SQLQuery; null for none. */
  cursor: (string | null)[][] | null;
}

/** What handlers may ask beyond the hub, for one script. */
export interface Lookups {
  /** Where addresses are. */
  readonly geo: Geo;
  /** Name of an address; null when it has none or nobody says in time. */
  hostOf(ip: string, done: (host: string | null) => void): void;
  /** The script's database. */
  readonly sql: ScriptSql;
}

function sqlParam(value: unknown, index: number): SqlParam {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string" || typeof value === "bigint" || value instanceof Uint8Array) return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`vh.SQL(): params[${index}] is no finite number`);
    return value;
  }
  throw new TypeError(
    `vh.SQL(): params[${index}] must be text, a number, a bigint, a boolean, bytes or null`,
  );
}

/** A whole number of rows from 1 to {@linkcode MAX_ROWS}; anything below 1 means the usual number. */
function rowLimit(limit: number): number {
  return limit < 1 ? USUAL_ROWS : Math.min(Math.floor(limit), MAX_ROWS);
}

/** A statement, its parameters and its limit, from any of the forms a script may use. */
export function sqlArguments(
  query: string,
  second: unknown,
  limit: number,
): [query: string, params: SqlParam[], limit: number] {
  // COMPAT Verlihub plugin's documentation: `SQL(type, query)`. Test: "sql: every form of the arguments".
  if (typeof second === "string") {
    if (/^\s*\w*\s*$/.test(query)) return [second, [], rowLimit(limit)];
    throw new TypeError("vh.SQL(): argument 2 (params) must be an array");
  }
  if (typeof second === "number") return [query, [], rowLimit(second)];
  if (second === null || second === undefined) return [query, [], rowLimit(limit)];
  if (!Array.isArray(second)) throw new TypeError("vh.SQL(): argument 2 (params) must be an array");
  return [query, second.map(sqlParam), rowLimit(limit)];
}

const found = (code: string): string | null => code === "E1" || code === "--" ? null : code;

/** Asks about the address of a user; nobody of this nick online is `null` at once. */
function ofUser(port: HubPort, nick: string, ask: (ip: string) => void): null | typeof LATER {
  const ip = port.userIp(nick);
  if (ip === null) return null;
  ask(ip);
  return LATER;
}

/** Handlers of the groups "Places" and "SQL". */
export const lookup: Handlers<
  | "GetUserCC"
  | "GetUserCN"
  | "GetUserCity"
  | "GetUserGeoIP"
  | "GetUserHost"
  | "GetIPCC"
  | "GetIPCN"
  | "GetIPCity"
  | "GetIPASN"
  | "GetGeoIP"
  | "GetHostGeoIP"
  | "SQL"
  | "SQLQuery"
  | "SQLFetch"
  | "SQLFree"
> = {
  GetUserCC: ({ port, services: { lookups: { geo } } }, [nick], done) =>
    ofUser(port, nick, (ip) => geo.countryCode(ip, done)),
  GetUserCN: ({ port, services: { lookups: { geo } } }, [nick], done) =>
    ofUser(port, nick, (ip) => geo.countryName(ip, done)),
  GetUserCity: ({ port, services: { lookups: { geo } } }, [nick, db], done) =>
    ofUser(port, nick, (ip) => geo.city(ip, db, done)),
  GetUserGeoIP: ({ port, services: { lookups: { geo } } }, [nick, db], done) =>
    ofUser(port, nick, (ip) => geo.info(ip, db, done)),
  GetUserHost: ({ port, services: { lookups } }, [nick], done) =>
    ofUser(port, nick, (ip) => lookups.hostOf(ip, done)),
  GetIPCC({ services }, [ip], done) {
    services.lookups.geo.countryCode(ip, (code) => done(found(code)));
    return LATER;
  },
  GetIPCN({ services }, [ip], done) {
    services.lookups.geo.countryName(ip, done);
    return LATER;
  },
  GetIPCity({ services }, [ip, db], done) {
    services.lookups.geo.city(ip, db, done);
    return LATER;
  },
  GetIPASN({ services }, [ip, db], done) {
    services.lookups.geo.asn(ip, db, done);
    return LATER;
  },
  GetGeoIP({ services }, [ip, db], done) {
    services.lookups.geo.info(ip, db, done);
    return LATER;
  },
  GetHostGeoIP({ services }, [host, db], done) {
    services.lookups.geo.info(host, db, done);
    return LATER;
  },
  SQL({ services }, [query, params, limit], done) {
    services.lookups.sql.run(...sqlArguments(query, params, limit), (result) => {
      if (result instanceof Error) done(result);
      else done(result.ok ? [1, result.rows] : [0, [], result.error]);
    });
    return LATER;
  },
  SQLQuery({ services }, [query], done) {
    const { sql } = services.lookups;
    sql.cursor = null;
    sql.run(query, [], MAX_ROWS, (result) => {
      if (result instanceof Error) return done(result);
      if (result.ok) sql.cursor = result.rows;
      done(result.ok ? [1, result.rows.length] : [0, 0, result.error]);
    });
    return LATER;
  },
  SQLFetch({ services }, [index]) {
    const row = services.lookups.sql.cursor?.[index];
    return row ? [1, ...row] : [0];
  },
  SQLFree({ services }) {
    const { sql } = services.lookups;
    const had = sql.cursor !== null;
    sql.cursor = null;
    return had;
  },
};
