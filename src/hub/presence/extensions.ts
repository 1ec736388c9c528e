/**
 * Messages of clients that announced an extension: `$MyHubURL` and `$ExtJSON`. Owns what is kept of them and who
 * sees it.
 *
 * @module
 */
import { parseExtJson } from "../../nmdc/extensions.ts";
import { Kind, paramOf } from "../../nmdc/message.ts";
import { Feature } from "../../nmdc/supports.ts";
import { terminated } from "../../nmdc/wire.ts";
import { broadcastTo } from "../broadcast.ts";
import { close, refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { ask, insist } from "../hold.ts";
import { CloseReason, Progress, type Session, type User } from "../model.ts";
import { isNick } from "../nick_key.ts";
import { isHidden } from "../users.ts";

/** Handles `$MyHubURL`. */
export function onMyHubUrl(hub: HubContext, session: Session, frame: Uint8Array): void {
  session.hubUrl = normalHubUrl(session.reader.read(paramOf(frame, Kind.MyHubURL)));
  const listed = (session.progress & Progress.Listed) !== 0;
  const { user } = session;
  if (!user) return;
  if (listed) hub.sink.state.userSet(user.nick, "hubUrl", session.hubUrl);
  if (!hub.sink.wanted.OnParsedMsgMyHubURL) return;
  insist(hub, session, "OnParsedMsgMyHubURL", [user.nick, session.reader.read(frame)]);
}

/** The address of a hub as it is compared: lower case, no scheme, no path, no default port. */
export function normalHubUrl(url: string): string {
  const host = url.trim().toLowerCase().replace(/^[a-z]*:\/\//, "").split(/[/?\s]/, 1)[0]!;
  return host.replace(/:411$/, "").replace(/\.+$/, "");
}

/** Handles `$ExtJSON`. */
export function onExtJson(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  const message = parseExtJson(frame);
  if (!message || !user) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed $ExtJSON.");
  }
  if (!isNick(user.nickBytes, message.nick)) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a $ExtJSON in another name.");
  }
  const text = session.reader.read(frame);
  if (hub.vars.disable_extjson) return;
  const line = terminated(frame);
  ask(hub, session, "OnParsedMsgExtJSON", [user.nick, text], ({ allow }) => {
    if (allow && text !== session.extJson) keepExtJson(hub, session, user, text, line);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

function keepExtJson(hub: HubContext, session: Session, user: User, text: string, line: Uint8Array): void {
  session.extJson = text;
  session.extJsonLine = line;
  hub.sink.state.userSet(user.nick, "extJson", text);
  if (isHidden(user)) return;
  broadcastTo(hub, session.extJsonLine, Feature.ExtJSON2, -1, hub.vars.delayed_myinfo);
}
