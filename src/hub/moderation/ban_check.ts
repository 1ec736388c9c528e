/**
 * Bans at the door: whether a stored ban keeps somebody out, at the nick, at the first MyINFO (shares) and when a
 * host name becomes known later. Owns what a banned user reads.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import type { Account, Ban } from "../../store/types.ts";
import { banText } from "./ban_text.ts";
import { subjectOf } from "./bans.ts";
import { refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { CloseReason, type Session, type User, UserClass } from "../model.ts";

/** True when bans do not stop this account. */
function bypasses(hub: HubContext, account: Account | null): boolean {
  return (account?.class ?? UserClass.Guest) >= hub.vars.ban_bypass_class;
}

function turnAway(hub: HubContext, session: Session, ban: Ban): void {
  refuse(hub, session, CloseReason.INVALID_USER, banText(hub, ban, "at the door"));
}

/** Refuses a nick that a stored ban names, and goes on looking for a host name if any ban needs one. */
export function refuseBanned(
  hub: HubContext,
  session: Session,
  nick: string,
  account: Account | null,
): boolean {
  if (bypasses(hub, account)) return false;
  const { bans } = hub.store;
  const find = (host: string) =>
    bans.match({ ...subjectOf(session, nick, host), guest: account === null }, unixSeconds(hub.clock));
  const ban = find("");
  if (ban) return turnAway(hub, session, ban), true;
  if (hub.hostOf === null || !bans.hasHostBans()) return false;
  let refused = false;
  hub.hostOf(session.ip, (host) => {
    if (session.over || !host) return;
    const byHost = find(host);
    if (!byHost) return;
    refused = true;
    turnAway(hub, session, byHost);
  });
  return refused;
}

/** Refuses a first MyINFO whose share is banned. Verlihub: shares above 0, up to class 1. */
export function refuseBannedShare(hub: HubContext, session: Session, user: User, share: number): boolean {
  if (share <= 0 || user.class > UserClass.Registered || bypasses(hub, session.account)) return false;
  const ban = hub.store.bans.matchShare(share, unixSeconds(hub.clock));
  if (ban) turnAway(hub, session, ban);
  return ban !== null;
}
