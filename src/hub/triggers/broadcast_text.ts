/**
 * Private messages of one operator to many users, each with its own values for the variables. Owns which variables
 * they know; how those are filled in stands in `variables.ts`.
 *
 * @module
 */
import type { HubContext } from "../context.ts";
import type { User } from "../model.ts";
import { privateLine, textBytes } from "../say.ts";
import { fillVariables, type Found, hasVariable, lookUp } from "../variables.ts";

const VARIABLES: Readonly<Record<string, (user: User, found: Found) => string>> = {
  NICK: (user) => user.nick,
  CLASS: (user) => String(user.class),
  IP: (user) => user.ip,
  CC: (_, { code }) => code,
  CN: (_, { country }) => country,
  CITY: (_, { city }) => city,
  HOST: (_, { host }) => host,
};

/** Sends a private message of the hub's bot, written in the name of `author`, to a user. */
export type SendTo = (user: User) => void;

/** Prepares such a message: one without variables is encoded once for all. */
export function messageFor(hub: HubContext, author: Uint8Array, text: string): SendTo {
  const from = hub.bot.nickBytes;
  const write = (user: User, bytes: Uint8Array) =>
    user.session?.link.write(privateLine(user.nickBytes, from, author, bytes));
  if (!hasVariable(text, Object.keys(VARIABLES))) {
    const bytes = textBytes(hub, text);
    return (user) => write(user, bytes);
  }
  return (user) =>
    lookUp(hub, text, user.session?.ip ?? user.ip, true, (found) => {
      if (user.slot < 0) return;
      const valueOf = (name: string) =>
        Object.hasOwn(VARIABLES, name) ? VARIABLES[name]!(user, found) : undefined;
      write(user, textBytes(hub, fillVariables(text, valueOf)));
    });
}
