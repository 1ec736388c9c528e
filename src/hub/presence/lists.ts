/**
 * User lists: what a client gets, by the features it announced. Owns the choice and the pace of `$GetNickList`.
 * The list pieces are cached in `users.ts`; nothing is formatted here.
 *
 * @module
 */
import { Kind, paramOf } from "../../nmdc/message.ts";
import { parseGetInfo, splitList } from "../../nmdc/lists.ts";
import { Feature } from "../../nmdc/supports.ts";
import { wireOf } from "../../nmdc/wire.ts";
import { refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { withinFlood } from "../talk/flood.ts";
import { CloseReason, Progress, type Session, UserClass } from "../model.ts";
import { isNick, nickKey } from "../nick_key.ts";
import { hidesTls, infoFor } from "../my_info/tls_filter.ts";
import { isHidden } from "../users.ts";

/** Most nicks answered in one `$UserIP` request. */
const MAX_ASKED = 100;

/** Handles `$GetNickList`. Before the login is over it is kept for later. */
export function onGetNickList(hub: HubContext, session: Session): void {
  const { user } = session;
  if (!user || (session.progress & Progress.Listed) === 0) {
    session.listWanted = true;
    return;
  }
  const early = hub.clock.mono() - session.listAt < hub.vars.int_nicklist * 1000;
  if (early && user.class < UserClass.Operator) return;
  sendLists(hub, session);
}

/** Sends every list this client can use. */
export function sendLists(hub: HubContext, session: Session): void {
  const { users, vars } = hub;
  const { link, features, user } = session;
  session.listWanted = false;
  session.listAt = hub.clock.mono();
  // NMDC: without NoHello a client takes its users from $NickList; without NoGetINFO it asks for each MyINFO.
  const noHello = (features & Feature.NoHello) !== 0;
  if (!noHello) link.write(users.nickList());
  if (noHello || (features & Feature.NoGetINFO) !== 0) {
    for (const infos of users.myInfos(hidesTls(hub, user))) link.write(infos);
  }
  link.write(users.opList());
  if ((features & Feature.BotList) !== 0) link.write(users.botList());
  if (vars.send_user_ip && (features & Feature.UserIP2) !== 0 && (user?.class ?? 0) >= vars.user_ip_class) {
    link.write(users.userIps());
  }
  if ((features & Feature.ExtJSON2) === 0 || vars.disable_extjson) return;
  for (const other of users.slots) {
    if (other?.session && !isHidden(other)) link.write(other.session.extJsonLine);
  }
}

/** Handles `$GetINFO`. NMDC: a client with NoGetINFO has been told already. */
export function onGetInfo(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  const asked = parseGetInfo(frame);
  if (!asked || !user) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed $GetINFO.");
  }
  if (!isNick(user.nickBytes, asked.nick)) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a $GetINFO in another name.");
  }
  if ((session.features & Feature.NoGetINFO) !== 0) return void withinFlood(hub, session, "getinfo");
  const other = hub.users.get(nickKey(session.reader.read(asked.other)));
  session.link.write(other && !isHidden(other) ? infoFor(hub, user, other) : wireOf("$Quit ", asked.other));
}

/** Handles `$UserIP` from an operator. */
export function onUserIp(hub: HubContext, session: Session, frame: Uint8Array): void {
  if ((session.user?.class ?? 0) < hub.vars.user_ip_class) {
    return refuse(hub, session, CloseReason.SYNTAX, "You have no right to see addresses.");
  }
  const parts: (Uint8Array | string)[] = [];
  for (const nick of splitList(paramOf(frame, Kind.UserIP), MAX_ASKED)) {
    const user = hub.users.get(nickKey(session.reader.read(nick)));
    if (user) parts.push(user.nickBytes, " ", user.ip, "$$");
  }
  if (parts.length > 0) session.link.write(wireOf("$UserIP ", ...parts));
}
