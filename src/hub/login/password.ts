/**
 * `$MyPass`: the password at login, and the choice of a new one. Owns what a right, a wrong and a new password
 * change. Hashing runs elsewhere; the connection's further messages wait for it.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { describeWait } from "../../core/period.ts";
import { messageOf } from "../../core/errors.ts";
import { formatBadPass, formatGetPass, formatLogedIn } from "../../nmdc/login.ts";
import { Kind, paramOf } from "../../nmdc/message.ts";
import { terminated } from "../../nmdc/wire.ts";
import { isLegacy } from "../../store/legacy_password.ts";
import type { Account } from "../../store/types.ts";
import { changeClass } from "../announce.ts";
import { refuse } from "../close.ts";
import { updateMenus } from "../command_line/menus.ts";
import type { HubContext } from "../context.ts";
import { consult, hold, insist, release } from "../hold.ts";
import { CloseReason, Progress, type Session, UserClass } from "../model.ts";
import { choosesPassword, isInForce, mayComeFrom, welcomeIn } from "./nick.ts";
import { reportToOperators } from "../talk/op_chat.ts";
import { addressWait, beginGuess, recordLoginError, refuseEarlyGuess } from "./password_pace.ts";
import { sayTo, tellUser } from "../say.ts";
import { whence } from "./zones.ts";

/** Handles `$MyPass`. */
export function onMyPass(hub: HubContext, session: Session, frame: Uint8Array): void {
  // Copied: scripts are asked first, and the frame is gone by then.
  const bytes = paramOf(frame, Kind.MyPass).slice();
  const password = session.guess.read(bytes);
  const wish = session.password;
  session.password = "none";
  // COMPAT: a client may answer an old $GetPass after +passwd has done the same.
  if (wish === "none" && (session.progress & Progress.Listed) !== 0) return;
  if (wish === "none" || !session.account || !session.user) {
    return refuse(hub, session, CloseReason.LOGIN_ERR, "Your client sent a password nobody asked for.");
  }
  const { user, account } = session;
  insist(hub, session, "OnParsedMsgMyPass", [user!.nick, `$MyPass ${password}`], () => {
    if (wish === "login") return checkPassword(hub, session, account, password, bytes);
    choosePassword(hub, session, password, (problem) => {
      if (problem === null) return;
      // NMDC: a client with a stored password answers $GetPass by itself, again and again if it is asked again.
      session.password = "choose";
      sayTo(hub, session, `${problem} Write +passwd <password>`);
    });
  });
}

function checkPassword(
  hub: HubContext,
  session: Session,
  account: Account,
  password: string,
  bytes: Uint8Array,
): void {
  if (refuseEarlyGuess(hub, session, account)) return;
  hold(session);
  const ended = beginGuess(hub, session, account);
  const spellings = [bytes, hub.codec.encode(password), hub.codec.fallback.encode(password)];
  hub.passwords.verify(password, account.passwordHash, spellings).then(
    (right) => {
      ended(right ? "right" : "wrong");
      settle(hub, session, () => {
        if (!right) return refusePassword(hub, session, account);
        letIn(hub, session, account);
        if (isLegacy(account.passwordHash)) renewHash(hub, account, password);
      });
    },
    (error) => {
      ended("unknown");
      settle(hub, session, () => {
        hub.log.warn("Password not checked", { nick: account.nick, error: messageOf(error) });
        refuse(hub, session, CloseReason.HUB_LOAD, "The hub is busy. Try again in a minute.");
      });
    },
  );
}

/** Goes on after a hash is there: the connection may be gone by now. */
function settle(hub: HubContext, session: Session, next: () => void): void {
  if (!session.over) {
    try {
      next();
    } catch (error) {
      hub.log.error("Login failed", { ip: session.ip, error: messageOf(error) });
      refuse(hub, session, CloseReason.DEFAULT, "The hub has a problem. Try again later.");
    }
  }
  release(session);
}

function letIn(hub: HubContext, session: Session, checked: Account): void {
  const account = hub.store.accounts.get(checked.nick);
  // The account may have been removed or given another password while the hash was computed.
  if (!account || !session.user || account.passwordHash !== checked.passwordHash) {
    return refusePassword(hub, session, checked);
  }
  if (!isInForce(account) || !mayComeFrom(account, session.ip)) {
    return refuse(hub, session, CloseReason.LOGIN_ERR, "Your account was changed just now. Log in again.");
  }
  session.account = account;
  session.proved = true;
  noteLogin(hub, session, account);
  if (!choosesPassword(account)) session.user.class = account.class;
  welcomeIn(session);
  if (account.errorCount === 0) return;
  const { errorCount: count, errorAt, errorIp } = account;
  const last = errorAt === 0 ? "" : `, the last one from ${errorIp}`;
  sayTo(hub, session, `Failed logins under your nick since your last one: ${count}${last}.`);
}

