/**
 * What the hub itself says in main chat to more than one user. Owns the report of it to the scripts; when something
 * is said, and what, is decided elsewhere.
 *
 * @module
 */
import { broadcastChat } from "./broadcast.ts";
import type { HubContext } from "./context.ts";
import { chatLine } from "./say.ts";

/** A main chat line of the hub's bot to a range of classes. */
export function sayInPublic(hub: HubContext, text: string, min = 0, max = 10): void {
  broadcastChat(hub, chatLine(hub, hub.bot.nickBytes, text), min, max);
  tellPublic(hub, text, min, max);
}

/** Tells the scripts of such a line. */
export function tellPublic(hub: HubContext, text: string, min: number, max: number): void {
  if (hub.sink.wanted.OnPublicBotMessage) hub.sink.tell("OnPublicBotMessage", [hub.bot.nick, text, min, max]);
}
