/**
 * `$ValidateNick`: who may come in under which nick. Owns the order of the checks and what happens when all are
 * passed. The rules for guests' nicks stand in `nick_rules.ts`, what follows in `password.ts` and `enter.ts`.
 *
 * @module
 */
import { usualAddress } from "../../core/ip.ts";
import {
  formatGetPass,
  formatHello,
  formatHubName,
  formatLogedIn,
  formatValidateDenide,
} from "../../nmdc/login.ts";
import { formatGetHubUrl } from "../../nmdc/extensions.ts";
import { Kind, paramOf } from "../../nmdc/message.ts";
import { MAX_ACCOUNT_NICK } from "../../nmdc/nick.ts";
import { Feature } from "../../nmdc/supports.ts";
import { NO_BYTES, terminated } from "../../nmdc/wire.ts";
import type { Account } from "../../store/types.ts";
import { refuseBanned } from "../moderation/ban_check.ts";
import { refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { insist } from "../hold.ts";
import { awaitWithin } from "./login.ts";
import { CloseReason, Progress, type Session, type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { looksLikeAnother } from "./look_alike.ts";
import { checkAnyNick, checkGuestNick, type NickRefusal } from "./nick_rules.ts";
import { reportToOperators } from "../talk/op_chat.ts";
import { shownAddress } from "../peers/own_address.ts";
import { beginGuess, recordLoginError, refuseEarlyGuess } from "./password_pace.ts";
import { describeWait } from "../../core/period.ts";
import { refuseUnregistered } from "./private_hub.ts";
import { refuseWithoutPlace } from "./places_left.ts";
import { whence, zoneOf } from "./zones.ts";

/** Handles `$ValidateNick`. */
export function onValidateNick(hub: HubContext, session: Session, frame: Uint8Array): void {
  const nickBytes = paramOf(frame, Kind.ValidateNick).slice();
  const impossible = checkAnyNick(nickBytes);
  if (impossible) return refuseNick(hub, session, impossible);
  // Longer ones than any account has need no look into the database.
  const nick = session.reader.read(nickBytes);
  const registered = nickBytes.length <= MAX_ACCOUNT_NICK ? hub.store.accounts.get(nick) : null;
  const account = registered && isInForce(registered) ? registered : null;
  const guest = (session.features & Feature.BotINFO) !== 0 ? UserClass.Pinger : UserClass.Guest;
  if (!account) {
    const bad = checkGuestNick(hub, nickBytes, nick, session.country, guest === UserClass.Pinger);
    if (bad) return refuseNick(hub, session, bad);
  }
  if (isTaken(hub, session, nickKey(nick), account)) {
    const text = "Your nick is already in use.";
    return refuse(hub, session, CloseReason.BADNICK, text, terminated(formatValidateDenide(nickBytes)));
  }
  if (!account && looksLikeAnother(hub, nick)) {
    const text = "Your nick looks like somebody else's. Choose another nick.";
    return refuse(hub, session, CloseReason.BADNICK, text, terminated(formatValidateDenide(nickBytes)));
  }
  if (isBanned(hub, session, nick, account) || refuseUnregistered(hub, session, account)) return;
  if (refuseWithoutPlace(hub, session, account?.class ?? guest, nickKey(nick))) return;
  acceptNick(hub, session, nick, nickBytes, account);
}

function refuseNick(hub: HubContext, session: Session, { text, frame }: NickRefusal): void {
  const frames = (session.features & Feature.NickRule) === 0 ? [] : [frame];
  refuse(hub, session, CloseReason.BADNICK, text, ...frames);
}

/** Bots always keep their nick; a guest may take over only from the own address, which `enter.ts` looks at. */
function isTaken(hub: HubContext, session: Session, key: string, account: Account | null): boolean {
  const holder = hub.users.get(key);
  if (!holder) return false;
  return holder.session === null || (account === null && holder.session.ip !== session.ip);
}

function isBanned(hub: HubContext, session: Session, nick: string, account: Account | null): boolean {
  const now = hub.clock.now();
  const temporary = hub.nickBans.get(nickKey(nick));
  if (temporary) {
    const wait = describeWait(Math.ceil((temporary.until - now) / 1000));
    const why = temporary.kind === "clone" ? CloseReason.CLONE : CloseReason.RECONNECT;
    refuse(hub, session, why, `${temporary.reason} Try again in ${wait}.`);
    return true;
  }
  return refuseBanned(hub, session, nick, account);
}

function acceptNick(
  hub: HubContext,
  session: Session,
  nick: string,
  nickBytes: Uint8Array,
  account: Account | null,
): void {
  session.account = account;
  session.progress |= Progress.Nick;
  session.user = newUser(session, nick, nickBytes);
  session.zone = zoneOf(hub.vars, session.ip, session.country);
  hub.zones[session.zone]!++;
  hub.accepted++;
  hub.sink.state.counts(hub.accepted, hub.users.share);
  session.link.write(terminated(formatHubName(hub.codec.encode(hub.vars.hub_name))));
  awaitWithin(hub, session, hub.vars.timeout_myinfo);
  if (account && !mayComeFrom(account, session.ip)) {
    return refuseAddress(hub, session, account);
  }
  if (account && needsPassword(hub, account)) {
    if (refuseEarlyGuess(hub, session, account)) return;
    session.password = "login";
    session.link.write(terminated(formatGetPass()));
  } else {
    session.user.class =
      account?.class === UserClass.Pinger || (!account && (session.features & Feature.BotINFO) !== 0)
        ? UserClass.Pinger
        : UserClass.Guest;
    welcomeIn(session);
  }
  if (!hub.sink.wanted.OnParsedMsgValidateNick) return;
  insist(hub, session, "OnParsedMsgValidateNick", [`$ValidateNick ${nick}`]);
}

/** False for an account that was disabled; a master's cannot be. */
export function isInForce(account: Account): boolean {
  return account.enabled || account.class === UserClass.Master;
}

/** True for the address an account is bound to, or any where it is not. */
export function mayComeFrom({ authIp }: Account, ip: string): boolean {
  return authIp === "" || usualAddress(authIp) === usualAddress(ip);
}

/** Lets a client go on after its nick, or its password, was accepted. */
export function welcomeIn(session: Session): void {
  const { user } = session;
  if (!user) return;
  session.progress |= Progress.Password;
  session.link.write(terminated(formatHello(user.nickBytes)));
  if (user.class >= UserClass.Operator) session.link.write(terminated(formatLogedIn(user.nickBytes)));
  if ((session.features & Feature.HubURL) !== 0) session.link.write(terminated(formatGetHubUrl()));
}

/** An account without a password lets its nick in as guest, to choose one. */
export function choosesPassword(account: Account): boolean {
  return account.class !== UserClass.Pinger && (account.passwordChange || account.passwordHash === "");
}

function needsPassword(hub: HubContext, account: Account): boolean {
  if (account.class === UserClass.Pinger) return false;
  return !choosesPassword(account) || (account.passwordHash !== "" && hub.vars.always_ask_password);
}

function refuseAddress(hub: HubContext, session: Session, account: Account): void {
  const { vars } = hub;
  // Like a wrong password: from many addresses it would be a write and a report each.
  const isNews = hub.guesses.nicks.waitOf(nickKey(account.nick)) === 0;
  beginGuess(hub, session, account)("wrong");
  if (isNews) recordLoginError(hub, session, account.nick);
  hub.ipBans.add(session.ip, vars.pwd_tmpban, "password", "Login from a wrong address");
  if (isNews && account.class >= vars.wrongauthip_report) {
    reportToOperators(
      hub,
      `${account.nick} tried to log in from ${whence(hub, session)}, which is not the account's address`,
    );
  }
  refuse(hub, session, CloseReason.LOGIN_ERR, "This account may not log in from your address.");
}

function newUser(session: Session, nick: string, nickBytes: Uint8Array): User {
  const { account } = session;
  return {
    nick,
    key: nickKey(nick),
    nickBytes,
    session,
    owner: null,
    ip: shownAddress(session, account),
    class: UserClass.Guest,
    op: false,
    myInfo: NO_BYTES,
    realMyInfo: NO_BYTES,
    share: 0,
    active: false,
    status: 1,
    chat: false,
    protect: account?.classProtect ?? 0,
    hideKick: account?.hideKick ?? false,
    hideKicksTo: account?.classHideKick ?? 0,
    taken: null,
    given: null,
    slot: -1,
  };
}
