/**
 * The hub's commands in the right-click menus of clients (NMDC: `$UserCommand`). Owns which entries a client has and
 * how they are written; the entries themselves stand in the rows of the commands.
 *
 * @module
 */
import type { SettingName } from "../../config/settings.ts";
import { concatBytes, equalBytes, latin1Bytes, latin1Text } from "../../core/bytes.ts";
import { escapeText } from "../../nmdc/escape.ts";
import { formatUserCommand, UserCommandType } from "../../nmdc/extensions.ts";
import { Feature } from "../../nmdc/supports.ts";
import { terminated } from "../../nmdc/wire.ts";
import { triggerOf } from "./command_registry.ts";
import type { FoundCommand, Holder, MenuEntry } from "./command.ts";
import type { HubContext } from "../context.ts";
import { couldUse } from "../moderation/given_rights.ts";
import type { GivenRight } from "../../store/types.ts";
import { type Session, type User, UserClass } from "../model.ts";

/** NMDC: where an entry shows: on the hub; on a user of the list, of search results, of a file list. */
const CONTEXT = { hub: 1, user: 2 + 4 + 8 } as const;
const EVERYWHERE = CONTEXT.hub + CONTEXT.user;

/** Variables the menus are made of, besides those that say who may use a command. */
const OWN_PARTS: ReadonlySet<SettingName> = new Set<SettingName>([
  "cmd_start_op",
  "cmd_start_user",
  "disable_usr_cmds",
  "send_user_commands",
]);
const SECOND = 1000;
/** Changes in one second that are told at once: an operator's, not those of a script in a loop. */
const AT_ONCE = 3;

interface Placed {
  readonly command: FoundCommand;
  readonly entry: MenuEntry;
}

/** Puts the menus of a class into a client that just logged in. */
export function sendMenus(hub: HubContext, session: Session): void {
  const { user } = session;
  if (!user || !takesMenus(hub, session)) return;
  // What everybody has is what the next one gets, and the next change starts from.
  tellChanges(hub);
  session.menusOf = holderOf(session, user);
  session.link.write(menusOf(hub, session.menusOf));
}

function holderOf({ account, password }: Session, { class: userClass, given }: User): Holder {
  const standing = account === null ? "none" : password === "choose" ? "choosing" : "known";
  return { class: userClass, given, standing };
}

/**
 * The whole menus of somebody, after an erase. Users of one class and standing share a buffer, but for those with
 * given rights.
 */
function menusOf(hub: HubContext, holder: Holder): Uint8Array {
  const shared = sharedMenus(hub, { ...holder, given: null });
  return holder.given === null ? shared : wholeMenus(hub, holder);
}

const keyOf = ({ class: userClass, standing }: Holder): string => `${userClass} ${standing}`;

function sharedMenus(hub: HubContext, holder: Holder): Uint8Array {
  const key = keyOf(holder);
  const { bytes } = hub.menus.get(key) ?? { bytes: wholeMenus(hub, holder) };
  hub.menus.set(key, { holder, bytes });
  return bytes;
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
 * Brings menus that were sent up to date after class, given rights or account changed. NMDC: single entries cannot be
 * taken away, so what somebody must not see any more takes everything with it, entries of scripts included.
 */
export function updateMenus(hub: HubContext, session: Session): void {
  const { user, menusOf: before } = session;
  if (!user || !before || !takesMenus(hub, session)) return;
  const holder = holderOf(session, user);
  if (keyOf(before) === keyOf(holder) && before.given === holder.given) return;
  tellChanges(hub);
  session.menusOf = holder;
  const old = entriesOf(hub, before);
  const now = entriesOf(hub, holder);
  const had = new Set(old.map(({ entry }) => entry));
  const lost = old.some(({ entry }) => !now.some((other) => other.entry === entry));
  const added = now.filter(({ entry }) => !had.has(entry));
  if (lost) session.link.write(menusOf(hub, holder));
  else if (added.length > 0) session.link.write(concatBytes(framesOf(hub, added)));
}

/**
 * Brings the menus of everybody up to date whose class may use other commands, or others' triggers, since `changed`.
 * Of many changes in one second, as scripts make them, the last ones are told together at its end.
 */
export function refreshMenus(hub: HubContext, changed: SettingName): void {
  if (!OWN_PARTS.has(changed) && !hub.commands.dependOn(changed)) return;
  const { menuPace } = hub;
  const now = hub.clock.mono();
  if (now - menuPace.since >= SECOND) {
    menuPace.since = now;
    menuPace.count = 0;
  }
  menuPace.stale = true;
  if (menuPace.count < AT_ONCE) tellChanges(hub);
}

/** Tells the changes that came too fast. Called once a second; `now` is monotonic milliseconds. */
export function keepMenus(hub: HubContext, now: number): void {
  if (now - hub.menuPace.since >= SECOND) tellChanges(hub);
}

function tellChanges(hub: HubContext): void {
  const { menuPace } = hub;
  if (!menuPace.stale) return;
  menuPace.stale = false;
  menuPace.count++;
  const known = [...hub.menus];
  hub.menus.clear();
  if (!hub.vars.send_user_commands) return;
  const news = new Map<string, Uint8Array>();
  for (const [key, { holder, bytes: old }] of known) {
    const now = sharedMenus(hub, holder);
    if (!equalBytes(old, now)) news.set(key, whatIsNew(old, now));
  }
  if (news.size === 0) return;
  for (const user of hub.users.slots) {
    const holder = user?.session?.menusOf;
    if (!holder || !takesMenus(hub, user.session!)) continue;
    const lines = news.get(keyOf(holder));
    if (lines) user.session!.link.write(holder.given === null ? lines : menusOf(hub, holder));
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
    else {
      user.session.menusOf = null;
      user.session.link.write(erase);
    }
  }
}

function takesMenus(hub: HubContext, session: Session): boolean {
  return hub.vars.send_user_commands && (session.features & Feature.UserCommand) !== 0;
}

/** What somebody may use, in the order of the command table. */
function entriesOf(hub: HubContext, holder: Holder): Placed[] {
  const { class: userClass, given } = holder;
  const off = hub.vars.disable_usr_cmds && userClass < UserClass.Operator;
  const has = (right: GivenRight) => given !== null && given[right] > 0 && couldUse(userClass, right);
  const found = hub.commands.listed(userClass, has).filter(({ operator }) => operator || !off);
  return found.filter(({ offered }) => offered(holder)).flatMap((command) =>
    command.menu.map((entry) => ({ command, entry }))
  );
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
