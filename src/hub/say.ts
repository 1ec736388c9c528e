/**
 * Text of the hub and its scripts on its way to users: encoding, framing as chat or private message. Owns the rule
 * that a `|` inside such text can never end a frame. Decides nothing about who hears what.
 *
 * @module
 */
import { terminated, wireOf } from "../nmdc/wire.ts";
import type { HubContext } from "./context.ts";
import type { Session, User } from "./model.ts";

/** The bytes of visible text: `|` is written `&#124;`, a final one (a habit of scripts) and NULs are dropped. */
export function textBytes(hub: HubContext, text: string): Uint8Array {
  const bare = text.endsWith("|") ? text.slice(0, -1) : text;
  return hub.codec.encode(/[|\0]/.test(bare) ? bare.replaceAll("\0", "").replaceAll("|", "&#124;") : bare);
}

/** The first `most` bytes of a text in the hub's encoding, fewer where a character would be cut in two. */
export function cutText(hub: HubContext, text: Uint8Array, most: number): Uint8Array {
  let end = Math.min(most, text.length);
  if (hub.codec.name === "utf-8") { while (end > 0 && (text[end]! & 0xc0) === 0x80) end--; }
  return text.subarray(0, end);
}

/** The bytes of raw protocol data, ended with `|` unless it is already. */
export function rawBytes(hub: HubContext, data: string): Uint8Array {
  const bytes = hub.codec.encode(data);
  return data.endsWith("|") ? bytes : terminated(bytes);
}

/** `<nick> text|`. */
export function chatLine(hub: HubContext, nick: Uint8Array, text: string): Uint8Array {
  return wireOf("<", nick, "> ", textBytes(hub, text));
}

/** `$To: to From: from $<shown> text|`. */
export function privateLine(
  to: Uint8Array,
  from: Uint8Array,
  shown: Uint8Array,
  text: Uint8Array,
): Uint8Array {
  return wireOf("$To: ", to, " From: ", from, " $<", shown, "> ", text);
}

/** A main chat line of the hub's bot to one connection. */
export function sayTo(hub: HubContext, session: Session, text: string): void {
  if (!session.over) session.link.write(chatLine(hub, hub.bot.nickBytes, text));
}

/** A private message of the hub's bot to one user. */
export function tellUser(hub: HubContext, user: User, text: string): void {
  const { session } = user;
  if (!session || session.over) return;
  const from = hub.bot.nickBytes;
  session.link.write(privateLine(user.nickBytes, from, from, textBytes(hub, text)));
}
