/**
 * What a change of an account does to its user, if online. Owns nothing stored: callers change the account first.
 *
 * @module
 */
import { changeClass, refreshKey } from "./announce.ts";
import type { HubContext } from "./context.ts";
import { type User, UserClass } from "./model.ts";
import { nickKey } from "./nick_key.ts";
import { choosesPassword } from "./nick.ts";
import { askForNewPassword } from "./password.ts";

/**
 * Reads the account of a nick again and brings its user up to date: class, protection, operator key. A user whose
 * account still needs a password is asked for one and stays guest until then.
 *
 * @returns the user, or `null` when nobody of this nick is online
 */
export function applyAccount(hub: HubContext, nick: string): User | null {
  const user = hub.users.get(nickKey(nick));
  if (!user?.session) return null;
  const { session } = user;
  const stored = hub.store.accounts.get(nick);
  const account = stored && (stored.enabled || stored.class === UserClass.Master) ? stored : null;
  session.account = account;
  user.protect = account?.classProtect ?? 0;
  if (!account) {
    session.password = "none";
    session.deadline = Infinity;
    changeClass(hub, user, UserClass.Guest);
  } else if (choosesPassword(account)) {
    if (session.password !== "choose") askForNewPassword(hub, session);
  } else changeClass(hub, user, account.class);
  refreshKey(hub, user);
  return user;
}
