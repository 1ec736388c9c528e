/**
 * How fast passwords may be tried. Owns whose attempts count where, and what somebody who has to wait is told. The
 * waits themselves stand in `guesses.ts`.
 *
 * An owner must not be locked out by whoever tries the nick: the address of the last good login never waits for the
 * nick, and nobody waits for it longer than `pwd_wait_max_nick`.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { limitKey, usualAddress } from "../../core/ip.ts";
import { isLoopback } from "../../net/addresses.ts";
import type { Account } from "../../store/types.ts";
import { refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { CloseReason, type Session } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { describeWait } from "../../core/period.ts";

/**
 * Passwords looked at in the same moment, more have to come again: users behind one address may all return when the
 * hub does, one nick has one owner and perhaps a second connection.
 */
const AT_ONCE = { address: 16, nick: 2 } as const;

/** The users of an onion service, and of a proxy that tells no addresses, all come from this machine. */
const countsByAddress = ({ ip }: Session): boolean => !isLoopback(ip);

/** Where the owner logged in last, or the one address from which the account may be used at all. */
const isOwnersAddress = ({ ip }: Session, { loginIp, authIp }: Account): boolean =>
  !isLoopback(ip) &&
  [loginIp, usualAddress(authIp) ?? ""].some((known) => known !== "" && limitKey(known) === limitKey(ip));

/** Seconds an address has to wait before it may try a password. */
export function addressWait(hub: HubContext, session: Session): number {
  return countsByAddress(session) ? hub.guesses.addresses.waitOf(limitKey(session.ip)) : 0;
}

/** Refuses a login whose password would not be looked at now. */
export function refuseEarlyGuess(hub: HubContext, session: Session, account: Account): boolean {
  const text = whyNotNow(hub, session, account);
  if (text === null) return false;
  hub.counters.guessesRefused.value++;
  refuse(hub, session, CloseReason.PASSWORD, text);
  return true;
}

function whyNotNow(hub: HubContext, session: Session, account: Account): string | null {
  const { addresses, nicks } = hub.guesses;
  const key = nickKey(account.nick);
  const isOwn = isOwnersAddress(session, account);
  const address = addressWait(hub, session);
  const nick = isOwn ? 0 : nicks.waitOf(key);
  if (address > 0 && address >= nick) {
    return `Too many wrong passwords came from your address. Try again in ${describeWait(address)}.`;
  }
  if (nick > 0) {
    return `Wrong passwords were tried for this nick. Try again in ${describeWait(nick)}, ` +
      "or from the address of your last login.";
  }
  const crowded = (countsByAddress(session) && addresses.underWay(limitKey(session.ip)) >= AT_ONCE.address) ||
    (!isOwn && nicks.underWay(key) >= AT_ONCE.nick);
  return crowded ? "Other passwords are being checked. Try again in a few seconds." : null;
}

/** A password is being looked at; the function that comes back has to be told the end. */
export function beginGuess(
  hub: HubContext,
  session: Session,
  account: Account,
): (end: "right" | "wrong" | "unknown") => void {
  const { addresses, nicks } = hub.guesses;
  const key = nickKey(account.nick);
  const byAddress = countsByAddress(session) ? addresses.begin(limitKey(session.ip)) : null;
  const byNick = isOwnersAddress(session, account) ? null : nicks.begin(key);
  return (end) => {
    const { pwd_wait, pwd_wait_max_ip, pwd_wait_max_nick } = hub.vars;
    if (end !== "wrong" || pwd_wait === 0) {
      byAddress?.right();
      byNick?.right();
      if (end === "right") nicks.forget(key);
      return;
    }
    byAddress?.wrong(pwd_wait, pwd_wait_max_ip);
    byNick?.wrong(pwd_wait, pwd_wait_max_nick);
  };
}

/** Notes a wrong password, or a login from a wrong address, with the account. */
export function recordLoginError(hub: HubContext, session: Session, nick: string): void {
  const { accounts } = hub.store;
  const account = accounts.get(nick);
  if (!account) return;
  accounts.update(nick, {
    errorCount: account.errorCount + 1,
    errorAt: unixSeconds(hub.clock),
    errorIp: session.ip,
  });
}
