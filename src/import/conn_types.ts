/**
 * `conn_types`: rules by connection type. Owns what counts as such a rule; one of the same identifier here stays.
 *
 * @module
 */
import { MAX_CONN_TYPES } from "../store/conn_types.ts";
import { decimalOf, isRuleText } from "./fields.ts";
import type { ImportContext, Importer } from "./importer.ts";

const LONGEST = 64;
const MOST_SLOTS = 10_000;

const HAS = "SELECT 1 FROM conn_types WHERE identifier = ?";
const IS_FULL = `SELECT 1 FROM (SELECT count(*) AS n FROM conn_types) WHERE n >= ${MAX_CONN_TYPES}`;

/** The importer. */
export function connTypeImporter({ target, tally }: ImportContext): Importer {
  return {
    row(fields) {
      const identifier = fields.text("identifier");
      if (!isRuleText(identifier, LONGEST)) {
        return tally.skip("have no identifier that can be shown", identifier);
      }
      if (target.finds(HAS, identifier)) return tally.stored(false);
      if (target.finds(IS_FULL)) return tally.skip(`are more than ${MAX_CONN_TYPES}`, identifier);
      const slots = (column: string) => Math.min(MOST_SLOTS, Math.max(0, fields.int(column)));
      const description = fields.text("description");
      tally.stored(target.insert("conn_types", {
        identifier,
        description: isRuleText(description, LONGEST) ? description : "",
        tag_min_slots: slots("tag_min_slots"),
        tag_max_slots: slots("tag_max_slots"),
        tag_min_limit: decimalOf(fields, "tag_min_limit", -1),
        tag_min_ls_ratio: decimalOf(fields, "tag_min_ls_ratio", -1),
      }));
    },
  };
}
