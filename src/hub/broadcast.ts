/**
 * One buffer to many users. Owns the walk over the user list; every function hands the same array to each connection.
 * Knows one message, the one by which everybody leaves.
 *
 * @module
 */
import { wireOf } from "../nmdc/wire.ts";
import type { HubContext } from "./context.ts";
import type { User } from "./model.ts";

/** To every user whose class is in the range. `later`: may wait for the next flush. */
export function broadcast(
  hub: HubContext,
  bytes: Uint8Array,
  min: number,
  max: number,
  later: boolean,
): void {
  const { slots } = hub.users;
  for (let i = 0; i < slots.length; i++) {
    const user = slots[i];
    if (!user || user.session === null || user.class < min || user.class > max) continue;
    if (later) user.session.link.writeLater(bytes);
    else user.session.link.write(bytes);
  }
}

/** To every user in the range who sees main chat. */
export function broadcastChat(hub: HubContext, bytes: Uint8Array, min: number, max: number): void {
  const { slots } = hub.users;
  const later = hub.vars.delayed_chat;
  for (let i = 0; i < slots.length; i++) {
    const user = slots[i];
    if (!user || user.session === null || !user.chat || user.class < min || user.class > max) continue;
    if (later) user.session.link.writeLater(bytes);
    else user.session.link.write(bytes);
  }
}

/** To the active (or the other) users in the range. Users without a tag are not active. */
export function broadcastByMode(
  hub: HubContext,
  bytes: Uint8Array,
  min: number,
  max: number,
  active: boolean,
  later: boolean,
): void {
  for (const user of hub.users.slots) {
    if (!user || user.session === null || user.active !== active || user.class < min || user.class > max) {
      continue;
    }
    if (later) user.session.link.writeLater(bytes);
    else user.session.link.write(bytes);
  }
}

/** To every user whose client announced all of `features`, with at least this class. */
export function broadcastTo(
  hub: HubContext,
  bytes: Uint8Array,
  features: number,
  minClass: number,
  later: boolean,
): void {
  for (const user of hub.users.slots) {
    if (!user || user.session === null || user.class < minClass) continue;
    if ((user.session.features & features) !== features) continue;
    if (later) user.session.link.writeLater(bytes);
    else user.session.link.write(bytes);
  }
}

/** To everybody: this user or bot is gone. */
export function broadcastQuit(hub: HubContext, { nickBytes }: User): void {
  broadcast(hub, wireOf("$Quit ", nickBytes), -1, 10, hub.vars.delayed_myinfo);
}
