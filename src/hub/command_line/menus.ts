/**
 * The hub's commands in the right-click menus of clients (NMDC: `$UserCommand`). Owns which entries a client has and
 * how they are written; the entries themselves stand in the rows of the commands.
 *
 * @module
 */
import { concatBytes } from "../../core/bytes.ts";
import { escapeText } from "../../nmdc/escape.ts";
import { formatUserCommand, UserCommandType } from "../../nmdc/extensions.ts";
import { Feature } from "../../nmdc/supports.ts";
import { terminated } from "../../nmdc/wire.ts";
import { triggerOf } from "./command_registry.ts";
import type { FoundCommand, HubContext, MenuEntry } from "../context.ts";
import { isGiven } from "../moderation/given_rights.ts";
import { Progress, type Session, type User, UserClass } from "../model.ts";

/** NMDC: where an entry shows: on the hub; on a user of the list, of search results, of a file list. */
const CONTEXT = { hub: 1, user: 2 + 4 + 8 } as const;
const EVERYWHERE = CONTEXT.hub + CONTEXT.user;

interface Placed {
  readonly command: FoundCommand;
  readonly entry: MenuEntry;
}

/** Puts the menus of a class into a client that just logged in. */
export function sendMenus(hub: HubContext, session: Session): void {
  const { user } = session;
  if (!user || !takesMenus(hub, session)) return;
  session.link.write(menusOf(hub, user));
}

/** The whole menus of a user, after an erase. Users of one class share a buffer, but for those with given rights. */
function menusOf(hub: HubContext, user: User): Uint8Array {
  const known = user.given === null ? hub.menus.get(user.class) : undefined;
  if (known) return known;
  const made = concatBytes([
    terminated(formatUserCommand(UserCommandType.Erase, EVERYWHERE)),
    ...framesOf(hub, entriesOf(hub, user, user.class)),
    // What scripts add comes behind the hub's own.
    terminated(formatUserCommand(UserCommandType.Separator, EVERYWHERE)),
  ]);
  if (user.given === null) hub.menus.set(user.class, made);
  return made;
}

/**
 * Brings the menus up to date after the class changed from `before`. NMDC: single entries cannot be taken away, so
 * what a lower class must not see any more takes everything with it, entries of scripts included.
 */
export function updateMenus(hub: HubContext, session: Session, before: number): void {
  const { user } = session;
  if (!user || !takesMenus(hub, session) || (session.progress & Progress.Listed) === 0) return;
  const old = entriesOf(hub, user, before);
  const now = entriesOf(hub, user, user.class);
  const had = new Set(old.map(({ entry }) => entry));
  const lost = old.some(({ entry }) => !now.some((other) => other.entry === entry));
  const added = now.filter(({ entry }) => !had.has(entry));
  if (lost) session.link.write(menusOf(hub, user));
  else if (added.length > 0) session.link.write(concatBytes(framesOf(hub, added)));
}

/** Fills or empties the menus of everybody after `send_user_commands` changed. */
export function switchMenus(hub: HubContext): void {
  const erase = terminated(formatUserCommand(UserCommandType.Erase, EVERYWHERE));
  for (const user of hub.users.slots) {
    if (!user?.session || (user.session.features & Feature.UserCommand) === 0) continue;
    if (hub.vars.send_user_commands) sendMenus(hub, user.session);
    else user.session.link.write(erase);
  }
}

function takesMenus(hub: HubContext, session: Session): boolean {
  return hub.vars.send_user_commands && (session.features & Feature.UserCommand) !== 0;
}

/** What a user may use as member of a class, in the order of the command table. */
function entriesOf(hub: HubContext, user: User, userClass: number): Placed[] {
  const off = hub.vars.disable_usr_cmds && userClass < UserClass.Operator;
  const found = hub.commands.listed(userClass, (right) => isGiven(hub, user, right)).filter(({ operator }) =>
    operator || !off
  );
  return found.flatMap((command) => command.menu.map((entry) => ({ command, entry })));
}

const framesOf = (hub: HubContext, entries: readonly Placed[]): Uint8Array[] =>
  entries.map((placed) => terminated(entryFrame(hub, placed)));

/** One entry: a chat line that the client sends, with its nick and what it asks for filled in. */
function entryFrame(hub: HubContext, { command, entry }: Placed): Uint8Array {
  const { cmd_start_op, cmd_start_user } = hub.vars;
  const trigger = triggerOf(command.operator ? cmd_start_op : cmd_start_user, command.operator ? "!" : "+");
  const { title, on, args, word = command.name } = entry;
  const line = `<%[mynick]> ${trigger}${word}${args && ` ${args}`}|`;
  const type = on === "user" ? UserCommandType.RawOncePerNick : UserCommandType.Raw;
  // NMDC: "$" ends the title, which no escape helps; no title of the tables has one.
  return formatUserCommand(
    type,
    CONTEXT[on],
    hub.codec.encode(title.replace(/\\+/g, "\\")),
    hub.codec.encode(escapeText(line)),
  );
}
