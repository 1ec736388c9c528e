/**
 * The arrival: a user with an accepted first MyINFO goes into the list and everybody hears of it. Owns the order of
 * what the newcomer and the others see, and the rule for a nick that is there already.
 *
 * @module
 */
import { formatFailOver, formatHubTopic } from "../../nmdc/extensions.ts";
import { formatValidateDenide } from "../../nmdc/login.ts";
import { Feature } from "../../nmdc/supports.ts";
import { terminated } from "../../nmdc/wire.ts";
import { announceArrival, publishedInfo, showsKey, stateOf } from "../announce.ts";
import { equalBytes } from "../../core/bytes.ts";
import { close, refuse } from "../close.ts";
import { refuseClones } from "./clones.ts";
import type { HubContext } from "../context.ts";
import { tellEncoding } from "./encoding_notice.ts";
import { ask } from "../hold.ts";
import { sendLists } from "../presence/lists.ts";
import { sayHeader } from "./login.ts";
import { sendMenus } from "../command_line/menus.ts";
import { CloseReason, Progress, type Session, type User, UserClass } from "../model.ts";
import { choosesPassword } from "./nick.ts";
import { updateMembership } from "../talk/op_chat.ts";
import { notePeaks } from "../peaks.ts";
import { askForNewPassword } from "./password.ts";
import { refuseCrowdedAddress, refuseTooPassive } from "./places_left.ts";
import { loadRights } from "../moderation/restrictions.ts";
import { sayInPublic } from "../public_message.ts";
import { sayTo } from "../say.ts";
import { sendSearchRule } from "../peers/search_rule.ts";
import { hubNameFrame } from "../talk/topic.ts";
import { showAtLogin } from "../triggers/triggers.ts";
import { fillAtOnce } from "../variables.ts";

/** Lets a user in. */
export function enter(hub: HubContext, session: Session, user: User): void {
  if (refuseTooPassive(hub, session, user) || refuseCrowdedAddress(hub, session, user.class, user.key)) {
    return;
  }
  refuseClones(hub, session, user, () => takeIn(hub, session, user));
}

function takeIn(hub: HubContext, session: Session, user: User): void {
  if (!makeRoom(hub, session, user)) return;
  const { vars } = hub;
  user.op = showsKey(hub, user.class, session.account);
  loadRights(hub, user);
  user.chat = user.class >= UserClass.Guest && !session.account?.hideChat &&
    (vars.chat_default_on || user.class >= UserClass.Operator);
  hub.users.add(user);
  notePeaks(hub);
  session.progress |= Progress.Listed;
  hub.logins.end(session);
  session.deadline = Infinity;
  session.pingAt = hub.clock.mono() + vars.delayed_ping * 1000;
  updateMembership(hub, user);
  if (user.class <= vars.max_class_int_login) {
    hub.nickBans.add(user.key, vars.int_login, "reconnect", "You were here a moment ago.");
  }
  hub.counters.logins.value++;
  hub.sink.state.userIn(stateOf(hub, user));
  hub.sink.state.counts(hub.accepted, hub.users.share);
  const byScript = () => close(hub, session, CloseReason.PLUGIN);
  ask(hub, session, "OnUserInList", [user.nick], (answer) => {
    if (!answer.allow) return byScript();
    introduce(hub, session, user);
    ask(hub, session, "OnUserLogin", [user.nick], (verdict) => {
      if (!verdict.allow) return byScript();
      if (session.listWanted) sendLists(hub, session);
    }, byScript);
  }, byScript);
}

/** Settles who keeps a nick that is in the list already. `false`: the newcomer was refused. */
function makeRoom(hub: HubContext, session: Session, user: User): boolean {
  const old = hub.users.get(user.key);
  if (!old) return true;
  const registered = session.account !== null && user.class >= UserClass.Registered;
  const ghost = old.session !== null && old.session.ip === session.ip && old.share === user.share &&
    sameInfo(old, user);
  if (!old.session || !(registered || ghost)) {
    const denied = terminated(formatValidateDenide(user.nickBytes));
    refuse(hub, session, CloseReason.BADNICK, "Your nick is already in use.", denied);
    return false;
  }
  if (!hub.vars.allow_same_user && user.class <= hub.vars.max_class_same_user) {
    refuse(hub, session, CloseReason.SELF, "You are already online.");
    return false;
  }
  refuse(hub, old.session, CloseReason.SELF, "You logged in from another connection.");
  return true;
}

const sameInfo = (a: User, b: User): boolean => equalBytes(publishedInfo(a), publishedInfo(b));

/** Everything between the list and the scripts' OnUserLogin. */
function introduce(hub: HubContext, session: Session, user: User): void {
  const { vars } = hub;
  const { link, features } = session;
  link.write(hubNameFrame(hub));
  tellEncoding(hub, session);
  sendSearchRule(hub, user);
  if ((features & Feature.FailOver) !== 0 && vars.hub_failover_hosts !== "") {
    link.write(terminated(formatFailOver(hub.codec.encode(vars.hub_failover_hosts))));
  }
  announceArrival(hub, user);
  if (vars.host_header === 1) sayHeader(hub, session);
  showAtLogin(hub, session, user);
  if (session.account && choosesPassword(session.account)) askForNewPassword(hub, session);
  if (vars.hub_topic !== "") link.write(terminated(formatHubTopic(hub.codec.encode(vars.hub_topic))));
  sendMenus(hub, session);
  if (vars.send_user_info) sayTo(hub, session, ownInfo(hub, user));
  const welcome = welcomeLine(hub, user);
  if (welcome !== "") sayInPublic(hub, welcome);
}

function ownInfo(hub: HubContext, user: User): string {
  const { tls } = user.session!.link;
  return [
    "Your information:",
    `Address: ${user.ip}`,
    `Class: ${user.class}`,
    `Mode: ${user.active ? "active" : "passive"}`,
    `Encrypted: ${tls === "" ? "no" : tls}`,
    `Users online: ${hub.users.people}`,
  ].join("\r\n");
}

function welcomeLine(hub: HubContext, user: User): string {
  const { vars } = hub;
  const lines: Readonly<Record<number, string>> = {
    0: vars.msg_welcome_guest,
    1: vars.msg_welcome_reg,
    2: vars.msg_welcome_vip,
    3: vars.msg_welcome_op,
    4: vars.msg_welcome_cheef,
    5: vars.msg_welcome_admin,
    10: vars.msg_welcome_master,
  };
  return fillAtOnce(hub, user.session!, { nick: user.nick }, lines[user.class] ?? "");
}
