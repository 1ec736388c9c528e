/**
 * Whom a ban names, as a rule without a database: for users who are online when it is made, and for stores that are
 * kept in memory. Pure; the statements in `bans.ts` say the same in SQL.
 *
 * @module
 */
import { ipv4Number, parseRange } from "../core/ip.ts";
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

/** True when a ban, in force or not, refuses this user. Shares are looked at elsewhere. */
export function isNamed(ban: Ban, subject: BanSubject): boolean {
  const { nick, ip, host, guest } = subject;
  switch (ban.type) {
    case "nickip":
      return same(ban.nick, nick) || ban.ip === ip;
    case "ip":
      return ban.ip === ip;
    case "nick":
      return same(ban.nick, nick);
    case "prefix":
      return guest && same(ban.nick, nick.slice(0, ban.nick.length));
    case "range": {
      const range = parseRange(ban.ip), address = ipv4Number(ip);
      return range !== null && address !== null && address >= range.from && address <= range.to;
    }
    case "share":
      return false;
    default:
      return host !== "" && same(ban.nick, hostParts(host)[ban.type]);
  }
}
