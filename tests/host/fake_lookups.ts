/**
 * Lookups that find nothing, for tests of the script side: no file, no name server, no SQL.
 *
 * @module
 */
import { HubError } from "../../src/core/errors.ts";
import type { HostLookups } from "../../src/host/lookups.ts";

/** Lookups without anything behind them. */
export function fakeLookups(): HostLookups {
  return {
    geo: {
      countryCode: (_ip, done) => done("--"),
      countryName: (_ip, done) => done(null),
      city: (_ip, _db, done) => done(null),
      asn: (_ip, _db, done) => done(null),
      info: (_ip, _db, done) => done(null),
      reload: () => Promise.resolve(),
      databases: () => [],
    },
    hostOf: (_ip, done) => done(null),
    openSql: () => ({
      run: (_sql, _params, _limit, done) =>
        done(new HubError("store.busy", "Cannot run SQL: there is no database")),
      close() {},
    }),
  };
}
