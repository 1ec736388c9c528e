/**
 * Connect requests between users. Owns who may ask whom and what is corrected on the way.
 *
 * The address of a request is always compared whole and replaced when it is not the sender's own: a hub that passes
 * on any other address lends its users to denial-of-service attacks.
 *
 * @module
 */

import {
  formatConnectToMe,
  parseConnectToMe,
  parsePortField,
  parseRevConnectToMe,
  relayPortField,
} from "../../nmdc/connect.ts";
import { MyInfoFlag } from "../../nmdc/myinfo.ts";
import { Feature } from "../../nmdc/supports.ts";
import { equalsAscii, terminated } from "../../nmdc/wire.ts";
import { close, refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { ask } from "../hold.ts";
import { CloseReason, type Session, type User, UserClass } from "../model.ts";
import { isNick, nickKey } from "../nick_key.ts";
import { ownAddress } from "./own_address.ts";
import { sayTo } from "../say.ts";
import { newSharedWindow, sharedFlood } from "../talk/shared_flood.ts";
import { mayUseHub, sameNetwork } from "./use_hub.ts";

/** Handles `$ConnectToMe` and `$MultiConnectToMe`. */
export function onConnectToMe(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  const request = parseConnectToMe(frame);
  if (!request || !user) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed $ConnectToMe.");
  }
  const field = parsePortField(request.port);
  const to = hub.users.get(nickKey(session.reader.read(request.to)));
  if (!field || !to || !mayUseHub(hub, session, user, "ctm")) return;
  if (field.nick.length > 0 && field.nat === "N" && !isNick(user.nickBytes, field.nick)) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a $ConnectToMe in another name.");
  }
  const problem = whyNot(hub, user, to);
  if (problem !== null) return explain(hub, session, problem);
  const address = ownAddress(session, request.ip);
  if (!equalsAscii(request.ip, address) && hub.vars.wrongip_message) {
    sayTo(
      hub,
      session,
      `Your client asks for connections to another address than yours, which is ${session.ip}.`,
    );
  }
  const bothNat = (user.status & to.status & MyInfoFlag.Nat) !== 0;
  const port = relayPortField(field, { bothNat, tlsCompatible: tlsCompatible(user, to) });
  if (!port) {
    if (hub.vars.hide_msg_badtlsctm) return;
    return explain(hub, session, `${to.nick} cannot speak the TLS your client asks for.`);
  }
  const line = terminated(formatConnectToMe(to.nickBytes, address, port));
  if (!hub.sink.wanted.OnParsedMsgConnectToMe) return to.session!.link.write(line);
  const { reader } = session;
  const args = [user.nick, to.nick, reader.read(request.ip), reader.read(request.port)] as const;
  ask(hub, session, "OnParsedMsgConnectToMe", [...args], (answer) => {
    if (answer.allow && to.slot >= 0) to.session!.link.write(line);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

/** Handles `$RevConnectToMe`. */
export function onRevConnectToMe(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  const request = parseRevConnectToMe(frame);
  if (!request || !user) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed $RevConnectToMe.");
  }
  if (!isNick(user.nickBytes, request.nick)) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a $RevConnectToMe in another name.");
  }
  const nick = session.reader.read(request.to);
  const to = hub.users.get(nickKey(nick));
  if (!to) return explain(hub, session, `${nick} is not online.`);
  if (!mayUseHub(hub, session, user, "ctm")) return;
  const problem = whyNot(hub, user, to) ?? whyNotPassive(user, to);
  if (problem !== null) return explain(hub, session, problem);
  if (session.account?.hideShare) {
    return explain(hub, session, "You cannot download while your share is hidden.");
  }
  if (sharedFlood(hub, user, "rctm", session, to.session!.rctm ??= newSharedWindow(), ` to ${to.nick}`)) {
    return;
  }
  const line = terminated(frame);
  if (!hub.sink.wanted.OnParsedMsgRevConnectToMe) return to.session!.link.write(line);
  ask(hub, session, "OnParsedMsgRevConnectToMe", [user.nick, to.nick], (answer) => {
    if (answer.allow && to.slot >= 0) to.session!.link.write(line);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

function whyNot(hub: HubContext, user: User, to: User): string | null {
  const { vars } = hub;
  if (to === user) return "You cannot download from yourself.";
  if (!to.session) return `${to.nick} is a bot and shares nothing.`;
  if (user.class + vars.classdif_download < to.class) return `You may not download from ${to.nick}.`;
  const { features, account } = to.session;
  if ((features & Feature.ChatOnly) !== 0 && user.class < vars.chatonly_bypass_class) {
    return `${to.nick} is here for chat only.`;
  }
  if (account?.hideShare && user.class < UserClass.Operator) return `${to.nick} shares nothing.`;
  return sameNetwork(hub, user, to) ? null : `${to.nick} is in another network.`;
}

function whyNotPassive(user: User, to: User): string | null {
  if (to.active || (user.status & to.status & MyInfoFlag.Nat) !== 0) return null;
  return `${to.nick} is passive and cannot be asked to connect to you.`;
}

function explain(hub: HubContext, session: Session, text: string): void {
  if (!hub.vars.hide_msg_badctm && !session.account?.hideCtmMsg) sayTo(hub, session, text);
}

/**
 * True when the two can agree on TLS between them. What their hub links speak is the best sign; where one of them
 * is plain, both must say so in `$Supports` and in the status byte.
 */
function tlsCompatible(a: User, b: User): boolean {
  const first = tlsMinor(a), second = tlsMinor(b);
  if (first >= 0 && second >= 0) {
    const [low, high] = first < second ? [first, second] : [second, first];
    return low === high || high - low === 1 || high === 2;
  }
  const wish = (user: User) =>
    (user.session!.features & Feature.TLS) !== 0 && (user.status & MyInfoFlag.Tls) !== 0;
  return wish(a) && wish(b);
}

/** Minor version of a user's TLS 1.x link to the hub, −1 for a plain one. */
function tlsMinor(user: User): number {
  const found = /1\.([0-3])/.exec(user.session!.link.tls);
  return found ? Number(found[1]) : -1;
}
