/**
 * Rights taken from a user for a time: main chat, private messages, searches, connect requests. Owns what is taken
 * from whom and what the user is told; who may take it is decided by callers.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import type { RightsChange } from "../../port/moderation_port.ts";
import { type Right, RIGHTS, type RightsTaken } from "../../store/types.ts";
import type { HubContext } from "../context.ts";
import { notOver, type RightChanged } from "./given_rights.ts";
import { type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { describeWait } from "../../core/period.ts";

const NOTHING: RightsTaken = Object.freeze({ chat: 0, pm: 0, search: 0, ctm: 0 });

/** What each right is, behind "not" or "no right to". */
export const TAKEN_NAMES: Readonly<Record<Right, string>> = {
  chat: "write in main chat",
  pm: "write private messages",
  search: "search",
  ctm: "download",
};

/** True while the right is taken from the user. Verlihub: never from class 5 and up. */
export function isTaken(hub: HubContext, user: User, right: Right): boolean {
  return user.taken !== null && user.class < UserClass.Admin && user.taken[right] > unixSeconds(hub.clock);
}

/** Why the user may not, as a text for the user, or `null`. Costs one field read while nothing is taken. */
export function whyTaken(hub: HubContext, user: User, right: Right): string | null {
  if (user.taken === null || !isTaken(hub, user, right)) return null;
  const until = user.taken[right];
  const length = until === Infinity
    ? "for ever"
    : `for another ${describeWait(until - unixSeconds(hub.clock))}`;
  return `You may not ${TAKEN_NAMES[right]} ${length}.`;
}

/** What is taken after a change. */
function changed(hub: HubContext, taken: RightsTaken | null, change: RightsChange): RightsTaken {
  const ends: Record<Right, number> = { ...taken ?? NOTHING };
  for (const right of RIGHTS) {
    const length = change[right];
    if (length !== undefined) ends[right] = length > 0 ? unixSeconds(hub.clock) + length : 0;
  }
  return ends;
}

/** What is taken as a user carries it: `null` for nothing. */
const carried = (taken: RightsTaken): RightsTaken | null =>
  RIGHTS.some((right) => taken[right] > 0) ? taken : null;

/** Changes what is taken from a user who is online, for this login. */
export function restrict(hub: HubContext, user: User, change: RightsChange): void {
  user.taken = carried(changed(hub, user.taken, change));
}

/** Changes what is taken from a nick, online or not, until it ends or is given back. */
export function restrictNick(hub: HubContext, nick: string, change: RightsChange, by: string): void {
  const { rights } = hub.store;
  rights.set(nick, changed(hub, rights.get(nick), change), by, unixSeconds(hub.clock));
  const user = hub.users.get(nickKey(nick));
  if (user?.session) restrict(hub, user, change);
}

/** What is taken from a nick: of a user online for this login, otherwise what is stored. Ends that are over are 0. */
export function takenFrom(hub: HubContext, nick: string): RightsTaken {
  const user = hub.users.get(nickKey(nick));
  const taken = (user?.session ? user.taken : hub.store.rights.get(nick)) ?? NOTHING;
  const now = unixSeconds(hub.clock);
  const left = (right: Right) => taken[right] > now ? taken[right] : 0;
  return { chat: left("chat"), pm: left("pm"), search: left("search"), ctm: left("ctm") };
}

/** True while one of these rights is taken from a nick: of its user online, or in what is stored. */
export function isAnyTaken(hub: HubContext, nick: string, rights: readonly Right[]): boolean {
  const [online, stored] = [takenFrom(hub, nick), hub.store.rights.get(nick) ?? NOTHING];
  return rights.some((right) => online[right] > 0 || stored[right] > unixSeconds(hub.clock));
}

/** Gives everybody the usual rights again and returns how many nicks had others; `changed` runs for those online. */
export function clearRights(hub: HubContext, changed: RightChanged): number {
  const count = hub.store.rights.clear();
  for (const user of hub.users.slots) {
    if (!user?.session || (user.taken === null && user.given === null)) continue;
    user.taken = user.given = null;
    changed(hub, user);
  }
  return count;
}

/** Takes from and gives to a user who logs in what is stored for the nick. */
export function loadRights(hub: HubContext, user: User): void {
  const stored = hub.store.rights.both(user.nick);
  user.taken = stored && carried(stored.taken);
  user.given = stored && notOver(hub, stored.given);
}
