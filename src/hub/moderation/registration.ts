/**
 * Accounts made and changed by scripts: what is stored, what a user who is online is told, and what everybody sees
 * of the change. Asks no hook and looks at no rights; operators' commands do that themselves.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { messageOf } from "../../core/errors.ts";
import { whyNoNick } from "../../nmdc/nick.ts";
import type { NewRegistration } from "../../port/moderation_port.ts";
import { applyAccount } from "./accounts.ts";
import { changeClass, refreshKey } from "../announce.ts";
import { keptText } from "./ban_text.ts";
import type { HubContext } from "../context.ts";
import { type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { onlineUser } from "../users.ts";
import { sayTo, tellUser } from "../say.ts";

/** Verlihub: news about one's own account comes in main chat and as private message. */
function notify(hub: HubContext, user: User, text: string): void {
  tellUser(hub, user, text);
  if (user.session) sayTo(hub, user.session, text);
}

function isPossible(hub: HubContext, nick: string): boolean {
  if (whyNoNick(hub.codec.encode(nick), nick) !== null) return false;
  const key = nickKey(nick);
  return key !== hub.bot.key && key !== hub.room?.key && !hub.store.accounts.get(nick);
}

/**
 * Makes an account; without a password its owner chooses one. `done` gets `null`, or why there is none. A user of
 * this nick who is online has the class at once.
 */
export function register(
  hub: HubContext,
  request: NewRegistration,
  done: (problem: string | null) => void,
): void {
  const { nick, password } = request;
  if (!isPossible(hub, nick)) return done("The nick is impossible or taken");
  const store = (passwordHash: string): string | null => {
    const added = hub.store.accounts.add({
      nick,
      class: request.class,
      passwordHash,
      passwordChange: passwordHash === "" && request.class !== UserClass.Pinger,
      registeredBy: request.by,
      registeredAt: unixSeconds(hub.clock),
      noteOp: keptText(request.note),
    });
    if (!added) return "The nick is registered already";
    hub.log.info("Account made", { nick, class: request.class, by: request.by });
    const user = applyAccount(hub, nick, true);
    if (!user) return null;
    changeClass(hub, user, request.class);
    const { password_min_len } = hub.vars;
    const hint = passwordHash === ""
      ? ` Set your password: +passwd <password>, at least ${password_min_len} bytes.`
      : "";
    notify(hub, user, `You are registered with class ${request.class}.${hint}`);
    return null;
  };
  if (password === "" || request.class === UserClass.Pinger) return done(store(""));
  hub.passwords.hash(password).then(store, (error) => {
    hub.log.warn("Account not made", { nick, error: messageOf(error) });
    return "The hub is busy";
  }).then(done, (error) => done(messageOf(error)));
}

/** Removes an account; its user becomes a guest at once. `false`: there is none, or it is a master's. */
export function unregister(hub: HubContext, nick: string): boolean {
  const account = hub.store.accounts.get(nick);
  if (!account || account.class >= UserClass.Master || !hub.store.accounts.remove(nick)) return false;
  hub.log.info("Account removed", { nick: account.nick });
  const user = applyAccount(hub, account.nick);
  if (!user) return true;
  notify(hub, user, "You are not registered any more.");
  return true;
}

/** Changes the class of an account. `false`: there is none, or it has this class already. */
export function setRegisteredClass(hub: HubContext, nick: string, userClass: number): boolean {
  const account = hub.store.accounts.get(nick);
  if (!account || account.class === userClass) return false;
  hub.store.accounts.update(account.nick, { class: userClass });
  hub.log.info("Class changed", { nick: account.nick, class: userClass });
  const before = onlineUser(hub.users, nick)?.class;
  const user = applyAccount(hub, account.nick);
  if (!user) return true;
  // Somebody who has yet to choose a password but was given a class with the account keeps having one.
  if (before !== UserClass.Guest && user.session?.proved) changeClass(hub, user, userClass);
  refreshKey(hub, user);
  notify(hub, user, `Your class is ${userClass} now.`);
  return true;
}
