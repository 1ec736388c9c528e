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

/** Counts a deed that is about to be written into the trail. `true`: it must not be done, and its user was told. */
export function refuseHaste(hub: HubContext, session: Session): boolean {
  const { pace, user } = session;
  // A master has the database.
  if ((user?.class ?? 0) >= UserClass.Master) return false;
  const now = hub.clock.mono();
  if (now - pace.deedsSince >= MINUTE) {
    pace.deedsSince = now;
    pace.deeds = 0;
  }
  if (++pace.deeds <= MOST) return false;
  sayTo(hub, session, `Not so fast: at most ${MOST} deeds in a minute. Try again in a moment.`);
  return true;
}
