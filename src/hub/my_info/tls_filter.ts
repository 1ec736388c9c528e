/**
 * Who is told that others can do TLS between clients. Owns `myinfo_tls_filter`: a client that cannot do TLS would
 * only try, and fail.
 *
 * @module
 */
import { MyInfoFlag, withoutTls } from "../../nmdc/myinfo.ts";
import type { HubContext } from "../context.ts";
import type { User } from "../model.ts";
import { isHidden } from "../users.ts";

/** True when this user is not told that others can do TLS. */
export function hidesTls({ vars }: HubContext, to: User | null): boolean {
  return vars.myinfo_tls_filter && to !== null && (to.status & MyInfoFlag.Tls) === 0;
}

/** A user's MyINFO for those who are not told; the usual one while everybody is. */
export function plainInfo({ vars }: HubContext, of: User): Uint8Array {
  return vars.myinfo_tls_filter ? withoutTls(of.myInfo) : of.myInfo;
}

/** A user's MyINFO as another user may see it. */
export function infoFor(hub: HubContext, to: User, of: User): Uint8Array {
  return hidesTls(hub, to) ? withoutTls(of.myInfo) : of.myInfo;
}

/** Sends a user's MyINFO to everybody: two buffers at most, whatever the number of users. Who is hidden gets the own. */
export function broadcastInfo(hub: HubContext, of: User): void {
  const plain = plainInfo(hub, of);
  const { slots } = hub.users;
  const later = hub.vars.delayed_myinfo;
  if (isHidden(of)) return of.session!.link.write(of.myInfo);
  for (let i = 0; i < slots.length; i++) {
    const user = slots[i];
    if (!user || user.session === null) continue;
    const info = plain !== of.myInfo && hidesTls(hub, user) ? plain : of.myInfo;
    if (later) user.session.link.writeLater(info);
    else user.session.link.write(info);
  }
}
