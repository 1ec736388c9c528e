/**
 * Kicks and drops: who may send whom away, what the scripts say, what everybody sees, and the ban that follows.
 * Owns this flow for commands, chat lines, the protocol's `$Kick` and scripts alike.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import type { KickRequest } from "../../port/hub_port.ts";
import type { Answer } from "../../port/script_sink.ts";
import { broadcastChat } from "../broadcast.ts";
import { recordKick } from "./audit.ts";
import { keptText } from "./ban_text.ts";
import { close } from "../close.ts";
import type { HubContext } from "../context.ts";
import { hasRight } from "./given_rights.ts";
import { consult } from "../hold.ts";
import { CloseReason, type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { announceDeed, kicksSeenFrom } from "./notices.ts";
import { describeWait, MAX_PERIOD, parsePeriod } from "../../core/period.ts";
import { chatLine, privateLine, sayTo, textBytes } from "../say.ts";

/** How a kick ends for the victim. */
export interface KickOptions {
  /** False for a drop: the user may come back at once. */
  readonly ban: boolean;
  /** False for a "is kicking" chat line: the `$Kick` that follows it closes. */
  readonly close: boolean;
}

/** The usual kick. */
export const KICK: KickOptions = { ban: true, close: true };
/** Away without a ban. */
export const DROP: KickOptions = { ban: false, close: true };

/** Sends a user away. `done(false)`: the operator is not in the user list. */
export function kick(
  hub: HubContext,
  wanted: KickRequest,
  options: KickOptions,
  done: (ok: boolean) => void,
): void {
  const { reason, note, opNote } = wanted;
  const request = { ...wanted, reason: keptText(reason), note: keptText(note), opNote: keptText(opNote) };
  const op = hub.users.get(nickKey(request.op));
  if (!op) return done(false);
  const victim = hub.users.get(nickKey(request.nick));
  const problem = whyNotKick(hub, op, victim, request.nick);
  if (problem !== null || !victim) {
    recordKick(hub, op, request, options.ban, problem ?? "");
    tell(hub, op, problem ?? "");
    return done(true);
  }
  const { session } = op;
  const decided = (answer: Answer) => {
    try {
      // A script may have taken its time: the victim can be gone, be somebody else under the same nick, or have
      // another class by now, as can the operator.
      const why = !answer.allow
        ? `A script refused to let you ${options.ban ? "kick" : "drop"} ${victim.nick}.`
        : hub.users.get(victim.key) !== victim
        ? `${victim.nick} is not online.`
        : whyNotKick(hub, op, victim, victim.nick);
      if (why === null) carryOut(hub, op, victim, request, options);
      else {
        recordKick(hub, op, request, options.ban, why);
        tell(hub, op, why);
      }
      if (answer.disconnect && session) close(hub, session, CloseReason.PLUGIN);
    } finally {
      done(true);
    }
  };
  if (options.ban) {
    return consult(hub, session, "OnOperatorKicks", [op.nick, victim.nick, request.reason], decided);
  }
  consult(hub, session, "OnOperatorDrops", [op.nick, victim.nick], (first) =>
    consult(
      hub,
      session,
      "OnOperatorDropsWithReason",
      [op.nick, victim.nick, request.reason],
      (second) =>
        decided({
          ...second,
          allow: first.allow && second.allow,
          disconnect: first.disconnect || second.disconnect,
        }),
    ));
}

/** Why an operator cannot send this user away, or `null`. */
export function whyNotKick(hub: HubContext, op: User, victim: User | undefined, nick: string): string | null {
  if (!victim) return `${nick} is not online.`;
  if (victim === op) return "You cannot kick yourself.";
  if (!victim.session) return `${victim.nick} is a bot.`;
  if (op.session && !hasRight(hub, op, "kick")) return "You have no right to kick.";
  if (victim.class + hub.vars.classdif_kick > op.class) {
    return `${victim.nick} has too high a class for you to kick.`;
  }
  if (victim.protect > 0 && op.class <= victim.protect) {
    return `${victim.nick} is protected from kicks by your class.`;
  }
  return null;
}

function tell(hub: HubContext, op: User, text: string): void {
  if (op.session) sayTo(hub, op.session, text);
}

/**
 * The ban a kick makes: its seconds (Infinity = for ever, 0 = none) and the reason as it is shown. Verlihub: who was
 * only given the right to kick cannot choose how long it lasts.
 */
function banOf(hub: HubContext, op: User, request: KickRequest): { seconds: number; reason: string } {
  const { vars } = hub;
  const chooses = !op.session || op.class >= UserClass.Operator;
  const marker = /_ban_(\w+)?/i.exec(request.reason);
  const reason = marker ? request.reason.replace(marker[0], vars.msg_replace_ban).trim() : request.reason;
  if (chooses && request.banSeconds > 0) return { seconds: request.banSeconds, reason };
  if (!marker || !chooses) return { seconds: vars.tban_kick, reason };
  if (!marker[1]) return { seconds: Infinity, reason };
  return { seconds: Math.min(parsePeriod(marker[1]) || vars.tban_kick, vars.tban_max), reason };
}

function carryOut(hub: HubContext, op: User, victim: User, request: KickRequest, options: KickOptions): void {
  const { vars, store } = hub;
  const session = victim.session!;
  const { seconds, reason } = banOf(hub, op, request);
  const at = unixSeconds(hub.clock);
  const line = `${op.nick} is kicking ${victim.nick} because: ${reason}`;
  if (!vars.hide_all_kicks) broadcastChat(hub, chatLine(hub, op.nickBytes, line), kicksSeenFrom(op), 10);
  if (options.close) {
    const word = options.ban ? "kicked" : "dropped";
    const text = `You are being ${word} because: ${reason}${request.note && `\r\n${request.note}`}`;
    session.link.write(privateLine(victim.nickBytes, op.nickBytes, op.nickBytes, textBytes(hub, text)));
  }
  store.bans.recordKick({ nick: victim.nick, ip: session.ip, op: op.nick, reason, at, drop: !options.ban });
  const bans = options.ban && seconds > 0;
  if (bans) {
    const end = seconds === Infinity ? 0 : at + Math.min(seconds, MAX_PERIOD);
    store.bans.add({
      type: "nickip",
      nick: victim.nick,
      ip: session.ip,
      op: op.nick,
      reason,
      noteOp: request.opNote,
      noteUser: request.note,
      start: at,
      end,
    });
  }
  hub.counters.kicks.value++;
  const forHow = seconds === Infinity ? "for ever" : `for ${describeWait(seconds)}`;
  const length = bans ? `, banned ${forHow}` : "";
  const notice = `${op.nick} ${options.ban ? "kicked" : "dropped"} ${victim.nick}${length}: ${reason}`;
  recordKick(hub, op, request, options.ban, `done${length}`);
  hub.log.info("User sent away", { op: op.nick, nick: victim.nick, ip: victim.ip, reason });
  announceDeed(hub, op, notice, { drop: !options.ban });
  if (!options.close) return;
  session.redirect = request.redirect;
  close(hub, session, CloseReason.KICKED);
}