function noteLogin(hub: HubContext, session: Session, account: Account): void {
  hub.store.accounts.update(account.nick, {
    loginAt: unixSeconds(hub.clock),
    loginIp: session.ip,
    loginCount: account.loginCount + 1,
    errorCount: 0,
  });
}

/** An imported hash is replaced by our own once its password was typed. Runs on when the connection is gone. */
function renewHash(hub: HubContext, { nick, passwordHash: old }: Account, password: string): void {
  hub.passwords.hash(password).then((passwordHash) => {
    if (hub.store.accounts.get(nick)?.passwordHash === old) hub.store.accounts.update(nick, { passwordHash });
  }).catch((error) => hub.log.warn("Imported hash not renewed", { nick, error: messageOf(error) }));
}

function refusePassword(hub: HubContext, session: Session, account: Account): void {
  const { vars } = hub;
  recordLoginError(hub, session, account.nick);
  if (vars.wrongpassword_report) {
    reportToOperators(
      hub,
      `Wrong password for ${account.nick} (class ${account.class}) from ${whence(hub, session)}`,
    );
  }
  // Whoever leaves while scripts are asked is banned all the same.
  consult(hub, session, "OnBadPass", [account.nick, session.ip], ({ allow }) => {
    const ban = allow ? vars.pwd_tmpban : 0;
    hub.ipBans.add(session.ip, ban, "password", vars.wrongpass_message || "Wrong password");
    const seconds = Math.max(ban, addressWait(hub, session));
    const wait = seconds > 0 ? ` Your address has to wait ${describeWait(seconds)}.` : "";
    refuse(hub, session, CloseReason.PASSWORD, `Wrong password.${wait}`, terminated(formatBadPass()));
  });
}

/** Asks a user who is in to choose a password, within `timeout_setpass`. */
export function askForNewPassword(hub: HubContext, session: Session): void {
  if (!session.user) return;
  const text = `You have no password yet. Choose one now: +passwd <password>, at least ` +
    `${hub.vars.password_min_len} bytes long. You have ${describeWait(hub.vars.timeout_setpass)}.`;
  sayTo(hub, session, text);
  tellUser(hub, session.user, text);
  if (session.deadline === Infinity) session.deadline = hub.clock.mono() + hub.vars.timeout_setpass * 1000;
  session.password = "choose";
  updateMenus(hub, session);
  if (hub.vars.send_pass_request) session.link.write(terminated(formatGetPass()));
}

/** Why a new password may not be this one, as a text for whoever wrote it, or `null`. */
export function tooShort({ vars: { password_min_len } }: HubContext, password: string): string | null {
  const { length } = new TextEncoder().encode(password);
  return length < password_min_len ? `The password is too short: at least ${password_min_len} bytes.` : null;
}

/**
 * Stores a new password for the account of a user and gives the user the class of the account. `done` gets `null`,
 * or what is wrong as a text for the user; it does not run when the connection is gone.
 */
export function choosePassword(
  hub: HubContext,
  session: Session,
  password: string,
  done: (problem: string | null) => void,
): void {
  const problem = tooShort(hub, password);
  if (problem !== null) return done(problem);
  hold(session);
  hub.passwords.hash(password).then(
    (passwordHash) => settle(hub, session, () => done(storePassword(hub, session, passwordHash))),
    (error) =>
      settle(hub, session, () => {
        hub.log.warn("Password not stored", { nick: session.account?.nick, error: messageOf(error) });
        done("The hub is busy. Try again in a minute.");
      }),
  );
}

function storePassword(hub: HubContext, session: Session, passwordHash: string): string | null {
  const { user } = session;
  if (!user) return "You are not logged in.";
  const stored = hub.store.accounts.update(user.nick, { passwordHash, passwordChange: false });
  const account = stored ? hub.store.accounts.get(user.nick) : null;
  if (!account) return "You have no account any more.";
  session.account = account;
  session.proved = true;
  session.password = "none";
  session.deadline = Infinity;
  const first = user.class < account.class;
  if (first) noteLogin(hub, session, account);
  if (first && account.enabled) {
    changeClass(hub, user, account.class);
    if (account.class >= UserClass.Operator) session.link.write(terminated(formatLogedIn(user.nickBytes)));
  }
  updateMenus(hub, session);
  sayTo(hub, session, "Your password is set.");
  return null;
}
