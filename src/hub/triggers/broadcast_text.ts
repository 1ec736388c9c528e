/**
 * Text with `%[NAME]` variables that is sent to many users, each with its own values. Owns the variables and the way
 * a text is taken apart once and put together per user. Verlihub: names and meaning of the variables.
 *
 * @module
 */
import type { HubContext } from "../context.ts";
import type { User } from "../model.ts";
import { privateLine, textBytes } from "../say.ts";
import { hostName, whereIs } from "../whereabouts.ts";

/** What a variable is for one user; `done` may run later when somebody has to be asked. */
type Variable = (hub: HubContext, user: User, done: (value: string) => void) => void;

const VARIABLES: Readonly<Record<string, Variable>> = {
  NICK: (_, user, done) => done(user.nick),
  CLASS: (_, user, done) => done(String(user.class)),
  IP: (_, user, done) => done(user.ip),
  CC: (hub, user, done) => whereIs(hub, addressOf(user), ({ code }) => done(code)),
  CN: (hub, user, done) => whereIs(hub, addressOf(user), ({ country }) => done(country)),
  CITY: (hub, user, done) => whereIs(hub, addressOf(user), ({ city }) => done(city)),
  HOST: (hub, user, done) => hostName(hub, addressOf(user), (host) => done(host ?? addressOf(user))),
};

const addressOf = (user: User): string => user.session?.ip ?? user.ip;

/** Sends a private message of the hub's bot, written in the name of `author`, to a user. */
export type SendTo = (user: User) => void;

/** Prepares such a message: one without variables is encoded once for all. */
export function messageFor(hub: HubContext, author: Uint8Array, text: string): SendTo {
  const from = hub.bot.nickBytes;
  const write = (user: User, bytes: Uint8Array) =>
    user.session?.link.write(privateLine(user.nickBytes, from, author, bytes));
  // Every second piece is the name of a variable; unknown names stay as they are.
  const pieces = text.split(/%\[([A-Z]+)\]/);
  if (pieces.length === 1) {
    const bytes = textBytes(hub, text);
    return (user) => write(user, bytes);
  }
  return (user) =>
    fill(hub, user, pieces, (filled) => {
      if (user.slot >= 0) write(user, textBytes(hub, filled));
    });
}

function fill(hub: HubContext, user: User, pieces: readonly string[], done: (text: string) => void): void {
  const values = new Map<string, string>();
  const names = [...new Set(pieces.filter((_, at) => at % 2 === 1))];
  const next = (at: number): void => {
    const name = names[at];
    if (name === undefined) {
      return done(pieces.map((piece, i) => i % 2 === 0 ? piece : values.get(piece)!).join(""));
    }
    const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name]! : null;
    if (!variable) {
      values.set(name, `%[${name}]`);
      return next(at + 1);
    }
    variable(hub, user, (value) => {
      values.set(name, value);
      next(at + 1);
    });
  };
  next(0);
}
