/**
 * `$SR`: results for passive searches, on their way through the hub. Owns the sender check and the limit per search.
 *
 * @module
 */
import { parseSR } from "../../nmdc/sr.ts";
import { terminated } from "../../nmdc/wire.ts";
import { close, refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { ask } from "../hold.ts";
import { CloseReason, type Session, type User } from "../model.ts";
import { isNick, nickKey } from "../nick_key.ts";
import { isHidden } from "../users.ts";

/** Handles `$SR`: the receiver is cut off, the rest goes to it. */
export function onSearchResult(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  const result = parseSR(frame);
  if (!result || !user) return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed $SR.");
  if (!isNick(user.nickBytes, result.from)) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a $SR in another name.");
  }
  // Nobody could find, ask or report who answers from out of sight.
  if (isHidden(user)) return;
  const to = hub.users.get(nickKey(session.reader.read(result.to)));
  if (!to?.session || to === user) return;
  if (isFull(hub, to)) return;
  const line = terminated(result.relay);
  if (!hub.sink.wanted.OnParsedMsgSR) return deliver(hub, to, line);
  ask(hub, session, "OnParsedMsgSR", [user.nick, session.reader.read(frame)], ({ allow }) => {
    if (allow && to.slot >= 0 && !isFull(hub, to)) deliver(hub, to, line);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

function isFull(hub: HubContext, to: User): boolean {
  const limit = hub.vars.max_passive_sr;
  return limit > 0 && to.session!.pace.results >= limit;
}

function deliver(hub: HubContext, to: User, line: Uint8Array): void {
  const { pace, link } = to.session!;
  pace.results++;
  if (hub.vars.delayed_search) link.writeLater(line);
  else link.write(line);
}
