/**
 * What happens once a second: logins that take too long, keepalives, peers that take nothing any more, MyINFO
 * changes whose time has come, expired bans, settings changed from outside. Owns these clocks; one timer for all.
 *
 * @module
 */
import { messageOf } from "../core/errors.ts";
import { ascii } from "../nmdc/wire.ts";
import { applyClientRules } from "./my_info/client_rules.ts";
import { showRights } from "./announce.ts";
import { close, refuse } from "./close.ts";
import type { HubContext } from "./context.ts";
import { keepMenus } from "./command_line/menus.ts";
import { endGivenRights } from "./moderation/given_rights.ts";
import { failed } from "./hold.ts";
import { watchLoad } from "./load.ts";
import { keepHubLists } from "./presence/hub_list.ts";
import { writeLogouts } from "./login/logouts.ts";
import { CloseReason, Progress, type Session } from "./model.ts";
import { publishWaiting } from "./my_info/my_info.ts";
import { noticeOutsideChanges } from "./moderation/outside_changes.ts";
import { keepPeaks } from "./peaks.ts";
import { moveLimit } from "./login/user_limit.ts";
import { pruneHistories } from "./moderation/pruning.ts";
import { openQuiet } from "./talk/shared_flood.ts";
import { reportStrays } from "./peers/stray.ts";
import { showTimed } from "./triggers/triggers.ts";

/** NMDC: an empty message. It keeps the connection open through routers and finds dead peers. */
const KEEPALIVE = ascii("|");
/** Milliseconds a peer may take nothing although something waits for it. */
const STALL = 270_000;

/** Does everything that is due. */
export function upkeep(hub: HubContext): void {
  const now = hub.clock.mono();
  watchLoad(hub, now);
  for (const session of hub.sessions) {
    if (session.over) continue;
    try {
      look(hub, session, now);
    } catch (error) {
      failed(hub, session, error);
    }
  }
  reportStrays(hub, now);
  openQuiet(hub, now);
  keepHubLists(hub, now);
  showTimed(hub, now);
  keepPeaks(hub, now);
  moveLimit(hub, now);
  keepMenus(hub, now);
  writeLogouts(hub);
  hub.guesses.addresses.sweep();
  hub.guesses.nicks.sweep();
  pruneHistories(hub, now);
  hub.nickBans.sweep();
  hub.ipBans.sweep();
  try {
    // Another process wrote into the database: whatever is kept in memory beside the settings is read again.
    const changed = hub.store.poll();
    if (changed) applyClientRules(hub);
    noticeOutsideChanges(hub, changed, now);
  } catch (error) {
    hub.log.warn("Store not read", { error: messageOf(error) });
  }
}

function look(hub: HubContext, session: Session, now: number): void {
  if (now >= session.deadline && session.held === 0) return tooLate(hub, session);
  const { link } = session;
  const waiting = link.queued();
  if (waiting === 0 || waiting < session.stalledBytes) session.stalledSince = 0;
  else if (session.stalledSince === 0) session.stalledSince = now;
  else if (now - session.stalledSince >= STALL) return close(hub, session, CloseReason.TO_ANYACTION, 0);
  session.stalledBytes = waiting;
  if ((session.progress & Progress.Listed) === 0) return;
  publishWaiting(hub, session, now);
  if (session.user?.given) endGivenRights(hub, session.user, showRights);
  const next = now + hub.vars.delayed_ping * 1000;
  // An interval that has become shorter counts for those who are in.
  if (session.pingAt > next) session.pingAt = next;
  if (hub.vars.delayed_ping === 0 || now < session.pingAt) return;
  session.pingAt = next;
  link.write(KEEPALIVE);
}

function tooLate(hub: HubContext, session: Session): void {
  refuse(hub, session, CloseReason.TIMEOUT, whatTookTooLong(session.progress));
}

function whatTookTooLong(progress: number): string {
  if ((progress & Progress.Listed) !== 0) return "You chose no password in time.";
  if ((progress & Progress.Key) === 0) return "Your client did not answer the $Lock in time.";
  if ((progress & Progress.Nick) === 0) return "Your client sent no nick in time.";
  return "Your login took too long.";
}
