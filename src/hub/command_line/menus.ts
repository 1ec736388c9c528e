/**
 * The hub's commands in the right-click menus of clients (NMDC: `$UserCommand`). Owns which entries a client has and
 * how they are written; the entries themselves stand in the rows of the commands.
 *
 * @module
 */
import { concatBytes, equalBytes, latin1Bytes, latin1Text } from "../../core/bytes.ts";
import { escapeText } from "../../nmdc/escape.ts";
import { formatUserCommand, UserCommandType } from "../../nmdc/extensions.ts";
import { Feature } from "../../nmdc/supports.ts";
import { terminated } from "../../nmdc/wire.ts";
import { triggerOf } from "./command_registry.ts";
import type { FoundCommand, HubContext, MenuEntry } from "../context.ts";
import { couldUse } from "../moderation/given_rights.ts";
import type { GivenRight, RightsGiven } from "../../store/types.ts";
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
  const shared = classMenus(hub, user.class);
  return user.given === null ? shared : wholeMenus(hub, user);
}

function classMenus(hub: HubContext, userClass: number): Uint8Array {
  const made = hub.menus.get(userClass) ?? wholeMenus(hub, { class: userClass, given: null });
  hub.menus.set(userClass, made);
  return made;
}

function wholeMenus(hub: HubContext, holder: Holder): Uint8Array {
  return concatBytes([
    terminated(formatUserCommand(UserCommandType.Erase, EVERYWHERE)),
    ...framesOf(hub, entriesOf(hub, holder)),
    // What scripts add comes behind the hub's own.
    terminated(formatUserCommand(UserCommandType.Separator, EVERYWHERE)),
  ]);
}

/**
 * Brings the menus up to date after class or given rights changed from `before`. NMDC: single entries cannot be taken
 * away, so what somebody must not see any more takes everything with it, entries of scripts included.
 */
export function updateMenus(hub: HubContext, session: Session, before: Holder): void {
  const { user } = session;
  if (!user || !takesMenus(hub, session) || (session.progress & Progress.Listed) === 0) return;
  const old = entriesOf(hub, before);
  const now = entriesOf(hub, user);
  const had = new Set(old.map(({ entry }) => entry));
  const lost = old.some(({ entry }) => !now.some((other) => other.entry === entry));
  const added = now.filter(({ entry }) => !had.has(entry));
  if (lost) session.link.write(menusOf(hub, user));
  else if (added.length > 0) session.link.write(concatBytes(framesOf(hub, added)));
}

/** Brings the menus of everybody up to date whose class may use other commands, or others' triggers, since a setting changed. */
export function refreshMenus(hub: HubContext): void {
  const known = [...hub.menus];
  hub.menus.clear();
  if (!hub.vars.send_user_commands) return;
  const news = new Map<number, Uint8Array>();
  for (const [userClass, old] of known) {
    const now = classMenus(hub, userClass);
    if (!equalBytes(old, now)) news.set(userClass, whatIsNew(old, now));
  }
  if (news.size === 0) return;
  for (const user of hub.users.slots) {
    if (!user?.session || !takesMenus(hub, user.session)) continue;
    const lines = news.get(user.class);
    if (lines) user.session.link.write(user.given === null ? lines : menusOf(hub, user));
  }
}

/** The entries that were added, or everything where one is gone. */
function whatIsNew(old: Uint8Array, now: Uint8Array): Uint8Array {
  const had = new Set(latin1Text(old).split(/(?<=\|)/));
  const lines = latin1Text(now).split(/(?<=\|)/);
  const added = lines.filter((line) => !had.has(line));
  return lines.length - added.length < had.size ? now : latin1Bytes(added.join(""));
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

/** Whose menus are meant: a class, and the rights that are given besides, ends that are over being 0. */
export interface Holder {
  /** Class. */
  readonly class: number;
  /** Rights given for a time. */
  readonly given: RightsGiven | null;
}

/** What somebody may use, in the order of the command table. */
function entriesOf(hub: HubContext, { class: userClass, given }: Holder): Placed[] {
  const off = hub.vars.disable_usr_cmds && userClass < UserClass.Operator;
  const has = (right: GivenRight) => given !== null && given[right] > 0 && couldUse(userClass, right);
  const found = hub.commands.listed(userClass, has).filter(({ operator }) => operator || !off);
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
