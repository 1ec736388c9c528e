/**
 * Triggers: texts that the hub shows at login, on help, by time and to whoever types their word. Owns who gets which
 * text, and where; the variables in it are those of `trigger_text.ts`.
 *
 * @module
 */
import { oneLine } from "../../core/one_line.ts";
import { unescapeField } from "../../nmdc/escape.ts";
import { isTextName } from "../../store/text_files.ts";
import { type Trigger, TriggerFlag } from "../../store/triggers.ts";
import { broadcastChat } from "../broadcast.ts";
import type { HubContext } from "../context.ts";
import { type Session, type User, UserClass } from "../model.ts";
import { whyTaken } from "../moderation/restrictions.ts";
import { chatLine, privateLine, sayTo, textBytes } from "../say.ts";
import { sharedFlood } from "../talk/shared_flood.ts";
import { isPersonal, type TextReader, withAllValues, withHubValues } from "./trigger_text.ts";

/** Timed triggers shown in one second; those that come too many wait for the next. */
const TIMED_PER_SECOND = 4;

/** Most characters of what is typed behind a word. */
const MAX_PARAMS = 1000;

/** Verlihub: texts stand in the folder of the configuration. */
const OLD_FOLDER = /^(%\[CFG\]|texts)[/\\]+/i;
const COUNTRY = "%[CC]";

const isFor = ({ minClass, maxClass }: Trigger, userClass: number): boolean =>
  userClass >= minClass && userClass <= maxClass;

/** The name of a trigger's file, without the folder. `""`: what stands there cannot be one. */
export function fileOf({ def }: Trigger): string {
  const name = def.trim().replace(OLD_FOLDER, "");
  return isTextName(name.replaceAll(COUNTRY, "XX")) ? name : "";
}

/** The text as it is written, `""` while there is none. `country` chooses among files with `%[CC]` in their name. */
export function textOf(hub: HubContext, trigger: Trigger, country: string): string {
  if ((trigger.flags & TriggerFlag.Text) !== 0) return trigger.def;
  const name = fileOf(trigger);
  if (name === "" || !hub.texts) return "";
  if (!name.includes(COUNTRY)) return hub.texts.get(name) ?? "";
  const text = (code: string) => hub.texts?.get(name.replaceAll(COUNTRY, code)) ?? null;
  return text(country) ?? text("--") ?? "";
}

/**
 * Shows the trigger of a typed line. `false`: there is none for this user. Timed ones are for operators: everybody
 * else sees them when it is time.
 */
export function showTyped(hub: HubContext, session: Session, user: User, line: string): boolean {
  const space = line.search(/\s/);
  const word = space < 0 ? line : line.slice(0, space);
  const trigger = hub.triggers.find(word);
  if (!trigger || !isFor(trigger, user.class)) return false;
  if (trigger.seconds > 0 && user.class < UserClass.Operator) return false;
  if (hub.vars.disable_usr_cmds && user.class < UserClass.Operator) {
    sayTo(hub, session, "User commands are turned off.");
    return true;
  }
  const problem = (trigger.flags & TriggerFlag.All) !== 0 ? whyNotToAll(hub, user) : null;
  if (problem !== null) sayTo(hub, session, problem);
  else if (textOf(hub, trigger, session.country) === "") {
    sayTo(hub, session, `There is nothing to read in ${trigger.command} yet.`);
  } else {
    // One line, so that nothing in the hub's text looks like a line of somebody else.
    const params = oneLine(unescapeField(line.slice(word.length)), MAX_PARAMS);
    if (mayShow(hub, trigger, session, user)) show(hub, trigger, { session, user, params });
  }
  return true;
}

/** True unless the text is for everybody and too much is being said to everybody; its user is told then. */
function mayShow(hub: HubContext, { flags }: Trigger, session: Session, user: User): boolean {
  if ((flags & TriggerFlag.All) === 0) return true;
  if (sharedFlood(hub, user, "chat", session)) return false;
  if (hub.triggers.mayTellAll(hub.clock.mono())) return true;
  sayTo(hub, session, "Too much is being said here. Try again in a moment.");
  return false;
}

/** Why a user may not make the hub speak to everybody, or `null`: what is typed may be part of the text. */
function whyNotToAll(hub: HubContext, user: User): string | null {
  if (user.class < hub.vars.mainchat_class) return "You have no right to write in main chat.";
  return whyTaken(hub, user, "chat");
}

/** Shows the login texts to a user who just entered. */
export function showAtLogin(hub: HubContext, session: Session, user: User): void {
  for (const trigger of hub.triggers.login()) showTo(hub, trigger, session, user);
}

