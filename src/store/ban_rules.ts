/**
 * Whom a ban names, as a rule without a database, for users who are online when it is made. Pure; the statements in
 * `bans.ts` say the same in SQL.
 *
 * @module
 */
import { limitKey, parseIp } from "../core/ip.ts";
import { isInRange, parseRange } from "../core/networks.ts";
import type { Ban, BanSubject, BanType } from "./types.ts";

/** The parts of a host name that host bans name. */
export type HostParts = Readonly<Record<"host1" | "host2" | "host3" | "hostr1", string>>;

/** Types that name a part of a host name. */
export const HOST_BANS: readonly BanType[] = ["host1", "host2", "host3", "hostr1"];

/** The last one, two and three labels with a dot in front, and all but the first; `""` where there are too few. */
export function hostParts(host: string): HostParts {
  const labels = host.replace(/\.$/, "").toLowerCase().split(".");
  const last = (count: number) => labels.length < count ? "" : `.${labels.slice(-count).join(".")}`;
  if (host === "") return { host1: "", host2: "", host3: "", hostr1: "" };
  return { host1: last(1), host2: last(2), host3: last(3), hostr1: labels.slice(1).join(".") };
}

const same = (a: string, b: string): boolean => lower(a) === lower(b);
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** A test of one ban, in force or not: does it refuse this user? Shares are looked at elsewhere. */
export function namedBy(ban: Ban): (subject: BanSubject) => boolean {
  const { type } = ban;
  switch (type) {
    case "nickip": {
      const key = limitKey(ban.ip);
      return ({ nick, ip }) => same(ban.nick, nick) || limitKey(ip) === key;
    }
    case "ip": {
      const key = limitKey(ban.ip);
      return ({ ip }) => limitKey(ip) === key;
    }
    case "nick":
      return ({ nick }) => same(ban.nick, nick);
    case "prefix":
      return ({ nick, guest }) => guest && same(ban.nick, nick.slice(0, ban.nick.length));
    case "range": {
      const range = parseRange(ban.ip);
      return ({ ip }) => {
        const address = range && parseIp(ip);
        return range !== null && !!address && isInRange(range, address.bytes);
      };
    }
    case "share":
      return () => false;
    default:
      return ({ host }) => host !== "" && same(ban.nick, hostParts(host)[type]);
  }
}
