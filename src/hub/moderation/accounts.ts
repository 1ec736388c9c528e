/**
 * What a change of an account does to its user, if online. Owns nothing stored: callers change the account first.
 *
 * @module
 */
import type { Account } from "../../store/types.ts";
import { changeClass, changeShownIp, refreshKey } from "../announce.ts";
import { updateMenus } from "../command_line/menus.ts";
import type { HubContext } from "../context.ts";
import { type Session, type User, UserClass } from "../model.ts";
import { storedGiven } from "./given_rights.ts";
import { nickKey } from "../nick_key.ts";
import { choosesPassword, isInForce } from "../login/nick.ts";
import { shownAddress } from "../peers/own_address.ts";
import { askForNewPassword } from "../login/password.ts";
import { sayTo } from "../say.ts";
import { showShare } from "../my_info/shown_share.ts";

/**
 * Reads the account of a nick again and brings its user up to date: class, protection, operator key, and everything
 * the account hides. A user whose account still needs a password is asked for one and stays guest until then; one who
 * never showed to know the account's password stays guest, too, unless an operator `vouches` with a new account.
 *
 * @returns the user, or `null` when nobody of this nick is online
 */
export function applyAccount(hub: HubContext, nick: string, vouches = false): User | null {
  const user = hub.users.get(nickKey(nick));
  if (!user?.session) return null;
  const { session } = user;
  const stored = hub.store.accounts.get(nick);
  session.proved = stored !== null && (session.proved || vouches);
  const needsLogin = stored !== null && !session.proved && !choosesPassword(stored) &&
    stored.class !== UserClass.Pinger;
  const account = stored && isInForce(stored) && !needsLogin ? stored : null;
  const before = session.account;
  session.account = account;
  user.protect = account?.classProtect ?? 0;
  user.hideKick = account?.hideKick ?? false;
  user.hideKicksTo = account?.classHideKick ?? 0;
  if (!account) {
    session.password = "none";
    session.deadline = Infinity;
    user.given = storedGiven(hub, nick);
    if (needsLogin && isInForce(stored)) {
      sayTo(hub, session, "Your nick has a password: log in again with it.");
    }
    changeClass(hub, user, UserClass.Guest);
  } else if (choosesPassword(account)) {
    if (session.password !== "choose") askForNewPassword(hub, session);
  } else changeClass(hub, user, account.class);
  refreshKey(hub, user);
  updateMenus(hub, session);
  showChanges(hub, user, session, before, account);
  return user;
}

/** What others see of a user only changes with the account, so that what a script or the user chose meanwhile stays. */
function showChanges(
  hub: HubContext,
  user: User,
  session: Session,
  before: Account | null,
  now: Account | null,
): void {
  if ((before?.hideShare ?? false) !== (now?.hideShare ?? false)) showShare(hub, user, !now?.hideShare);
  if ((before?.fakeIp ?? "") !== (now?.fakeIp ?? "")) changeShownIp(hub, user, shownAddress(session, now));
  const noChat = now?.hideChat ?? false;
  if ((before?.hideChat ?? false) === noChat) return;
  user.chat = !noChat;
  hub.sink.state.userSet(user.nick, "chat", user.chat);
}
