/**
 * Rules by connection type, the text users choose in their clients (`conn_types`). Owns the statements; decides
 * nothing about who is refused.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";

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

/** The rules by connection type. */
export interface ConnTypeStore {
  /** All types by identifier, at most {@linkcode MAX_CONN_TYPES}. */
  list(): ConnType[];
  /** Adds a type, or puts it in the place of the one of this identifier. */
  put(type: ConnType): void;
  /** Removes the type of this identifier. `false`: there is none. */
  remove(identifier: string): boolean;
}

/** The types of an open database. */
export function connTypeStore(db: DatabaseSync, guard: <T>(fn: () => T) => T): ConnTypeStore {
  const readAll = db.prepare("SELECT * FROM conn_types ORDER BY identifier LIMIT ?");
  const put = db.prepare(`
    INSERT INTO conn_types (identifier, description, tag_min_slots, tag_max_slots, tag_min_limit, tag_min_ls_ratio)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (identifier) DO UPDATE SET description = excluded.description,
      tag_min_slots = excluded.tag_min_slots, tag_max_slots = excluded.tag_max_slots,
      tag_min_limit = excluded.tag_min_limit, tag_min_ls_ratio = excluded.tag_min_ls_ratio`);
  const remove = db.prepare("DELETE FROM conn_types WHERE identifier = ?");
  return {
    list: () =>
      guard(() =>
        readAll.all(MAX_CONN_TYPES).map((row) => ({
          identifier: String(row.identifier),
          description: String(row.description),
          minSlots: Number(row.tag_min_slots),
          maxSlots: Number(row.tag_max_slots),
          minLimit: Number(row.tag_min_limit),
          minLimitPerSlot: Number(row.tag_min_ls_ratio),
        }))
      ),
    put: ({ identifier, description, minSlots, maxSlots, minLimit, minLimitPerSlot }) =>
      guard(() => void put.run(identifier, description, minSlots, maxSlots, minLimit, minLimitPerSlot)),
    remove: (identifier) => guard(() => remove.run(identifier).changes > 0),
  };
}
