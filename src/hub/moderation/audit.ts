/**
 * What operators do, on its way into the audit trail: commands, protocol messages, scripts in an operator's name.
 * Owns what a row says; knows no command by name. A trail that cannot be written stops nobody: the log says so.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { messageOf } from "../../core/errors.ts";
import { unescapeField } from "../../nmdc/escape.ts";
import type { KickRequest, ScriptDeed } from "../../port/hub_port.ts";
import type { AuditAction } from "../../store/audit.ts";
import type { CommandCall, FoundCommand } from "../command_line/command.ts";
import type { HubContext } from "../context.ts";
import { type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { HIDDEN } from "../command_line/secret_words.ts";

/** What is said of an action besides who did it. */
export type Deed = Pick<AuditAction, "action" | "target" | "detail" | "outcome">;

/** Outcome of what went as it was wanted. */
export const DONE = "done";

/** The address of whoever an action is about, in brackets, when online; it stands first in the detail. */
export function addressNote(hub: HubContext, target: string): string {
  const user = target === "" ? undefined : hub.users.get(nickKey(target));
  return user?.session ? `(${user.session.ip}) ` : "";
}

/** Writes what an operator did. Returns the row's number, 0 when it could not be written. */
export function record(hub: HubContext, op: User, deed: Deed): number {
  return write(hub, { op: op.nick, opClass: op.class, opIp: op.session?.ip ?? "", ...deed });
}

/** Writes what somebody did who need not be online: the command line, or a script in the name of `op`. */
export function recordFor(hub: HubContext, op: string, deed: Deed): number {
  const user = hub.users.get(nickKey(op));
  if (user) return record(hub, user, deed);
  return write(hub, { op, opClass: hub.store.accounts.get(op)?.class ?? UserClass.Guest, opIp: "", ...deed });
}

function write(hub: HubContext, action: Omit<AuditAction, "time">): number {
  hub.log.info("Operator action", action);
  try {
    return hub.store.audit.add({ time: unixSeconds(hub.clock), ...action });
  } catch (error) {
    hub.log.error("Operator action not written into the audit trail", { error: messageOf(error) });
    return 0;
  }
}

function settle(hub: HubContext, id: number, outcome: string): void {
  hub.log.info("Operator action answered", { id, outcome });
  if (id === 0) return;
  try {
    hub.store.audit.settle(id, outcome);
  } catch (error) {
    hub.log.error("Outcome not written into the audit trail", { id, error: messageOf(error) });
  }
}

/** Most rows that scripts cause in a minute: a script that runs wild must not push operators out of the trail. */
const SCRIPT_ROWS = 100;

/** True while scripts may cause another row in this minute. */
function scriptsMayWrite(hub: HubContext): boolean {
  const { scriptDeeds } = hub;
  const now = hub.clock.mono();
  if (now - scriptDeeds.since >= 60_000) Object.assign(scriptDeeds, { since: now, count: 0 });
  if (++scriptDeeds.count === SCRIPT_ROWS + 1) {
    hub.log.warn("Scripts act too often: the rest of this minute is not in the audit trail");
  }
  return scriptDeeds.count <= SCRIPT_ROWS;
}

/** Writes what a script did in the name of somebody. */
export function recordScript(hub: HubContext, { script, op, action, target, detail, ok }: ScriptDeed): void {
  if (!scriptsMayWrite(hub)) return;
  const by = `${addressNote(hub, target)}script ${script}: ${detail}`;
  recordFor(hub, op, { action, target, detail: by, outcome: ok ? DONE : "not done" });
}

/** Writes a kick or drop, before the victim is gone. */
export function recordKick(
  hub: HubContext,
  op: User,
  request: KickRequest,
  ban: boolean,
  outcome: string,
): void {
  const { nick, reason, script } = request;
  if (script !== undefined && !scriptsMayWrite(hub)) return;
  const by = script === undefined ? "" : `script ${script}: `;
  record(hub, op, {
    action: ban ? "kick" : "drop",
    target: nick,
    detail: addressNote(hub, nick) + by + reason,
    outcome,
  });
}

/** A value that a script keeps in a set of its own, by a name that says what it is: `shop.api_token`. */
const isSecretValue = (target: string): boolean => /\..*(?:pass|pwd|secret|token|api_?key)/i.test(target);

/** The arguments of a line whose secrets are hidden already. */
const shownArgs = (line: string): string => unescapeField(/\s.*$/s.exec(line)?.[0] ?? "").trim();

/** What a command line is about: its action, its target word and the rest. */
function deedOf(hub: HubContext, found: FoundCommand, period: string, line: string): Deed {
  const words = shownArgs(line).split(/\s+/).filter((word) => word !== "");
  // Verlihub: the set of a script may stand as a word of its own in front of the name.
  if (words.length > 2 && /^pi_\w+$/.test(words[0]!)) words.splice(0, 2, `${words[0]}.${words[1]}`);
  const at = found.auditTarget - 1;
  const target = words[at] ?? "";
  const detail = isSecretValue(target) ? HIDDEN : words.filter((_, i) => i !== at).join(" ");
  const action = period === "" ? found.name : `${found.name}_${period}`;
  return { action, target, detail: addressNote(hub, target) + detail, outcome: "" };
}

/** An answer to a command in which none of the secret words of its arguments is left. */
function withoutSecrets(answer: string, line: string, args: string): string {
  const shown = shownArgs(line);
  if (shown === args || !shown.endsWith(HIDDEN)) return answer;
  const secrets = args.slice(shown.length - HIDDEN.length).split(/\s+/).filter((word) => word !== "");
  return secrets.reduce((text, secret) => text.replaceAll(secret, HIDDEN), answer);
}

/**
 * Runs a command; an audited one with its row in the trail. Its first answer is the outcome and reaches the operator
 * after the row is written, so that nobody is told of something the trail does not hold.
 */
export function runAudited(found: FoundCommand, call: CommandCall, args: string): void {
  if (!found.audited) return found.run(call, args);
  const { hub, user } = call;
  const deed = deedOf(hub, found, call.period, call.line);
  let id = -1;
  let told = false;
  const note = (text: string) => {
    if (told) return;
    told = true;
    const outcome = isSecretValue(deed.target) ? HIDDEN : withoutSecrets(text, call.line, args);
    if (id < 0) id = record(hub, user, { ...deed, outcome });
    else settle(hub, id, outcome);
  };
  const noting = (send: (text: string) => void) => (text: string) => {
    note(text);
    send(text);
  };
  try {
    found.run({ ...call, reply: noting(call.reply), replyPm: noting(call.replyPm), outcome: note }, args);
  } catch (error) {
    note(`failed: ${messageOf(error)}`);
    throw error;
  }
  if (id < 0) id = record(hub, user, deed);
}

/**
 * Writes that somebody was not let, or that a script was faster. What people below operator try is not written: anybody could fill the trail.
 */
export function recordRefused(hub: HubContext, user: User, deed: Deed): void {
  if (user.class >= UserClass.Operator) record(hub, user, deed);
}

/** Writes that scripts took a command before the hub could run it; `line` has no secrets. */
export function recordTaken(
  hub: HubContext,
  found: FoundCommand,
  user: User,
  period: string,
  line: string,
): void {
  if (!found.audited) return;
  recordRefused(hub, user, { ...deedOf(hub, found, period, line), outcome: "taken by a script" });
}

/** Writes that a command was refused; `line` has no secrets. */
export function recordRefusal(
  hub: HubContext,
  found: FoundCommand,
  user: User,
  line: string,
  why: string,
): void {
  if (found.audited) recordRefused(hub, user, { ...deedOf(hub, found, "", line), outcome: why });
}
