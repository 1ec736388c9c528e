/**
 * Places for operators while the hub takes no further logins: nobody can know who somebody is before the nick, but
 * operators mostly come from where they came last. Owns the memory of these addresses.
 *
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import { limitKey } from "../../core/ip.ts";
import type { AccountStore } from "../../store/types.ts";
import { UserClass } from "../model.ts";

/** Milliseconds after which the addresses are read again. Asked in a storm of connections, so not each time. */
const FRESH = 60_000;

const OPERATORS = [UserClass.Operator, UserClass.Chief, UserClass.Admin, UserClass.Master];

/** Where operators logged in last. */
export interface OperatorAddresses {
  /** True for an address (of IPv6: its /64) from which an operator logged in last, as of a minute ago at most. */
  has(ip: string): boolean;
}

/** The addresses of the operators among these accounts; read when first asked. */
export function createOperatorAddresses(
  accounts: Pick<AccountStore, "list">,
  clock: Clock,
): OperatorAddresses {
  let known: ReadonlySet<string> = new Set();
  let readAt = -Infinity;
  return {
    has(ip) {
      const now = clock.mono();
      if (now - readAt >= FRESH) {
        readAt = now;
        const found = OPERATORS.flatMap((userClass) => accounts.list(userClass));
        known = new Set(
          found.filter(({ enabled, loginIp }) => enabled && loginIp !== "").map(({ loginIp }) =>
            limitKey(loginIp)
          ),
        );
      }
      return known.has(limitKey(ip));
    },
  };
}
