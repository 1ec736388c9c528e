/**
 * Whom an operator may ban. Owns the rules between classes for bans: nobody above, nobody protected, no operator
 * above who is away but would be locked out by the last address, and no half of the world.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { parseRange } from "../../core/networks.ts";
import { namedBy } from "../../store/ban_rules.ts";
import type { Account, Ban } from "../../store/types.ts";
import { forNamed } from "./bans.ts";
import type { HubContext } from "../context.ts";
import { whyNotKick } from "./kick.ts";
import { type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";

/** Seconds for which the address of an operator's last login counts: most addresses change hands some time. */
const ADDRESS_COUNTS = 30 * 86_400;

/** Bits of the widest networks that operators below class 5 may ban: what a large provider has. */
const WIDEST = { four: 12, six: 28 } as const;
/** Fewest characters of a prefix that they may ban: one is that of a tenth of all nicks. */
const SHORTEST_PREFIX = 3;

/** Why a ban is not made. */
export interface BanRefusal {
  /** For the operator: without the nick of somebody whose address trying bans would find out. */
  readonly told: string;
  /** For the audit trail, with every nick. */
  readonly noted: string;
}

/** Why `op` may not make this ban, which was written as `what`; `null` when nothing speaks against it. */
export function whyNotBan(hub: HubContext, op: User, ban: Ban, what: string): BanRefusal | null {
  const direct = hub.users.get(nickKey(what));
  let problem: BanRefusal | null = null;
  const look = (victim: User) => {
    if (problem) return;
    const noted = victim === op ? "It would keep you out too." : whyNotKick(hub, op, victim, victim.nick);
    if (noted === null) return;
    const isSeen = victim === direct || ban.ip === "" || ban.type === "share" || victim.class <= op.class ||
      victim.ip === victim.session?.ip;
    problem = { noted, told: isSeen ? noted : SOMEBODY };
  };
  if (direct?.session) look(direct);
  forNamed(hub, ban, look);
  if (problem) return problem;
  const open = whyNotByWidth(op, ban) ?? whyNotByAccount(hub, op, ban);
  return open === null ? whyNotByAddress(hub, op, ban) : { told: open, noted: open };
}

/** What is said of somebody whose address the operator does not see. */
const SOMEBODY = "It would keep out somebody whose class is too high for you to ban.";

/** A slip in a wide range keeps out half the world, so it takes the class that bans whole top-level domains. */
function whyNotByWidth(op: User, ban: Ban): string | null {
  if (op.class >= UserClass.Admin) return null;
  if (ban.type === "prefix" && [...ban.nick].length < SHORTEST_PREFIX) {
    return `Prefixes of less than ${SHORTEST_PREFIX} characters need class ${UserClass.Admin}.`;
  }
  const range = ban.type === "range" ? parseRange(ban.ip) : null;
  if (!range) return null;
  const number = (bytes: Uint8Array) => BigInt(`0x${bytes.toHex()}`);
  const size = range.from.length * 8;
  const free = size - (size === 32 ? WIDEST.four : WIDEST.six);
  return number(range.to) - number(range.from) < 1n << BigInt(free)
    ? null
    : `Ranges wider than /${WIDEST.four} of IPv4 or /${WIDEST.six} of IPv6 need class ${UserClass.Admin}.`;
}

const isAbove = (hub: HubContext, op: User, { class: its }: Pick<Account, "class">): boolean =>
  its + hub.vars.classdif_kick > op.class;

/** The nick a ban names belongs to somebody who is out of the operator's reach. */
function whyNotByAccount(hub: HubContext, op: User, { type, nick }: Ban): string | null {
  if (type !== "nick" && type !== "nickip") return null;
  const account = hub.store.accounts.get(nick);
  if (!account) return null;
  if (isAbove(hub, op, account)) return `${account.nick} has too high a class for you to ban.`;
  return account.classProtect > 0 && op.class <= account.classProtect
    ? `${account.nick} is protected from bans by your class.`
    : null;
}

/**
 * Operators are few and their classes indexed, so their last addresses are looked through. Who is not stopped by
 * bans at all needs no protection from them.
 */
function whyNotByAddress(hub: HubContext, op: User, ban: Ban): BanRefusal | null {
  if (ban.type !== "ip" && ban.type !== "nickip" && ban.type !== "range") return null;
  const since = unixSeconds(hub.clock) - ADDRESS_COUNTS;
  const isNamed = namedBy(ban);
  for (const userClass of [UserClass.Operator, UserClass.Chief, UserClass.Admin, UserClass.Master]) {
    if (!isAbove(hub, op, { class: userClass }) || userClass >= hub.vars.ban_bypass_class) continue;
    for (const { nick, loginIp, loginAt, enabled } of hub.store.accounts.list(userClass)) {
      if (!enabled || loginIp === "" || loginAt < since || nickKey(nick) === op.key) continue;
      if (isNamed({ nick: "", ip: loginIp, host: "", guest: false })) {
        return { told: SOMEBODY, noted: SOMEBODY.replace("somebody", nick) };
      }
    }
  }
  return null;
}
