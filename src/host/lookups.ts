/**
 * What scripts may look up beyond the hub, as services of this machine: GeoIP files, name servers, SQL. Owns who has
 * which SQL session; everything is opened when it is first needed.
 *
 * @module
 */
import { join } from "@std/path";
import type { Clock } from "../core/clock.ts";
import { createReverseDns } from "../dns/reverse.ts";
import { builtInCountries } from "../geo/built_in.ts";
import { createGeo, type Geo, type GeoPaths } from "../geo/geo.ts";
import { DATABASE_FILE, SQL_FOLDER } from "../store/database.ts";
import { createSqlSession, type SqlSession, STATEMENT_MS } from "../store/sql_session.ts";
import { spawnSqlProcess } from "../store/sql_spawn.ts";
import type { SqlGrant } from "../vh/capabilities.ts";
import type { Lookups } from "../vh/handlers/lookup.ts";

/** Services that all scripts share. */
export interface HostLookups {
  /** Where addresses are. */
  readonly geo: Geo;
  /** Name of an address. */
  hostOf: Lookups["hostOf"];
  /** Opens the database of a script; nothing is started before its first statement. */
  openSql(name: string, grant: SqlGrant): SqlSession;
}

/** What {@linkcode createLookups} needs. */
export interface LookupsOptions {
  /** GeoIP files of the config. */
  readonly geo: GeoPaths;
  /** The data folder. */
  readonly data: string;
  /** Time. */
  readonly clock: Clock;
  /** Hears what cannot be used. */
  warn(message: string): void;
  /** Asks name servers for PTR records; default: those of the machine. */
  readonly resolvePtr?: (name: string, signal: AbortSignal) => Promise<readonly string[]>;
}

/** The services of this machine. */
export function createLookups(options: LookupsOptions): HostLookups {
  const { clock, data, warn } = options;
  const resolve = options.resolvePtr ?? ((name, signal) => Deno.resolveDns(name, "PTR", { signal }));
  return {
    geo: createGeo({ paths: options.geo, builtIn: builtInCountries, readFile: Deno.readFile, warn }),
    hostOf: createReverseDns({ clock, resolve }).hostOf,
    openSql(name, grant) {
      const path = grant === "own" ? join(data, SQL_FOLDER, `${name}.db`) : join(data, DATABASE_FILE);
      return createSqlSession({
        clock,
        start: (events) => spawnSqlProcess({ path, grant, limitMs: STATEMENT_MS }, events),
      });
    },
  };
}

/** The lookups of each script. */
export interface ScriptLookups {
  /** Those of the instance with this number; made on first use, the same until it is closed. */
  of(id: number, name: string, grant: SqlGrant): Lookups;
  /** Ends what an instance has open. */
  close(id: number): void;
}

/** Creates the book of who has what open. */
export function createScriptLookups({ geo, hostOf, openSql }: HostLookups): ScriptLookups {
  const sessions = new Map<number, SqlSession>();
  return {
    of(id, name, grant) {
      const sessionOf = () => {
        let session = sessions.get(id);
        if (!session) sessions.set(id, session = openSql(name, grant));
        return session;
      };
      return {
        geo,
        hostOf,
        sql: { cursor: null, run: (...args) => sessionOf().run(...args) },
      };
    },
    close(id) {
      sessions.get(id)?.close();
      sessions.delete(id);
    },
  };
}
