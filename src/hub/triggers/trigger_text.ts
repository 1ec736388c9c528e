/**
 * Variables in the texts of triggers. Owns their names and values; how they are filled in stands in `variables.ts`.
 * Knows nothing of when a text is shown.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { MyInfoFlag } from "../../nmdc/myinfo.ts";
import { describeBytes } from "../amount.ts";
import { classTitle } from "../class_names.ts";
import type { HubContext } from "../context.ts";
import { firstWord } from "../commands/args.ts";
import type { Session, User } from "../model.ts";
import { describeWait } from "../../core/period.ts";
import { isHidden } from "../users.ts";
import { fillVariables, type Found, hasVariable, lookUp } from "../variables.ts";

/** Somebody who reads a text, or made the hub show it. */
export interface TextReader {
  /** The user. */
  readonly user: User;
  /** The connection. */
  readonly session: Session;
  /** What was typed behind the word. */
  readonly params: string;
}

interface Facts extends TextReader {
  readonly found: Found;
}

const yesNo = (yes: boolean): string => yes ? "yes" : "no";
const two = (number: number): string => String(number).padStart(2, "0");
const localTime = (hub: HubContext): Date => new Date(hub.clock.now());

/** Users in the list whose mode this is. */
function countMode(hub: HubContext, active: boolean): number {
  let count = 0;
  for (const user of hub.users.slots) if (user?.session && user.active === active && !isHidden(user)) count++;
  return count;
}

/** Variables that are the same for everybody. */
const HUB_VALUES: Readonly<Record<string, (hub: HubContext) => string>> = {
  USERS: ({ users }) => String(users.people),
  USERS_ACTIVE: (hub) => String(countMode(hub, true)),
  USERS_PASSIVE: (hub) => String(countMode(hub, false)),
  USERSPEAK: ({ peaks }) => String(peaks.users),
  UPTIME: (hub) => describeWait(unixSeconds(hub.clock) - hub.startedAt),
  VERSION: ({ version }) => `${version.name} ${version.version}`,
  HUBNAME: ({ vars }) => vars.hub_name,
  HUBTOPIC: ({ vars }) => vars.hub_topic,
  HUBDESC: ({ vars }) => vars.hub_desc,
  TOTAL_SHARE: ({ users }) => describeBytes(users.share),
  SHAREPEAK: ({ peaks }) => describeBytes(peaks.share),
  ss: (hub) => two(localTime(hub).getSeconds()),
  mm: (hub) => two(localTime(hub).getMinutes()),
  HH: (hub) => two(localTime(hub).getHours()),
  DD: (hub) => two(localTime(hub).getDate()),
  MM: (hub) => two(localTime(hub).getMonth() + 1),
  YY: (hub) => String(localTime(hub).getFullYear()),
};

/** Variables of a user. */
const USER_VALUES: Readonly<Record<string, (facts: Facts) => string>> = {
  NICK: ({ user }) => user.nick,
  CLASS: ({ user }) => String(user.class),
  CLASSNAME: ({ user }) => classTitle(user.class),
  SHARE: ({ user }) => describeBytes(user.share),
  SHARE_EXACT: ({ user }) => String(user.share),
  MODE: ({ user }) => user.active ? "active" : "passive",
  // The address that others see, here and in what is looked up: such a text may be for everybody.
  IP: ({ user }) => user.ip,
  HOST: ({ found }) => found.host,
  CC: ({ found }) => found.code,
  CN: ({ found }) => found.country,
  CITY: ({ found }) => found.city,
  TLS: ({ session }) => session.link.tls || "no",
  CLI_TLS: ({ user }) => yesNo((user.status & MyInfoFlag.Tls) !== 0),
  CLI_NAT: ({ user }) => yesNo((user.status & MyInfoFlag.Nat) !== 0),
  PARALL: ({ params }) => params,
  PAR1: ({ params }) => firstWord(params)[0],
  END1: ({ params }) => firstWord(params)[1],
};

/** Names of all variables: those of the hub, then those of a user. */
export const VARIABLES: readonly string[] = [...Object.keys(HUB_VALUES), ...Object.keys(USER_VALUES)];

/** True when a text reads differently for each user. */
export function isPersonal(text: string): boolean {
  return hasVariable(text, Object.keys(USER_VALUES));
}

/** The text with the variables of the hub, which are the same for everybody. */
export function withHubValues(hub: HubContext, text: string): string {
  return fillVariables(text, (name) => Object.hasOwn(HUB_VALUES, name) ? HUB_VALUES[name]!(hub) : undefined);
}

/**
 * The text with all variables. `done` runs at once unless a place or a host name has to be asked for; the host name
 * is the address where there is none, and where `askHost` is off.
 */
export function withAllValues(
  hub: HubContext,
  text: string,
  reader: TextReader,
  askHost: boolean,
  done: (text: string) => void,
): void {
  lookUp(hub, text, reader.user.ip, askHost, (found) => {
    const facts: Facts = { ...reader, found };
    done(fillVariables(text, (name) => {
      if (Object.hasOwn(HUB_VALUES, name)) return HUB_VALUES[name]!(hub);
      return Object.hasOwn(USER_VALUES, name) ? USER_VALUES[name]!(facts) : undefined;
    }));
  });
}
