/**
 * The operator chat room: who belongs to it and what is said in it. Owns membership and delivery; whether
 * somebody may speak there is decided by class. Knows nothing of commands.
 *
 * @module
 */
import type { HubContext } from "./context.ts";
import { consult } from "./hold.ts";
import type { User } from "./model.ts";
import { privateLine, textBytes } from "./say.ts";

/** Lets a user into the room or out of it, as its class says. */
export function updateMembership(hub: HubContext, user: User): void {
  if (hub.room && user.session && user.class >= hub.vars.opchat_class) hub.opChat.add(user);
  else hub.opChat.delete(user);
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
): void {
  const { room } = hub;
  if (!room) return;
  for (const member of hub.opChat) {
    if (member === except || !member.session || member.class < minClass) continue;
    member.session.link.write(privateLine(member.nickBytes, room.nickBytes, author, text));
  }
}

/** A line of the hub itself in the room, to members of at least `minClass`, and in the log. */
export function reportToOperators(hub: HubContext, text: string, minClass?: number): void {
  hub.log.info(text);
  if (!hub.room) return;
  // What the hub has to report must reach its operators: the answer changes nothing.
  consult(hub, null, "OnOpChatMessage", [hub.room.nick, text], () => {});
  sayInRoom(hub, hub.room.nickBytes, textBytes(hub, text), null, minClass);
}
