/**
 * Operators' protocol messages, and `$Quit`. Owns the rights they need. Kicks themselves are in `kick.ts`.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { formatForceMove } from "../../nmdc/login.ts";
import { Kind, paramOf } from "../../nmdc/message.ts";
import { parseOpForceMove } from "../../nmdc/op.ts";
import { terminated, wireOf } from "../../nmdc/wire.ts";
import { addressNote, DONE, record, recordRefused } from "./audit.ts";
import { close, refuse } from "../close.ts";
import { refuseHaste } from "./deed_pace.ts";
import type { HubContext } from "../context.ts";
import { hasRight } from "./given_rights.ts";
import { whyNotKick } from "./kick.ts";
import { announceDeed } from "./notices.ts";
import { CloseReason, type Session } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { privateLine, sayTo, textBytes } from "../say.ts";

/** Seconds within which a `$Kick` belongs to the "is kicking" line before it. */
const AFTER_LINE = 10;

const NO_REASON = "No reason given";

/** Handles `$Kick`. The ban, if any, was made by the "is kicking" chat line before it. */
export function onKick(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  if (refuseHaste(hub, session)) return;
  const nick = session.reader.read(paramOf(frame, Kind.Kick));
  if (!user || !hasRight(hub, user, "kick")) {
    const outcome = "You have no right to kick.";
    if (user) recordRefused(hub, user, { action: "$Kick", target: nick, detail: "", outcome });
    return refuse(hub, session, CloseReason.SYNTAX, outcome);
  }
  const victim = hub.users.get(nickKey(nick));
  const problem = whyNotKick(hub, user, victim, nick);
  const deed = { action: "$Kick", target: nick, detail: addressNote(hub, nick), outcome: problem ?? DONE };
  record(hub, user, deed);
  if (problem !== null || !victim?.session) return sayTo(hub, session, problem ?? "");
  const at = unixSeconds(hub.clock);
  // COMPAT: DC++ sends the chat line first; the kick it made, with its reason, is the one to remember.
  if (!hub.store.bans.lastKick(victim.nick, at - AFTER_LINE)) {
    hub.store.bans.recordKick({
      nick: victim.nick,
      ip: victim.session.ip,
      op: user.nick,
      reason: "",
      at,
      drop: true,
    });
    // COMPAT: ncdc and others send nothing but this; without a word the victim would take it for a lost connection.
    const text = textBytes(hub, `You are being dropped because: ${NO_REASON}`);
    victim.session.link.write(privateLine(victim.nickBytes, user.nickBytes, user.nickBytes, text));
    announceDeed(hub, user, `${user.nick} dropped ${victim.nick}: ${NO_REASON}`, { drop: true });
  }
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
  if (refuseHaste(hub, session)) return;
  if (user.class < hub.vars.min_class_redir) {
    const outcome = "You have no right to redirect users.";
    const target = session.reader.read(move.nick);
    recordRefused(hub, user, { action: "$OpForceMove", target, detail: "", outcome });
    return refuse(hub, session, CloseReason.SYNTAX, outcome);
  }
  const nick = session.reader.read(move.nick);
  const victim = hub.users.get(nickKey(nick));
  const problem = whyNotKick(hub, user, victim, nick);
  const detail = addressNote(hub, nick) +
    session.reader.read(wireOf(move.address, " ", move.reason).slice(0, -1));
  record(hub, user, { action: "$OpForceMove", target: nick, detail, outcome: problem ?? DONE });
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
