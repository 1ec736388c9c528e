/**
 * Messages as scripts see them before the hub does anything with them, and those it does nothing with. Owns the
 * hooks of "any message" and what of a message is text. Knows no message's meaning.
 *
 * @module
 */
import { latin1Text } from "../core/bytes.ts";
import { classify, Kind } from "../nmdc/message.ts";
import { infoText } from "./announce.ts";
import { close, closeNow } from "./close.ts";
import type { HubContext } from "./context.ts";
import { ask } from "./hold.ts";
import { CloseReason, Progress, type Session } from "./model.ts";
import { publicMessage } from "./command_line/secret_words.ts";

/** True when a script wants to see this connection's messages first. */
export function isWatched({ sink: { wanted } }: HubContext, session: Session): boolean {
  return session.user === null ? wanted.OnParsedMsgAnyEx : wanted.OnParsedMsgAny;
}

/** Shows a message to the scripts; `go` takes a copy of it that stays, unless a script objects. */
export function showFirst(
  hub: HubContext,
  session: Session,
  frame: Uint8Array,
  go: (frame: Uint8Array) => void,
): void {
  const { user } = session;
  const copy = frame.slice();
  if (!user) {
    const away = () => closeNow(hub, session, CloseReason.PLUGIN);
    const args: [string, string] = [session.ip, publicMessage(hub, copy, textBeforeNick(session, copy))];
    return ask(hub, session, "OnParsedMsgAnyEx", args, ({ allow }) => allow ? go(copy) : away(), away);
  }
  const text = classify(copy) === Kind.MyINFO
    ? infoText(hub, copy)
    : publicMessage(hub, copy, textOfMessage(session, copy));
  ask(
    hub,
    session,
    "OnParsedMsgAny",
    [user.nick, text],
    ({ allow }) => allow && go(copy),
    () => close(hub, session, CloseReason.PLUGIN),
  );
}

/** Passwords are the one text that comes as it was written. */
function textOfMessage({ guess, reader }: Session, frame: Uint8Array): string {
  return classify(frame) === Kind.MyPass ? guess.read(frame) : reader.read(frame);
}

/** Only the nick is text in a client's first messages. Keys are bytes, which must not tell how it writes. */
function textBeforeNick(session: Session, frame: Uint8Array): string {
  return classify(frame) === Kind.ValidateNick ? session.reader.read(frame) : latin1Text(frame);
}

/** Handles a message this hub does not know. */
export function onUnknown(hub: HubContext, session: Session, frame: Uint8Array): void {
  if (!hub.sink.wanted.OnUnknownMsg || (session.progress & Progress.Listed) === 0) return;
  hub.sink.tell("OnUnknownMsg", [session.user!.nick, session.reader.read(frame)]);
}
