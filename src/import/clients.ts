/**
 * `client_list`: rules for clients. Owns what counts as such a rule; one of the same name here stays.
 *
 * @module
 */
import { MAX_CLIENT_RULES } from "../store/client_rules.ts";
import { decimalOf, isRuleText } from "./fields.ts";
import type { ImportContext, Importer } from "./importer.ts";

const LONGEST = 125;
const NOTHING = -1;

const HAS = "SELECT 1 FROM client_list WHERE name = ?";
const IS_FULL = `SELECT 1 FROM (SELECT count(*) AS n FROM client_list) WHERE n >= ${MAX_CLIENT_RULES}`;

/** The importer. */
export function clientImporter({ target, tally }: ImportContext): Importer {
  return {
    row(fields) {
      const [name, tagId] = [fields.text("name"), fields.text("tag_id")];
      if (!isRuleText(name, LONGEST)) return tally.skip("have no name that can be shown", name);
      if (!isRuleText(tagId, LONGEST)) return tally.skip("do not say which client they are for", name);
      if (target.finds(HAS, name)) return tally.stored(false);
      if (target.finds(IS_FULL)) return tally.skip(`are more than ${MAX_CLIENT_RULES}`, name);
      const [low, high] = [
        decimalOf(fields, "min_version", NOTHING),
        decimalOf(fields, "max_version", NOTHING),
      ];
      if (low >= 0 && high >= 0 && low > high) {
        tally.note("let no version in: the lowest is above the highest", name);
      }
      tally.stored(target.insert("client_list", {
        name,
        tag_id: tagId,
        min_version: low,
        max_version: high,
        min_ver_use: decimalOf(fields, "min_ver_use", NOTHING),
        ban: Number(fields.flag("ban")),
        enable: Number(fields.flag("enable", true)),
      }));
    },
  };
}
