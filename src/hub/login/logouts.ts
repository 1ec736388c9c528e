/**
 * When users with an account left. Owns what is not written yet: a hub that loses all its users at once must not
 * write once for each, so the times are gathered and written together, at the latest a second later.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { messageOf } from "../../core/errors.ts";
import type { HubContext } from "../context.ts";
import type { Session } from "../model.ts";

/** Most times that wait; one more has them written at once. */
export const MOST_LOGOUTS = 1000;

/** Notes that a user who was in the list leaves. */
export function noteLogout(hub: HubContext, session: Session): void {
  const { account } = session;
  if (!account) return;
  hub.logouts.set(account.nick, unixSeconds(hub.clock));
  if (hub.logouts.size > MOST_LOGOUTS) writeLogouts(hub);
}

/** Writes what was gathered. A store that fails costs these times, nothing else. */
export function writeLogouts(hub: HubContext): void {
  if (hub.logouts.size === 0) return;
  try {
    hub.store.accounts.noteLogouts(hub.logouts);
  } catch (error) {
    hub.log.warn("Logouts not stored", { error: messageOf(error) });
  }
  hub.logouts.clear();
}
