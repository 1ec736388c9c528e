/**
 * Rules for clients by the name in their tag (`client_list`). Owns the columns and the shape of a row; decides nothing
 * about who is refused.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { Guard } from "./database.ts";
import { type KeptRows, keptRows } from "./kept_rows.ts";
import { type Columns, rowTable } from "./row_table.ts";

/** Rules at most: every one is looked at when rules change, and shown in lists. */
export const MAX_CLIENT_RULES = 1000;

/** What clients of one kind may do. Versions are numbers as tags give them (`2.4.2` is 2.42), −1 = no rule. */
export interface ClientRule {
  /** How operators call it; compared without ASCII case. */
  readonly name: string;
  /** What stands in front of ` V:` in the tag: `++` for DC++. Compared without ASCII case. */
  readonly tagId: string;
  /** Lowest version that may enter. */
  readonly minVersion: number;
  /** Highest version that may enter. */
  readonly maxVersion: number;
  /** Lowest version that may search and download. */
  readonly minVersionUse: number;
  /** No version may enter. */
  readonly ban: boolean;
  /** False: the rule is kept and does not count. */
  readonly enabled: boolean;
}

/** What a new rule has where nobody says otherwise. */
export const NEW_CLIENT_RULE: Omit<ClientRule, "name" | "tagId"> = {
  minVersion: -1,
  maxVersion: -1,
  minVersionUse: -1,
  ban: false,
  enabled: true,
};

/** The rules for clients. */
export type ClientRuleStore = KeptRows<ClientRule>;

const COLUMNS: Columns<ClientRule> = {
  name: { column: "name", holds: "text" },
  tagId: { column: "tag_id", holds: "text" },
  minVersion: { column: "min_version", holds: "number" },
  maxVersion: { column: "max_version", holds: "number" },
  minVersionUse: { column: "min_ver_use", holds: "number" },
  ban: { column: "ban", holds: "switch" },
  enabled: { column: "enable", holds: "switch" },
};

/** The rules of an open database, or without one those of a hub in memory. */
export function clientRuleStore(
  db?: DatabaseSync,
  guard?: Guard,
): ClientRuleStore {
  return keptRows(
    rowTable(db, guard, "client_list", COLUMNS),
    ({ name }: ClientRule) => name,
    MAX_CLIENT_RULES,
  );
}
