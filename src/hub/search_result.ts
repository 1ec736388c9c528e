/**
 * `$SR`: results for passive searches, on their way through the hub. Owns the sender check and the limit per search.
 *
 * @module
 */
import { parseSR } from "../nmdc/sr.ts";
import { terminated } from "../nmdc/wire.ts";
import { refuse } from "./close.ts";
import type { HubContext } from "./context.ts";
import { CloseReason, type Session } from "./model.ts";
import { isNick, nickKey } from "./nick_key.ts";

/** Handles `$SR`: the receiver is cut off, the rest goes to it. */
export function onSearchResult(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  const result = parseSR(frame);
  if (!result || !user) return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed $SR.");
  if (!isNick(user.nickBytes, result.from)) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a $SR in another name.");
  }
  const to = hub.users.get(nickKey(session.reader.read(result.to)));
  if (!to?.session || to === user) return;
  const limit = hub.vars.max_passive_sr;
  if (limit > 0 && to.session.pace.results >= limit) return;
  to.session.pace.results++;
  const line = terminated(result.relay);
  if (hub.vars.delayed_search) to.session.link.writeLater(line);
  else to.session.link.write(line);
}
