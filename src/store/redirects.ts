/**
 * Where users are sent whom the hub turns away (`custom_redirects`). Owns the columns, the shape of a row and its
 * bounds; does not know who is turned away.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { Guard } from "./database.ts";
import { type KeptRows, keptRows } from "./kept_rows.ts";
import { type Columns, rowTable } from "./row_table.ts";

/** An address and for whom it is. */
export interface Redirect {
  /** Where to: `host:port`, with or without `dchub://` or `nmdcs://`. */
  readonly address: string;
  /** Bits of the reasons it is for; 0 = for every reason. */
  readonly flags: number;
  /** First hour of the day it counts in, 0 to 23. */
  readonly start: number;
  /** Last hour of the day, included; the same as `start` = all day. */
  readonly stop: number;
  /** Country codes, spaces between; `""` = every country. */
  readonly country: string;
  /** 0 only connections without TLS, 1 only those with it, 2 both. */
  readonly secure: number;
  /** GiB a user has to share. */
  readonly share: number;
  /** False: it is kept but not used. */
  readonly enabled: boolean;
}

/** The redirects. */
export type RedirectStore = KeptRows<Redirect>;

/** Bounds of a redirect; lengths in bytes of UTF-8. */
export const REDIRECT_LIMITS = { count: 200, address: 125, country: 255, share: 1_000_000 } as const;

/** What a new redirect has where nobody says otherwise. */
export const NEW_REDIRECT: Omit<Redirect, "address"> = {
  flags: 0,
  start: 0,
  stop: 0,
  country: "",
  secure: 2,
  share: 0,
  enabled: true,
};

/** Country codes as they are stored, or `null` for what are none. Verlihub: `:DE:AT:` means the same. */
export function countryCodes(text: string): string | null {
  const codes = text.toUpperCase().split(/[\s,;:]+/).filter((code) => code !== "");
  return codes.every((code) => /^([A-Z][A-Z0-9]|--)$/.test(code)) ? codes.join(" ") : null;
}

const COLUMNS: Columns<Redirect> = {
  address: { column: "address", holds: "text" },
  flags: { column: "flag", holds: "number" },
  start: { column: "start", holds: "number" },
  stop: { column: "stop", holds: "number" },
  country: { column: "country", holds: "text" },
  secure: { column: "secure", holds: "number" },
  share: { column: "share", holds: "number" },
  enabled: { column: "enable", holds: "switch" },
};

/** The redirects of an open database, or without one those of a hub in memory. */
export function redirectStore(db?: DatabaseSync, guard?: Guard): RedirectStore {
  return keptRows(
    rowTable(db, guard, "custom_redirects", COLUMNS),
    ({ address }: Redirect) => address,
    REDIRECT_LIMITS.count,
  );
}
