/**
 * Whether there is a place for one more user: of the hub, of a zone, of an address, for passive users. Owns these
 * limits and the texts of their refusals. Operators always find a place.
 *
 * @module
 */
import { limitKey } from "../../core/ip.ts";
import { formatHubIsFull } from "../../nmdc/login.ts";
import { terminated } from "../../nmdc/wire.ts";
import { refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { CloseReason, type Session, type User, UserClass } from "../model.ts";
import { isHidden } from "../users.ts";
import { zoneOf } from "./zones.ts";

function refuseFull(hub: HubContext, session: Session, text: string): true {
  refuse(hub, session, CloseReason.USERLIMIT, text, terminated(formatHubIsFull()));
  return true;
}

/** Refuses a nick of this class for which there is no place. `key` is that of the nick. */
export function refuseWithoutPlace(
  hub: HubContext,
  session: Session,
  userClass: number,
  key: string,
): boolean {
  if (userClass >= UserClass.Operator) return false;
  const { vars } = hub;
  const extra = extraPlaces(vars, userClass);
  // Pingers take no user's place; among themselves they have as many, and their own on top.
  const isPinger = userClass === UserClass.Pinger;
  const taken = hub.accepted - (isPinger ? 0 : pingersOf(hub));
  if (taken >= vars.max_users + extra) {
    const closed = vars.max_users === 0 && vars.hubfull_message ? ` ${vars.hubfull_message}` : "";
    return refuseFull(hub, session, `This hub is full: ${taken} users are online.${closed}`);
  }
  const zone = zoneOf(vars, session.ip, session.country);
  const limit = vars[`max_users${zone}`];
  const all = hub.zones[zone]!;
  const there = limit >= 0 && all >= limit + extra && !isPinger ? all - pingersOfZone(hub, zone) : all;
  if (limit >= 0 && there >= limit + extra) {
    return refuseFull(hub, session, `This hub is full for users of zone ${zone}: ${there} are online.`);
  }
  return refuseCrowdedAddress(hub, session, userClass, key);
}

const pingersOf = ({ users }: HubContext): number => users.size - users.bots - users.people;

/** Counted only where a zone seems full: few hubs limit zones. */
function pingersOfZone(hub: HubContext, zone: number): number {
  if (pingersOf(hub) === 0) return 0;
  let count = 0;
  for (const user of hub.users.slots) if (user?.session?.zone === zone && isHidden(user)) count++;
  return count;
}

function extraPlaces(vars: HubContext["vars"], userClass: number): number {
  if (userClass === UserClass.Pinger) return vars.max_extra_pings;
  if (userClass === UserClass.Registered) return vars.max_extra_regs;
  return userClass === UserClass.Vip ? vars.max_extra_vips : 0;
}

/**
 * Refuses one user too many of an address. Looked at when the nick comes, and again when the user enters: many nicks
 * may have come from one address before the first of them was in. A user's own ghost does not count.
 */
export function refuseCrowdedAddress(
  hub: HubContext,
  session: Session,
  userClass: number,
  key: string,
): boolean {
  const { users, vars } = hub;
  const most = vars.max_users_from_ip;
  if (most === 0 || userClass >= UserClass.Vip) return false;
  const ghost = users.get(key);
  const isOwn = ghost?.session && limitKey(ghost.session.ip) === limitKey(session.ip);
  const own = isOwn && ghost.class <= UserClass.Registered ? 1 : 0;
  if (users.countIp(session.ip, UserClass.Registered) - own < most) return false;
  const text = `Too many users are online from your address ${session.ip}: at most ${most} may be.`;
  return refuseFull(hub, session, text);
}

/** Refuses a passive user below operator of whom there are enough. */
export function refuseTooPassive(hub: HubContext, session: Session, user: User): boolean {
  const most = hub.vars.max_users_passive;
  if (most < 0 || user.active || user.class >= UserClass.Operator || user.class === UserClass.Pinger) {
    return false;
  }
  let passive = 0;
  for (const other of hub.users.slots) {
    // Who takes over from the own ghost is no further passive user.
    if (!other?.session || other.active || other.key === user.key) continue;
    if (other.class >= UserClass.Guest && other.class < UserClass.Operator) passive++;
  }
  if (passive < most) return false;
  refuse(
    hub,
    session,
    CloseReason.USERLIMIT,
    `Too many passive users are online: at most ${most} may be. Set up your client as active.`,
  );
  return true;
}
