/**
 * Who may search and download: class, rights taken for a time, version of the client, share, and the private
 * networks' own rule. Owns these checks and the pace of their notices. Knows no message.
 *
 * @module
 */
import { parseMyInfo } from "../../nmdc/myinfo.ts";
import type { HubContext } from "../context.ts";
import { isGiven } from "../moderation/given_rights.ts";
import { shareToUseHub } from "../my_info/limits.ts";
import { type Session, type User, UserClass } from "../model.ts";
import { whyTaken } from "../moderation/restrictions.ts";
import { sayTo } from "../say.ts";

/** True when a user's searches and connect requests are passed on; otherwise the user may be told why. */
export function mayUseHub(
  hub: HubContext,
  session: Session,
  user: User,
  right: "search" | "ctm",
): boolean {
  const { vars } = hub;
  if (user.class === UserClass.Pinger) return false;
  if (user.class < (user.active ? vars.min_class_use_hub : vars.min_class_use_hub_passive)) {
    notice(hub, session, "You have no right to search or download.");
    return false;
  }
  const taken = whyTaken(hub, user, right);
  if (taken !== null) {
    if (right !== "ctm" || !session.account?.hideCtmMsg) notice(hub, session, taken);
    return false;
  }
  const { lacksVersion } = session;
  if (lacksVersion > 0 && user.class < vars.tag_min_class_ignore) {
    notice(
      hub,
      session,
      `Your client is too old to search or download: update it to version ${lacksVersion}.`,
    );
    return false;
  }
  const needed = shareToUseHub(vars, user.class);
  // A hidden share counts as 0 for the hub's total, but here it is there.
  if (
    user.share >= needed || isGiven(hub, user, "share0") ||
    (parseMyInfo(user.realMyInfo)?.share ?? 0) >= needed
  ) return true;
  notice(hub, session, `Share at least ${Math.ceil(needed / 1_048_576)} MiB to search and download.`);
  return false;
}

function notice(hub: HubContext, session: Session, text: string): void {
  const now = hub.clock.mono();
  if (now - session.pace.noticeAt < hub.vars.use_hub_msg_time * 1000) return;
  session.pace.noticeAt = now;
  sayTo(hub, session, text);
}

/** True when the two can reach each other, as far as private addresses tell. */
export function sameNetwork(hub: HubContext, a: User, b: User): boolean {
  return !hub.vars.filter_lan_requests || isPrivate(realIp(a)) === isPrivate(realIp(b));
}

const realIp = ({ session, ip }: User): string => session?.ip ?? ip;

/** True for loopback and for addresses that are not routed on the internet (RFC 1918, RFC 4193, link-local). */
export function isPrivate(ip: string): boolean {
  return /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe[89ab])/i.test(ip);
}
