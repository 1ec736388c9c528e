/**
 * Lines with a command trigger: which they are, who is asked about them, who runs them. Owns the order scripts,
 * hub, nobody. Knows no command by name; the registry does.
 *
 * @module
 */
import { nearest } from "../../config/nearest.ts";
import { unescapeField } from "../../nmdc/escape.ts";
import type { Answer } from "../../port/script_sink.ts";
import { recordRefusal, recordTaken, runAudited } from "../moderation/audit.ts";
import { refuseHaste } from "../moderation/deed_pace.ts";
import { close } from "../close.ts";
import type { CommandCall, FoundCommand } from "./command.ts";
import type { HubContext } from "../context.ts";
import { isGiven } from "../moderation/given_rights.ts";
import { consult } from "../hold.ts";
import { CloseReason, type Session, type User, UserClass } from "../model.ts";
import { sayTo, tellUser } from "../say.ts";
import { publicLine } from "./secret_words.ts";
import { showTyped } from "../triggers/triggers.ts";

/** True when a line begins with a command trigger that counts for this class. */
export function isCommand(hub: HubContext, userClass: number, text: Uint8Array): boolean {
  if (text.length === 0) return false;
  const first = String.fromCharCode(text[0]!);
  return (userClass >= UserClass.Operator && hub.vars.cmd_start_op.includes(first)) ||
    hub.vars.cmd_start_user.includes(first);
}

/**
 * Offers a command line to the scripts, then to the hub. `nobody` runs when neither took it, and has to call what
 * it is given when it is done. Between the steps the user may leave, or change class, so each looks again.
 * `after` runs once in the end, whatever happened.
 */
export function runCommand(
  hub: HubContext,
  session: Session,
  user: User,
  line: string,
  inPm: boolean,
  nobody: (after: () => void) => void,
  after: () => void = () => {},
): void {
  const prefix = line[0] ?? "";
  const shown = publicLine(hub.commands, line);
  const goesOn = ({ allow, disconnect }: Answer): boolean => {
    if (session.over) return false;
    if (!allow || disconnect) noteTaken(hub, user, line, shown);
    if (disconnect) close(hub, session, CloseReason.PLUGIN);
    return allow && !disconnect;
  };
  const args = [user.nick, shown.slice(1), user.class, inPm ? 1 : 0, prefix] as const;
  consult(hub, session, "OnHubCommand", [...args], (first) => {
    if (!goesOn(first)) return after();
    const operator = meansOperators(hub, user, prefix);
    consult(hub, session, operator ? "OnOperatorCommand" : "OnUserCommand", [user.nick, shown], (second) => {
      let waits = false;
      try {
        if (
          goesOn(second) && !runOwn(hub, session, user, line, operator, inPm) &&
          !showTyped(hub, session, user, line)
        ) {
          waits = true;
          nobody(after);
        }
      } finally {
        if (!waits) after();
      }
    });
  });
}

const meansOperators = (hub: HubContext, user: User, prefix: string): boolean =>
  user.class >= UserClass.Operator && hub.vars.cmd_start_op.includes(prefix);

/** The word of a command line, and the rest as the command gets it. */
function parts(line: string): readonly [word: string, args: string] {
  const space = line.search(/\s/);
  const args = space < 0 ? "" : unescapeField(line.slice(space)).trim();
  return [line.slice(1, space < 0 ? undefined : space), args];
}

/** True when this user may run a command. */
const mayRun = (hub: HubContext, user: User, { minClass, right }: FoundCommand): boolean =>
  user.class >= minClass || (right !== null && isGiven(hub, user, right));

/** Writes that a script took a command which would have run: whatever it did instead, an operator asked for it. */
function noteTaken(hub: HubContext, user: User, line: string, shown: string): void {
  const [word, args] = parts(line);
  const found = hub.commands.find(word, meansOperators(hub, user, line[0] ?? ""), args === "");
  if (found && mayRun(hub, user, found)) recordTaken(hub, found, user, periodOf(found, word), shown);
}

const periodOf = (found: FoundCommand, word: string): string =>
  found.timed ? /_(.*)/.exec(word)?.[1] ?? "" : "";

/** Runs the hub's own command of this line. `false`: there is none, or not for this user. */
function runOwn(
  hub: HubContext,
  session: Session,
  user: User,
  line: string,
  operator: boolean,
  inPm: boolean,
): boolean {
  const [word, args] = parts(line);
  const found = hub.commands.find(word, operator, args === "");
  if (!found) return false;
  if (!found.operator && hub.vars.disable_usr_cmds && user.class < UserClass.Operator) {
    sayTo(hub, session, "User commands are turned off.");
    return true;
  }
  if (found.audited && refuseHaste(hub, session)) return true;
  if (!mayRun(hub, user, found)) {
    const why = `You have no right to use ${line[0]}${found.name}.`;
    recordRefusal(hub, found, user, publicLine(hub.commands, line), why);
    sayTo(hub, session, why);
    return true;
  }
  const call: CommandCall = {
    hub,
    session,
    user,
    line: publicLine(hub.commands, line),
    inPm,
    period: periodOf(found, word),
    nick: user.nick,
    class: user.class,
    reply: (text) => sayTo(hub, session, text),
    replyPm: (text) => tellUser(hub, user, text),
    outcome: () => {},
  };
  runAudited(found, call, args);
  return true;
}

/** The word of a command this user may run that is nearly what was typed, or `null`. */
function wordNear(hub: HubContext, user: User, typed: string): string | null {
  const mine = hub.commands.available(user.class, (right) => isGiven(hub, user, right));
  return nearest(typed, mine.flatMap(({ name, aliases }) => [name, ...aliases]));
}

/** Tells a user that a command is none, and which one was probably meant. */
export function unknownCommand(hub: HubContext, session: Session, line: string): void {
  const word = line.split(/\s/, 1)[0]!.slice(0, 40);
  const meant = session.user && word.length > 1 ? wordNear(hub, session.user, word.slice(1)) : null;
  const hint = meant === null ? "" : ` Did you mean ${word[0]}${meant}?`;
  sayTo(hub, session, `Unknown command: ${word}.${hint} Try ${hub.vars.cmd_start_user[0] ?? "+"}help.`);
}
