/**
 * Rights given to a user for a time: to kick, to register, to belong to the operator chat, to share less than the
 * least. Owns which class has them anyway and when they end; who may give them is decided by callers.
 *
 * Kicking, registering and the operator chat need an account: under a nick that anybody may take they would be
 * everybody's.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import type { SettingValues } from "../../config/settings.ts";
import { GIVEN_RIGHTS, type GivenRight, type RightsGiven } from "../../store/types.ts";
import type { HubContext } from "../context.ts";
import { type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { sayTo } from "../say.ts";

/** What each right is, for sentences such as "You have the right … no more". */
export const GIVEN_NAMES: Readonly<Record<GivenRight, string>> = {
  kick: "to kick and drop",
  reg: "to register users",
  opchat: "to be in the operator chat",
  share0: "to share less than the least",
};

const NOTHING: RightsGiven = Object.freeze({ kick: 0, reg: 0, opchat: 0, share0: 0 });
const NEVER = 11;

/** The class that has a right without being given it. */
export function classWithRight(vars: Readonly<SettingValues>, right: GivenRight): number {
  switch (right) {
    case "kick":
      return UserClass.Operator;
    case "reg":
      return vars.min_class_register;
    case "opchat":
      return vars.opchat_class;
    default:
      return NEVER;
  }
}

/** The lowest class a right is good for. Verlihub: `+kick` is there for VIPs, `!regnew` for operators. */
export function lowestForRight(right: GivenRight): number {
  return LOWEST[right];
}

const LOWEST: Readonly<Record<GivenRight, number>> = {
  kick: UserClass.Vip,
  reg: UserClass.Operator,
  opchat: UserClass.Registered,
  share0: UserClass.Guest,
};

/** True when a right is good for somebody of this class. */
export function couldUse(userClass: number, right: GivenRight): boolean {
  return userClass >= LOWEST[right];
}

/** True while a user was given the right and can use it. Costs one field read while nothing is given. */
export function isGiven(hub: HubContext, user: User, right: GivenRight): boolean {
  return user.given !== null && user.given[right] > unixSeconds(hub.clock) && couldUse(user.class, right);
}

/** True when a user has the right, by class or because it was given. */
export function hasRight(hub: HubContext, user: User, right: GivenRight): boolean {
  return user.class >= classWithRight(hub.vars, right) || isGiven(hub, user, right);
}

/** These rights with the ends that are over as 0. */
function inForce(hub: HubContext, given: RightsGiven): RightsGiven {
  const now = unixSeconds(hub.clock);
  const left = (right: GivenRight) => given[right] > now ? given[right] : 0;
  return { kick: left("kick"), reg: left("reg"), opchat: left("opchat"), share0: left("share0") };
}

/** The same as a user carries it: `null` for nothing. */
const carried = (given: RightsGiven): RightsGiven | null =>
  GIVEN_RIGHTS.some((right) => given[right] > 0) ? given : null;

/** Until when rights are given to a nick, online or not; ends that are over are 0. */
export function givenTo(hub: HubContext, nick: string): RightsGiven {
  return inForce(hub, hub.users.get(nickKey(nick))?.given ?? hub.store.rights.given(nick) ?? NOTHING);
}

/** What is stored for a nick that logs in and not over; `null` for nothing. */
export function storedGiven(hub: HubContext, nick: string): RightsGiven | null {
  const given = hub.store.rights.given(nick);
  return given && notOver(hub, given);
}

/** What of these rights is not over; `null` for nothing. */
export function notOver(hub: HubContext, given: RightsGiven): RightsGiven | null {
  return carried(inForce(hub, given));
}

/** Gives a nick a right for so many seconds, online or not; 0 takes it back. Returns the user, if online. */
export function giveRight(
  hub: HubContext,
  nick: string,
  right: GivenRight,
  length: number,
  by: string,
): User | null {
  const now = unixSeconds(hub.clock);
  const given = { ...givenTo(hub, nick), [right]: length > 0 ? now + length : 0 };
  hub.store.rights.give(nick, given, by, now);
  const user = hub.users.get(nickKey(nick));
  if (!user?.session) return null;
  user.given = carried(given);
  return user;
}

/** What hangs on rights that began or ended, for a user in the list. */
export type RightChanged = (hub: HubContext, user: User) => void;

/** Ends what is over for a user in the list, and tells. Called once a second for users with something given. */
export function endGivenRights(hub: HubContext, user: User, changed: RightChanged): void {
  const { given } = user;
  if (given === null) return;
  const now = unixSeconds(hub.clock);
  const over = GIVEN_RIGHTS.filter((right) => given[right] > 0 && given[right] <= now);
  if (over.length === 0) return;
  const left = { ...given };
  for (const right of over) left[right] = 0;
  user.given = carried(left);
  changed(hub, user);
  if (!user.session) return;
  for (const right of over) sayTo(hub, user.session, `Your right ${GIVEN_NAMES[right]} is over.`);
}
