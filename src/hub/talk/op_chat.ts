/**
 * The operator chat room: who belongs to it and what is said in it. Owns membership and delivery; whether
 * somebody may speak there is decided by class. Knows nothing of commands.
 *
 * @module
 */
import type { HubContext } from "../context.ts";
import { hasRight } from "../moderation/given_rights.ts";
import { consult } from "../hold.ts";
import type { User } from "../model.ts";
import { privateLine, textBytes } from "../say.ts";

/** Most users who may be guests of the room at a time. */
export const MAX_GUESTS = 100;

/** True when the room is open to a user without an invitation. */
export function isOperatorHere(hub: HubContext, user: User): boolean {
  return hasRight(hub, user, "opchat");
}

/** True while somebody reads what users want operators to know: in the room, or in main chat where that is set. */
export function operatorsRead(hub: HubContext, inMainChat: boolean): boolean {
  if (!inMainChat && !hub.room) return false;
  return hub.users.slots.some((user) => user?.session && isOperatorHere(hub, user));
}

/** Lets a user into the room or out of it, as its class, or a right given for a time, says; guests stay. */
export function updateMembership(hub: HubContext, user: User): void {
  const member = isOperatorHere(hub, user) || hub.roomGuests.has(user);
  if (hub.room && user.session && member) hub.opChat.add(user);
  else hub.opChat.delete(user);
}

/** Makes a user a guest of the room for as long as it is online. `null`, or why not. */
export function invite(hub: HubContext, user: User): string | null {
  if (hub.roomGuests.size >= MAX_GUESTS) return `The room has ${MAX_GUESTS} guests; put one out first.`;
  hub.roomGuests.add(user);
  updateMembership(hub, user);
  return null;
}

/** Puts a member out. Somebody whose class opens the room comes back with the next message to it. */
export function putOut(hub: HubContext, user: User): void {
  hub.roomGuests.delete(user);
  hub.opChat.delete(user);
}

/** A line of the room itself to its members; scripts are not asked. */
export function tellInRoom(hub: HubContext, text: string): void {
  if (hub.room) sayInRoom(hub, hub.room.nickBytes, textBytes(hub, text), null);
}

/** Fills or empties the room after its rules changed. */
export function updateAllMemberships(hub: HubContext): void {
  hub.opChat.clear();
  for (const user of hub.users.slots) if (user) updateMembership(hub, user);
}

/** A line in the room, as private message of the room signed by `author`; `except` does not get it. */
export function sayInRoom(
  hub: HubContext,
  author: Uint8Array,
  text: Uint8Array,
  except: User | null,
  minClass = -Infinity,
  belowClass = Infinity,
  toGuests = true,
): void {
  const { room } = hub;
  if (!room) return;
  for (const member of hub.opChat) {
    if (member === except || !member.session) continue;
    if (!toGuests && hub.roomGuests.has(member) && !isOperatorHere(hub, member)) continue;
    if (member.class < minClass || member.class >= belowClass) continue;
    member.session.link.write(privateLine(member.nickBytes, room.nickBytes, author, text));
  }
}

/**
 * A line of the hub itself in the room and in the log, to members of at least `minClass` and below `belowClass`;
 * `except` knows already. Guests of the room do not get it: it tells addresses and who did what.
 */
export function reportToOperators(
  hub: HubContext,
  text: string,
  minClass?: number,
  except: User | null = null,
  belowClass?: number,
): void {
  hub.log.info(text);
  if (!hub.room) return;
  // What the hub has to report must reach its operators: the answer changes nothing.
  consult(hub, null, "OnOpChatMessage", [hub.room.nick, text], () => {});
  sayInRoom(hub, hub.room.nickBytes, textBytes(hub, text), except, minClass, belowClass, false);
}

/** What strangers can cause as often as they connect. */
export type ReportKind = "clone" | "flood" | "nul" | "pinger";

/** Reports of one kind that are shown in a minute. */
const MOST_OF_A_KIND = 10;
const MINUTE = 60_000;

/** {@linkcode reportToOperators} for what anybody can cause: too many of a kind go into the log only, and the last one says so. */
export function reportStranger(hub: HubContext, kind: ReportKind, text: string): void {
  const now = hub.clock.mono();
  let window = hub.reports.get(kind);
  if (!window || now - window.since >= MINUTE) hub.reports.set(kind, window = { since: now, count: 0 });
  if (++window.count < MOST_OF_A_KIND) return reportToOperators(hub, text);
  if (window.count > MOST_OF_A_KIND) return hub.log.info(text);
  reportToOperators(hub, `${text} (for the rest of this minute such reports are in the log only)`);
}
