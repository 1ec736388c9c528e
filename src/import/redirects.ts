/**
 * `custom_redirects`: where those are sent who are turned away. Owns which rows this hub can use; one that is here
 * already stays as it is.
 *
 * @module
 */
import { parseHubAddress } from "../nmdc/hub_address.ts";
import { countryCodes, type Redirect, REDIRECT_LIMITS } from "../store/redirects.ts";
import type { ImportContext, Importer } from "./importer.ts";

/** Verlihub: the bits of all reasons; bit 8 is not used. */
const ALL_REASONS = 2047;

const isHour = (hour: number): boolean => hour >= 0 && hour <= 23;

/** The importer. */
export function redirectImporter({ target, tally }: ImportContext): Importer {
  return {
    row(fields) {
      const address = fields.text("address");
      if (!parseHubAddress(address) || address.length > REDIRECT_LIMITS.address) {
        return tally.skip("lead to no hub of this protocol", address);
      }
      const [start, stop] = [fields.int("start"), fields.int("stop")];
      if (!isHour(start) || !isHour(stop)) return tally.skip("name hours that do not exist", address);
      const country = countryCodes(fields.text("country"));
      if (country === null) {
        return tally.skip("name countries that do not exist", `${address} (${fields.text("country")})`);
      }
      const secure = fields.int("secure", 2);
      const redirect: Redirect = {
        address,
        flags: Math.max(0, fields.int("flag")) & ALL_REASONS,
        start,
        stop,
        country,
        secure: secure === 0 || secure === 1 ? secure : 2,
        share: Math.min(REDIRECT_LIMITS.share, Math.max(0, fields.int("share"))),
        enabled: fields.int("enable", 1) !== 0,
      };
      const old = target.redirects.get(address);
      const refused = target.redirects.add(redirect);
      if (refused === "full") return tally.skip(`are more than ${REDIRECT_LIMITS.count}`, address);
      if (old && (Object.keys(old) as (keyof Redirect)[]).some((field) => old[field] !== redirect[field])) {
        tally.note("say something else here, which stays", address);
      }
      tally.stored(refused === null);
    },
  };
}
