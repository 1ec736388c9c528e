/**
 * How a connection ends: the last words, the leave, the close. Owns the order of these and the one place where a
 * user goes out of the list. Does not decide that anybody has to go.
 *
 * NMDC: clients do not close on their own after a refusal or a kick, so the hub always does, after what it said
 * has left.
 *
 * @module
 */
import { formatForceMove } from "../nmdc/login.ts";
import { terminated } from "../nmdc/wire.ts";
import { broadcastQuit } from "./broadcast.ts";
import type { HubContext } from "./context.ts";
import { type CloseReason, Progress, type Session } from "./model.ts";
import { noteLogout } from "./login/logouts.ts";
import { redirectOf } from "./presence/redirects.ts";
import { sayTo, textBytes } from "./say.ts";
import { isHidden } from "./users.ts";

/** Milliseconds for the last words to leave before a close is forced. */
const LAST_WORDS = 1000;

/** Ends a connection: the user leaves at once, what is queued gets `withinMs` to go out. */
export function close(hub: HubContext, session: Session, reason: CloseReason, withinMs = LAST_WORDS): void {
  if (session.over) return;
  session.over = true;
  hub.log.debug("Connection closed by the hub", { ip: session.ip, nick: session.user?.nick, reason });
  const address = redirectOf(hub, session, reason);
  if (address !== "") session.link.write(terminated(formatForceMove(textBytes(hub, address))));
  leave(hub, session, reason);
  session.link.end(withinMs);
}

/** Ends a connection without another byte. */
export function closeNow(hub: HubContext, session: Session, reason: CloseReason): void {
  if (session.over) return;
  session.over = true;
  hub.log.debug("Connection dropped by the hub", { ip: session.ip, nick: session.user?.nick, reason });
  leave(hub, session, reason);
  session.link.destroy();
}

/** Says why in main chat, sends the frames a client understands (each with its `|`), and closes. */
export function refuse(
  hub: HubContext,
  session: Session,
  reason: CloseReason,
  text: string,
  ...frames: readonly Uint8Array[]
): void {
  sayTo(hub, session, text);
  for (const frame of frames) session.link.write(frame);
  close(hub, session, reason);
}

/**
 * Takes a connection and its user out of the hub, once: scripts hear of it while the user can still be asked about,
 * then the list and everybody else.
 */
export function leave(hub: HubContext, session: Session, reason: CloseReason): void {
  session.cancelClose?.();
  session.cancelClose = null;
  const { user } = session;
  const { wanted } = hub.sink;
  if (wanted.OnCloseConn) hub.sink.tell("OnCloseConn", [session.ip]);
  if (wanted.OnCloseConnEx) hub.sink.tell("OnCloseConnEx", [session.ip, reason, user?.nick ?? ""]);
  if (!user) return;
  session.user = null;
  hub.accepted--;
  hub.zones[session.zone]!--;
  if ((session.progress & Progress.Listed) !== 0) {
    session.progress &= ~Progress.Listed;
    if (wanted.OnUserLogout) hub.sink.tell("OnUserLogout", [user.nick]);
    noteLogout(hub, session);
    hub.opChat.delete(user);
    hub.roomGuests.delete(user);
    hub.users.remove(user);
    hub.sink.state.userOut(user.nick);
    // A stopping hub says goodbye to each user once instead of to all of them about each other.
    if (!hub.stopping && !isHidden(user)) broadcastQuit(hub, user);
  }
  hub.sink.state.counts(hub.accepted, hub.users.share);
}
