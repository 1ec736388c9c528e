/**
 * Operators' protocol messages, and `$Quit`. Owns the rights they need. Kicks themselves are in `kick.ts`.
 *
 * @module
 */
import { formatForceMove } from "../nmdc/login.ts";
import { Kind, paramOf } from "../nmdc/message.ts";
import { parseOpForceMove } from "../nmdc/op.ts";
import { terminated } from "../nmdc/wire.ts";
import { close, refuse } from "./close.ts";
import type { HubContext } from "./context.ts";
import { whyNotKick } from "./kick.ts";
import { CloseReason, type Session, UserClass } from "./model.ts";
import { nickKey } from "./nick_key.ts";
import { privateLine, sayTo } from "./say.ts";

/** Handles `$Kick`. The ban, if any, was made by the "is kicking" chat line before it. */
export function onKick(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  if (!user || user.class < UserClass.Operator) {
    return refuse(hub, session, CloseReason.SYNTAX, "You have no right to kick.");
  }
  const nick = session.reader.read(paramOf(frame, Kind.Kick));
  const victim = hub.users.get(nickKey(nick));
  const problem = whyNotKick(hub, user, victim, nick);
  if (problem !== null || !victim?.session) return sayTo(hub, session, problem ?? "");
  hub.store.bans.recordKick({
    nick: victim.nick,
    ip: victim.ip,
    op: user.nick,
    reason: "",
    at: Math.floor(hub.clock.now() / 1000),
    drop: true,
  });
  hub.counters.kicks.value++;
  close(hub, victim.session, CloseReason.KICKED);
}

/** Handles `$OpForceMove`. NMDC: some clients stay, so the connection is closed as well. */
export function onOpForceMove(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  const move = parseOpForceMove(frame);
  if (!move || !user) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed $OpForceMove.");
  }
  if (user.class < hub.vars.min_class_redir) {
    return refuse(hub, session, CloseReason.SYNTAX, "You have no right to redirect users.");
  }
  const nick = session.reader.read(move.nick);
  const victim = hub.users.get(nickKey(nick));
  const problem = whyNotKick(hub, user, victim, nick);
  if (problem !== null || !victim?.session) return sayTo(hub, session, problem ?? "");
  const { link } = victim.session;
  link.write(privateLine(victim.nickBytes, user.nickBytes, user.nickBytes, move.reason));
  link.write(terminated(formatForceMove(move.address)));
  close(hub, victim.session, CloseReason.FORCEMOVE);
}

/** Handles `$Quit` from a client that says goodbye. */
export function onQuit(hub: HubContext, session: Session): void {
  refuse(hub, session, CloseReason.QUIT, "Goodbye.");
}
