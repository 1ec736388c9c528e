/**
 * The rows of the call table for what the hub looks up elsewhere: where addresses are, their names, and SQL.
 *
 * @module
 */
import type { CallRow } from "../table.ts";
import { NICK } from "./params.ts";

const IP = { name: "ip", type: "string", doc: "IPv4 or IPv6 address" } as const;
const DB = {
  name: "db",
  type: "string",
  optional: true,
  doc:
    "Another database: path or file name of an entry of `geo.more` in the config; anything else is ignored",
} as const;

const geo = { group: "Places", capability: "users", modes: "both", effect: "S" } as const;
const sql = { group: "SQL", capability: "sql", modes: "embedded", effect: "S" } as const;

const CODES = "`L1` this machine, `P1` a private network";

/** Groups: Places, SQL. */
export const LOOKUP_CALLS = [
  {
    ...geo,
    name: "GetUserCC",
    params: [NICK],
    returns: "string | null",
    doc:
      `Country of a user, two letters; ${CODES}, \`E1\` no address, \`--\` not found. Null for bots and strangers.`,
  },
  {
    ...geo,
    name: "GetUserCN",
    params: [NICK],
    returns: "string | null",
    doc:
      'Name of a user\'s country, or "Local Network", "Private Network". Null for bots, strangers and if not found.',
  },
  {
    ...geo,
    name: "GetUserCity",
    params: [NICK, DB],
    returns: "string | null",
    doc: 'A user\'s city, or "Local Network", "Private Network". Null for bots, strangers and if not found.',
  },
  {
    ...geo,
    name: "GetUserGeoIP",
    params: [NICK, DB],
    returns: "GeoInfo | null",
    doc: "Everything the databases say about a user's address. Null for bots, strangers and if not found.",
  },
  {
    ...geo,
    name: "GetUserHost",
    params: [NICK],
    returns: "string | null",
    doc:
      "Host name of a user's address, asked of the name servers for 2 seconds at most and remembered. Null if none.",
  },
  {
    ...geo,
    name: "GetIPCC",
    params: [IP],
    returns: "string | null",
    doc: `Country of an address, two letters; ${CODES}. Null for what is no address and if not found.`,
  },
  {
    ...geo,
    name: "GetIPCN",
    params: [IP],
    returns: "string | null",
    doc: 'Name of an address\'s country, or "Local Network", "Private Network". Null if not found.',
  },
  {
    ...geo,
    name: "GetIPCity",
    params: [IP, DB],
    returns: "string | null",
    doc:
      'City of an address, or "Local Network", "Private Network". Null if not found; needs a city database.',
  },
  {
    ...geo,
    name: "GetIPASN",
    params: [IP, DB],
    returns: "string | null",
    doc:
      'Network of an address as "AS15169 Google LLC", or "Local Network", "Private Network". Null if not found; needs an ASN database.',
  },
  {
    ...geo,
    name: "GetGeoIP",
    params: [IP, DB],
    returns: "GeoInfo | null",
    doc: "Everything the databases say about an address. Null if not found.",
  },
  {
    ...geo,
    name: "GetHostGeoIP",
    params: [{ name: "host", type: "string", doc: "An address; names are not resolved" }, DB],
    returns: "GeoInfo | null",
    doc: "As GetGeoIP.",
  },
  {
    ...sql,
    name: "SQL",
    params: [
      { name: "query", type: "string", doc: "One statement" },
      {
        name: "params",
        type: "value",
        optional: true,
        ts: "readonly SqlValue[]",
        doc: "Values for its `?`",
      },
      {
        name: "limit",
        type: "number",
        optional: true,
        default: 100,
        doc: "Most rows that come back, up to 1000",
      },
    ],
    overloads: ["query: string, limit: number", "type: string, query: string, limit?: number"],
    returns: "SqlResult",
    doc:
      "Runs SQL on the database that `sql` in the script's config names, for 2 seconds at most. `[1, rows]`, or `[0, [], why]` when the statement failed. Values come back as text, NULL as null.",
  },
  {
    ...sql,
    name: "SQLQuery",
    params: [{ name: "query", type: "string", doc: "One statement" }],
    returns: "[ok: 0 | 1, rows: number, error?: string]",
    doc: "As SQL, and keeps up to 1000 rows for SQLFetch; tells how many.",
  },
  {
    ...sql,
    name: "SQLFetch",
    params: [{ name: "index", type: "number", doc: "From 0" }],
    returns: "[ok: 0 | 1, ...columns: (string | null)[]]",
    doc: "A row of the last SQLQuery; `[0]` when there is none.",
  },
  {
    ...sql,
    name: "SQLFree",
    params: [],
    returns: "boolean",
    doc: "Forgets the rows of the last SQLQuery. False when there were none.",
  },
] as const satisfies readonly CallRow[];
