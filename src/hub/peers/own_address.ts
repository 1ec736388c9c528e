/**
 * The addresses of an account: which one others see, and which one besides the real one its user may name in searches
 * and connect requests. Whole addresses are compared only, because a hub that passes on any other lends its users to
 * denial-of-service attacks.
 *
 * @module
 */
import { usualAddress } from "../../core/ip.ts";
import { equalsAscii } from "../../nmdc/wire.ts";
import type { Account } from "../../store/types.ts";
import { type Session, UserClass } from "../model.ts";

/** The address that goes out: the account's `alternate_ip` where the client names it, otherwise the real one. */
export function ownAddress(session: Session, claimed: Uint8Array): string {
  const other = session.account?.alternateIp ?? "";
  if (other === "" || (session.user?.class ?? 0) < UserClass.Registered) return session.ip;
  return equalsAscii(claimed, other) ? other : session.ip;
}

/** The address others see: the account's `fake_ip`, if it is an address, otherwise the real one. */
export function shownAddress(session: Session, account: Account | null): string {
  return usualAddress(account?.fakeIp ?? "") ?? session.ip;
}
