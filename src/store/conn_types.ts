/**
 * Rules by connection type, the text users choose in their clients (`conn_types`). Owns the columns and the shape of
 * a row; decides nothing about who is refused.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { Guard } from "./database.ts";
import { type KeptRows, keptRows } from "./kept_rows.ts";
import { type Columns, rowTable } from "./row_table.ts";

/** Types at most. */
export const MAX_CONN_TYPES = 500;

/** The type that stands for every connection text without a row of its own. */
export const DEFAULT_CONN_TYPE = "default";

/** What a user of one connection type needs. */
export interface ConnType {
  /** Connection text of MyINFO; compared without ASCII case. */
  readonly identifier: string;
  /** Operators' words for it. */
  readonly description: string;
  /** Fewest slots. */
  readonly minSlots: number;
  /** Most slots; 0 = no limit. */
  readonly maxSlots: number;
  /** Lowest upload limit a client may set itself, in the client's unit; −1 = any. */
  readonly minLimit: number;
  /** The same for each slot; −1 = any. */
  readonly minLimitPerSlot: number;
}

/** What a new type has where nobody says otherwise. */
export const NEW_CONN_TYPE: Omit<ConnType, "identifier"> = {
  description: "",
  minSlots: 0,
  maxSlots: 0,
  minLimit: -1,
  minLimitPerSlot: -1,
};

/** The rules by connection type. */
export type ConnTypeStore = KeptRows<ConnType>;

const COLUMNS: Columns<ConnType> = {
  identifier: { column: "identifier", holds: "text" },
  description: { column: "description", holds: "text" },
  minSlots: { column: "tag_min_slots", holds: "number" },
  maxSlots: { column: "tag_max_slots", holds: "number" },
  minLimit: { column: "tag_min_limit", holds: "number" },
  minLimitPerSlot: { column: "tag_min_ls_ratio", holds: "number" },
};

/** The types of an open database, or without one those of a hub in memory. */
export function connTypeStore(db?: DatabaseSync, guard?: Guard): ConnTypeStore {
  return keptRows(
    rowTable(db, guard, "conn_types", COLUMNS),
    ({ identifier }: ConnType) => identifier,
    MAX_CONN_TYPES,
  );
}
