/**
 * Has two functions for chat, of which the exported one may fail, and hooks that take fewer or more arguments than
 * the hub gives.
 *
 * @module
 */
import vh from "vh";

/** Fails, or answers what the line says, as JSON. */
export function OnParsedMsgChat(_nick: string, text: string): unknown {
  if (text.startsWith("throw")) throw new Error("on request");
  return text.startsWith("answer ") ? JSON.parse(text.slice(7)) : undefined;
}

vh.on("OnParsedMsgChat", (_nick, text) => text.startsWith("answer ") ? undefined : `${text}!`);

let ticks = 0;

/** Takes no argument. */
export function OnTimer(): void {
  ticks++;
}

/** Takes more than it is given. */
export function OnUserLogin(nick: string, more?: string, rest = "default"): void {
  vh.usermc(nick, `${typeof more} ${rest} ${ticks >= 0}`);
}