/** Shows the help texts to a user who asks for help. */
export function showOnHelp(hub: HubContext, session: Session, user: User): void {
  for (const trigger of hub.triggers.help()) showTo(hub, trigger, session, user);
}

function showTo(hub: HubContext, trigger: Trigger, session: Session, user: User): void {
  if (!isFor(trigger, user.class)) return;
  const all = (trigger.flags & TriggerFlag.All) !== 0;
  if (!all || hub.triggers.mayTellAll(hub.clock.mono())) show(hub, trigger, { session, user, params: "" });
}

/** The words a user may type and that have a text now, a line each, for the list of commands. */
export function triggerHelp(hub: HubContext, session: Session, user: User): string {
  const { cmd_start_op, cmd_start_user } = hub.vars;
  const isOperator = user.class >= UserClass.Operator;
  const starts = isOperator ? cmd_start_op + cmd_start_user : cmd_start_user;
  let lines = "";
  for (const trigger of hub.store.triggers.all()) {
    const { command, descr, seconds } = trigger;
    if (!isFor(trigger, user.class) || !starts.includes(command[0]!) || (seconds > 0 && !isOperator)) {
      continue;
    }
    if (textOf(hub, trigger, session.country) === "") continue;
    lines += `${command}${descr && `: ${descr}`}\r\n`;
  }
  return lines;
}

/** Shows the timed triggers that are due at `now`, monotonic milliseconds. */
export function showTimed(hub: HubContext, now: number): void {
  for (let i = 0; i < TIMED_PER_SECOND; i++) {
    const trigger = hub.triggers.due(now);
    if (!trigger) return;
    showTimedOne(hub, trigger);
  }
}

function showTimedOne(hub: HubContext, trigger: Trigger): void {
  const vars = (trigger.flags & TriggerFlag.Vars) !== 0;
  const text = textOf(hub, trigger, "--");
  const byCountry = (trigger.flags & TriggerFlag.Text) === 0 && trigger.def.includes(COUNTRY);
  if (!byCountry && !(vars && isPersonal(text))) {
    return sayToRange(hub, trigger, vars ? withHubValues(hub, text) : text);
  }
  for (const user of hub.users.slots) {
    const session = user?.session;
    if (!user || !session || !isFor(trigger, user.class) || !hears(trigger, user)) continue;
    const own = byCountry ? textOf(hub, trigger, session.country) : text;
    if (!vars) sayToOne(hub, trigger, session, user, own);
    else {
      withAllValues(hub, own, { session, user, params: "" }, false, (full) => {
        sayToOne(hub, trigger, session, user, full);
      });
    }
  }
}

/** Shows a trigger that one user made the hub show, by typing or by coming in. */
function show(hub: HubContext, trigger: Trigger, reader: TextReader): void {
  const { session, user } = reader;
  const say = (text: string) => {
    if (session.over) return;
    if ((trigger.flags & TriggerFlag.All) !== 0) sayToRange(hub, trigger, text);
    else sayToOne(hub, trigger, session, user, text);
  };
  const text = textOf(hub, trigger, session.country);
  if ((trigger.flags & TriggerFlag.Vars) !== 0 && text !== "") withAllValues(hub, text, reader, true, say);
  else say(text);
}

const isPm = ({ flags }: Trigger): boolean => (flags & TriggerFlag.Pm) !== 0;
const hears = (trigger: Trigger, user: User): boolean => isPm(trigger) || user.chat;

function sayToOne(hub: HubContext, trigger: Trigger, session: Session, user: User, text: string): void {
  if (text === "" || session.over) return;
  const from = speaker(hub, trigger);
  const line = isPm(trigger)
    ? privateLine(user.nickBytes, from, from, textBytes(hub, text))
    : chatLine(hub, from, text);
  session.link.write(line);
}

function sayToRange(hub: HubContext, trigger: Trigger, text: string): void {
  if (text === "") return;
  const { minClass, maxClass } = trigger;
  const from = speaker(hub, trigger);
  if (!isPm(trigger)) return broadcastChat(hub, chatLine(hub, from, text), minClass, maxClass);
  const bytes = textBytes(hub, text);
  for (const user of hub.users.slots) {
    if (!user?.session || !isFor(trigger, user.class)) continue;
    user.session.link.write(privateLine(user.nickBytes, from, from, bytes));
  }
}

/** The nick that says it. */
function speaker(hub: HubContext, { sendAs }: Trigger): Uint8Array {
  return sendAs === "" ? hub.bot.nickBytes : hub.codec.encode(sendAs);
}
