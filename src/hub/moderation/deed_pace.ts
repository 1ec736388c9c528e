/**
 * How many deeds an operator may do in a minute. Owns the limit and its text: the audit trail holds a bounded number of
 * rows, and whoever could fill it could make what was done before fall out.
 *
 * @module
 */
import type { HubContext } from "../context.ts";
import { type Session, UserClass } from "../model.ts";
import { sayTo } from "../say.ts";

/** Deeds in a minute. At this pace it takes more than five hours until the trail holds nothing else. */
const MOST = 300;
const MINUTE = 60_000;

/** Operators counted at a time; there is no hub with so many. */
const MOST_COUNTED = 1000;

/** Counts a deed that is about to be written into the trail. `true`: it must not be done, and its user was told. */
export function refuseHaste(hub: HubContext, session: Session): boolean {
  const { user } = session;
  // A master has the database.
  if (!user || user.class >= UserClass.Master) return false;
  const now = hub.clock.mono();
  // By nick and not by connection: whoever logs in again goes on counting.
  let entry = hub.deeds.get(user.key);
  if (!entry || now - entry.since >= MINUTE) {
    hub.deeds.delete(user.key);
    if (hub.deeds.size >= MOST_COUNTED) hub.deeds.delete(hub.deeds.keys().next().value!);
    hub.deeds.set(user.key, entry = { since: now, count: 0 });
  }
  if (++entry.count <= MOST) return false;
  sayTo(hub, session, `Not so fast: at most ${MOST} deeds in a minute. Try again in a moment.`);
  return true;
}
