/**
 * What everybody is told about one user: MyINFO, operator key, address. Owns the published form of MyINFO and who
 * gets which of these. Knows neither how a user got in nor why something changed.
 *
 * @module
 */
import { isAscii } from "../core/bytes.ts";
import { parseMyInfo } from "../nmdc/myinfo.ts";
import { Feature } from "../nmdc/supports.ts";
import type { Account } from "../store/types.ts";
import { wireOf } from "../nmdc/wire.ts";
import type { UserState } from "../vh/user_state.ts";
import { broadcast, broadcastQuit, broadcastTo } from "./broadcast.ts";
import type { HubContext } from "./context.ts";
import { updateMenus } from "./command_line/menus.ts";
import { type User, UserClass } from "./model.ts";
import { updateMembership } from "./talk/op_chat.ts";
import { sendSearchRule } from "./peers/search_rule.ts";
import { broadcastInfo, hidesTls, plainInfo } from "./my_info/tls_filter.ts";
import { isHidden } from "./users.ts";

/** The text of a MyINFO. Its status byte is a number and no text: a high one is one character, not half of one. */
export function infoText(hub: HubContext, frame: Uint8Array): string {
  const { codec } = hub;
  const info = isAscii(frame) ? null : parseMyInfo(frame);
  if (!info || info.flag < 128) return codec.decode(frame);
  const at = info.email.byteOffset - frame.byteOffset - 2;
  const flag = String.fromCharCode(info.flag);
  return codec.decode(frame.subarray(0, at)) + flag + codec.decode(frame.subarray(at + 1));
}

/** The published MyINFO without its `|`. */
export function publishedInfo(user: User): Uint8Array {
  return user.myInfo.subarray(0, Math.max(0, user.myInfo.length - 1));
}

/** A user as scripts read it. */
export function stateOf(hub: HubContext, user: User): UserState {
  const { session } = user;
  return {
    nick: user.nick,
    class: user.class,
    ip: user.ip,
    connected: session !== null,
    op: user.op,
    myInfo: infoText(hub, publishedInfo(user)),
    realMyInfo: infoText(hub, user.realMyInfo),
    share: user.share,
    hubUrl: session?.hubUrl ?? "",
    extJson: session?.extJson ?? "",
    version: session?.versionText ?? "",
    supports: session?.supportsText ?? "",
    chat: user.chat,
    tls: session?.link.tls ?? "",
  };
}

/** Shows a user who just entered to everybody, itself included; one that is hidden to itself only. */
export function announceArrival(hub: HubContext, user: User): void {
  if (isHidden(user)) return broadcastInfo(hub, user);
  const later = hub.vars.delayed_myinfo;
  const hello = wireOf("$Hello ", user.nickBytes);
  const plain = plainInfo(hub, user);
  for (const other of hub.users.slots) {
    if (!other?.session) continue;
    const { link, features } = other.session;
    const info = plain !== user.myInfo && hidesTls(hub, other) ? plain : user.myInfo;
    // NMDC: only a client without NoHello waits for this before it believes in a user.
    if ((features & Feature.NoHello) === 0 && other !== user) link.writeLater(hello);
    if (later) link.writeLater(info);
    else link.write(info);
  }
  announceKey(hub, user);
  announceBot(hub, user);
  announceIp(hub, user);
}

function announceKey(hub: HubContext, user: User): void {
  if (user.op) broadcast(hub, wireOf("$OpList ", user.nickBytes, "$$"), -1, 10, hub.vars.delayed_myinfo);
}

function announceBot(hub: HubContext, user: User): void {
  if (user.session !== null) return;
  broadcastTo(hub, wireOf("$BotList ", user.nickBytes, "$$"), Feature.BotList, -1, hub.vars.delayed_myinfo);
}

/** Changes the address others see of a user, and shows it to those who see addresses. */
export function changeShownIp(hub: HubContext, user: User, ip: string): void {
  hub.users.setIp(user, ip);
  hub.sink.state.userSet(user.nick, "ip", ip);
  announceIp(hub, user);
}

/** Sends everybody's address to a user whose class sees them and whose client takes them. */
export function sendAddresses(hub: HubContext, { session, class: userClass }: User): void {
  const { send_user_ip, user_ip_class } = hub.vars;
  if (!session || !send_user_ip || userClass < user_ip_class) return;
  if ((session.features & Feature.UserIP2) !== 0) session.link.write(hub.users.userIps());
}

function announceIp(hub: HubContext, user: User): void {
  const { send_user_ip, user_ip_class, delayed_myinfo } = hub.vars;
  if (!send_user_ip || isHidden(user)) return;
  const line = wireOf("$UserIP ", user.nickBytes, " ", user.ip, "$$");
  broadcastTo(hub, line, Feature.UserIP2, user_ip_class, delayed_myinfo);
  const { session } = user;
  if (session && (session.features & Feature.UserIP2) !== 0 && user.class < user_ip_class) {
    session.link.write(line);
  }
}

/** True when a user of this class and account shows an operator key. Verlihub: `hide_keys` wins over `show_keys`. */
export function showsKey(
  hub: HubContext,
  userClass: number,
  account: Pick<Account, "hideKeys" | "showKeys"> | null,
): boolean {
  const high = userClass >= hub.vars.oplist_class || (account?.showKeys ?? false);
  return high && !account?.hideKeys && userClass >= UserClass.Guest;
}

/** Gives a user in the list another class, with everything that hangs on it. */
export function changeClass(hub: HubContext, user: User, userClass: number): void {
  if (user.class === userClass) return;
  const before = user.class;
  const wasHidden = isHidden(user);
  hub.users.setClass(user, userClass);
  hub.sink.state.userSet(user.nick, "class", userClass);
  updateMembership(hub, user);
  refreshKey(hub, user);
  if (wasHidden !== isHidden(user) && user.slot >= 0) showOrHide(hub, user, wasHidden);
  if (before < hub.vars.user_ip_class) sendAddresses(hub, user);
  if (user.session) updateMenus(hub, user.session);
  if (user.slot >= 0) sendSearchRule(hub, user);
}

/** Puts into effect that rights of a user in the list began or ended. */
export function showRights(hub: HubContext, user: User): void {
  updateMembership(hub, user);
  if (user.session) updateMenus(hub, user.session);
}

/** A user in the list becomes visible to everybody, or is seen to leave. Share counts again with the next MyINFO. */
function showOrHide(hub: HubContext, user: User, show: boolean): void {
  if (show) return announceArrival(hub, user);
  hub.users.setShare(user, 0);
  hub.sink.state.userSet(user.nick, "share", 0);
  hub.sink.state.counts(hub.accepted, hub.users.share);
  broadcastQuit(hub, user);
}

/** Brings a user's operator key up to date. */
export function refreshKey(hub: HubContext, user: User): void {
  const op = showsKey(hub, user.class, user.session?.account ?? null);
  if (op === user.op) return;
  hub.users.setOp(user, op);
  hub.sink.state.userSet(user.nick, "op", op);
  if (op) return announceKey(hub, user);
  // NMDC: $OpList only adds in clients; the key goes away when the user is seen to leave and to come back.
  broadcastQuit(hub, user);
  broadcastInfo(hub, user);
  announceBot(hub, user);
  announceIp(hub, user);
}
