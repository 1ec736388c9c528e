/**
 * Rules for clients by the name in their tag (`client_list`). Owns the statements; decides nothing about who is
 * refused.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";

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

/** The rules for clients. */
export interface ClientRuleStore {
  /** All rules by name, at most {@linkcode MAX_CLIENT_RULES}. */
  list(): ClientRule[];
  /** Adds a rule, or puts it in the place of the one of this name. */
  put(rule: ClientRule): void;
  /** Removes the rule of this name. `false`: there is none. */
  remove(name: string): boolean;
}

/** The rules of an open database. */
export function clientRuleStore(db: DatabaseSync, guard: <T>(fn: () => T) => T): ClientRuleStore {
  const readAll = db.prepare("SELECT * FROM client_list ORDER BY name LIMIT ?");
  const put = db.prepare(`
    INSERT INTO client_list (name, tag_id, min_version, max_version, min_ver_use, ban, enable)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET tag_id = excluded.tag_id,
      min_version = excluded.min_version, max_version = excluded.max_version, min_ver_use = excluded.min_ver_use,
      ban = excluded.ban, enable = excluded.enable`);
  const remove = db.prepare("DELETE FROM client_list WHERE name = ?");
  return {
    list: () =>
      guard(() =>
        readAll.all(MAX_CLIENT_RULES).map((row) => ({
          name: String(row.name),
          tagId: String(row.tag_id),
          minVersion: Number(row.min_version),
          maxVersion: Number(row.max_version),
          minVersionUse: Number(row.min_ver_use),
          ban: row.ban !== 0,
          enabled: row.enable !== 0,
        }))
      ),
    put: ({ name, tagId, minVersion, maxVersion, minVersionUse, ban, enabled }) =>
      guard(() =>
        void put.run(name, tagId, minVersion, maxVersion, minVersionUse, Number(ban), Number(enabled))
      ),
    remove: (name) => guard(() => remove.run(name).changes > 0),
  };
}
