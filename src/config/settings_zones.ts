/**
 * Runtime variables of zones: groups of users by country or address, each with a limit of its own. The variables of
 * one zone differ in numbers only, so they are made from the list of zones. Data only.
 *
 * @module
 */
import { int, type Setting, text } from "./setting.ts";

/** Zones by country; zone 0 is everybody who is in no other zone. */
export const COUNTRY_ZONES = [1, 2, 3] as const;

/** Zones by address. */
export const ADDRESS_ZONES = [4, 5, 6] as const;

/** Number of a zone. */
export type Zone = 0 | typeof COUNTRY_ZONES[number] | typeof ADDRESS_ZONES[number];

/** Every zone. */
export const ALL_ZONES: readonly Zone[] = [0, ...COUNTRY_ZONES, ...ADDRESS_ZONES];

/** The variables of all zones by name. */
export type ZoneTable =
  & { [N in `max_users${Zone}`]: Setting<number> }
  & { [N in `cc_zone${typeof COUNTRY_ZONES[number]}`]: Setting<string> }
  & { [N in `ip_zone${typeof ADDRESS_ZONES[number]}_${"min" | "max"}`]: Setting<string> };

function rows(): ZoneTable {
  const table: Record<string, Setting> = {};
  for (const zone of ALL_ZONES) {
    const who = zone === 0 ? "zone 0 (who is in no other one)" : `zone ${zone}`;
    const meaning =
      `Users of ${who}, operators included, from which on only operators get in; 0 leaves the extra places, −1 for no limit.`;
    table[`max_users${zone}`] = int(-1, meaning, { min: -1, unit: "users", priority: zone === 0 ? 1 : 3 });
  }
  for (const zone of COUNTRY_ZONES) {
    const meaning = `Country codes of zone ${zone}, such as DE AT CH; empty turns the zone off.`;
    table[`cc_zone${zone}`] = text("", meaning, { priority: 3 });
  }
  for (const zone of ADDRESS_ZONES) {
    const options = { max: 45, priority: 3, form: "address" } as const;
    const off = "empty turns the zone off.";
    table[`ip_zone${zone}_min`] = text("", `First address of zone ${zone}; ${off}`, options);
    table[`ip_zone${zone}_max`] = text("", `Last address of zone ${zone}; ${off}`, options);
  }
  return table as ZoneTable;
}

/** Limits and borders of zones. */
export const ZONES: ZoneTable = rows();
