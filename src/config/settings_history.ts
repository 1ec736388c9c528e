/**
 * Runtime variables about how long the hub remembers: days after which rows of its histories are deleted. Data only.
 *
 * @module
 */
import { type Setting, uint } from "./setting.ts";

const days = (value: number, what: string): Setting<number> =>
  uint(value, `Days for which ${what} kept; 0 keeps them for ever.`, {
    max: 3650,
    unit: "days",
    priority: 2,
  });

/** How long histories are kept. The names are Hubcap's own. */
export const HISTORY = {
  keep_ended_bans: days(7, "bans that ended are"),
  keep_unbans: days(30, "lifted bans are"),
  keep_kicks: days(30, "kicks and drops are"),
  keep_audit: days(365, "rows of the audit trail are"),
};
