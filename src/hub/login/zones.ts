/**
 * Zones: groups of users by country (1 to 3) or address (4 to 6); everybody else is in zone 0. Owns who is in which,
 * the look-up of countries, how they are reported, and the words of the statistics. Limits are checked in `places_left.ts`.
 *
 * @module
 */
import { ADDRESS_ZONES, ALL_ZONES, COUNTRY_ZONES, type Zone } from "../../config/settings.ts";
import { parseIp } from "../../core/ip.ts";
import type { HubContext } from "../context.ts";
import type { Vars } from "../my_info/limits.ts";
import type { Session } from "../model.ts";

/** A zone without users in it, for every zone. */
export function newZoneCounts(): number[] {
  return ALL_ZONES.map(() => 0);
}

/** Finds the country of a connection: at once while the database is open, otherwise some time later. */
export function findCountry(hub: HubContext, session: Session): void {
  hub.places?.countryCode(session.ip, (code) => session.country = code);
}

/** An address nobody has (RFC 5737): asking for it opens the database. */
const NOBODY = "192.0.2.1";

/** Has the database of countries opened before the first user comes, where rules depend on it. */
export function openCountries({ places, vars }: Pick<HubContext, "places" | "vars">): void {
  const needed = vars.nick_prefix_cc || COUNTRY_ZONES.some((zone) => vars[`cc_zone${zone}`] !== "");
  if (needed) places?.countryCode(NOBODY, () => {});
}

/** Where a connection comes from, for operators: its address, with `report_user_country` and the country. */
export function whence({ vars }: HubContext, { ip, country }: Session): string {
  return vars.report_user_country && country !== "" && country !== "--" ? `${ip} ${country}` : ip;
}

/**
 * The zone of an address. Verlihub: the first zone whose text contains the code of the country, then the first range
 * of addresses. `country` is `""` where it is not known.
 */
export function zoneOf(vars: Vars, ip: string, country: string): Zone {
  if (country !== "") {
    for (const zone of COUNTRY_ZONES) if (vars[`cc_zone${zone}`].toUpperCase().includes(country)) return zone;
  }
  let address: Uint8Array | undefined;
  for (const zone of ADDRESS_ZONES) {
    const [first, last] = [vars[`ip_zone${zone}_min`], vars[`ip_zone${zone}_max`]];
    if (first === "" || last === "") continue;
    address ??= parseIp(ip)?.bytes;
    if (isBetween(address, parseIp(first)?.bytes, parseIp(last)?.bytes)) return zone;
  }
  return 0;
}

/** True when an address lies between two others of its family, both included. */
function isBetween(
  address: Uint8Array | undefined,
  first: Uint8Array | undefined,
  last: Uint8Array | undefined,
): boolean {
  if (!address || !first || !last || first.length !== address.length || last.length !== address.length) {
    return false;
  }
  const hex = address.toHex();
  return hex >= first.toHex() && hex <= last.toHex();
}

/** One line for each zone that is in use: users, limit, what it is made of. Empty while only zone 0 is. */
export function zoneLines(hub: HubContext): string[] {
  const { vars, zones } = hub;
  const border = (zone: Zone): string => {
    if (zone === 0) return "everybody else";
    if (zone <= 3) return vars[`cc_zone${zone as typeof COUNTRY_ZONES[number]}`];
    const range = zone as typeof ADDRESS_ZONES[number];
    const [first, last] = [vars[`ip_zone${range}_min`], vars[`ip_zone${range}_max`]];
    return first === "" || last === "" ? "" : `${first} to ${last}`;
  };
  const lines: string[] = [];
  for (const zone of ALL_ZONES) {
    const limit = vars[`max_users${zone}`];
    const what = border(zone);
    if (what === "" && zones[zone] === 0) continue;
    lines.push(`Zone ${zone} (${what || "off"}): ${zones[zone]} users${limit < 0 ? "" : ` of ${limit}`}`);
  }
  return lines.length > 1 || vars.max_users0 >= 0 ? lines : [];
}
