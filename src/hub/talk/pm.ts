/**
 * Private messages and `$MCTo`: to users, to the hub's bot, to the operator chat, to bots of scripts. Owns the order
 * of decisions; bytes go on as they came.
 *
 * @module
 */
import { describeWait } from "../../core/period.ts";
import { equalBytes } from "../../core/bytes.ts";
import { parseMCTo, parseTo } from "../../nmdc/chat.ts";
import { Feature } from "../../nmdc/supports.ts";
import { terminated, wireOf } from "../../nmdc/wire.ts";
import { close, refuse } from "../close.ts";
import { isCommand, runCommand, unknownCommand } from "../command_line/commands.ts";
import { runRoomCommand } from "../commands/room.ts";
import type { HubContext } from "../context.ts";
import { ask } from "../hold.ts";
import { CloseReason, type Session, type User, UserClass } from "../model.ts";
import { isNick, nickKey } from "../nick_key.ts";
import { reportToOperators, sayInRoom, updateMembership } from "./op_chat.ts";
import { whyTaken } from "../moderation/restrictions.ts";
import { privateLine, sayTo, tellUser } from "../say.ts";
import { publicLine, refuseSecret } from "../command_line/secret_words.ts";
import { sharedFlood } from "./shared_flood.ts";
import { whence } from "../login/zones.ts";
import { isHidden } from "../users.ts";

/** Handles `$To:`. */
export function onTo(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  const message = parseTo(frame);
  if (!message || !user) return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed $To.");
  if (!isNick(user.nickBytes, message.from) || !isNick(user.nickBytes, message.nick)) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client wrote in another name.");
  }
  const to = hub.users.get(nickKey(session.reader.read(message.to)));
  if (!to || isHidden(to)) {
    return sayTo(hub, session, `${session.reader.read(message.to)} is not online.`);
  }
  if (!to.session) return toBot(hub, session, user, to, message.text.slice());
  const problem = whyNot(hub, session, user, to, message.text, false);
  if (problem !== null) return problem === "" ? undefined : sayTo(hub, session, problem);
  if (sharedFlood(hub, user, "to", session)) return;
  deliver(hub, session, user, to, message.text, terminated(frame));
}

/** Handles `$MCTo:`. */
export function onMcTo(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  const message = parseMCTo(frame);
  if (!message || !user) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed $MCTo.");
  }
  if (!isNick(user.nickBytes, message.nick)) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client wrote in another name.");
  }
  const to = hub.users.get(nickKey(session.reader.read(message.to)));
  if (!to?.session || isHidden(to)) {
    return sayTo(hub, session, `${session.reader.read(message.to)} is not online.`);
  }
  const problem = whyNot(hub, session, user, to, message.text, true);
  if (problem !== null) return problem === "" ? undefined : sayTo(hub, session, problem);
  if (sharedFlood(hub, user, "mcto", session)) return;
  // A client without MCTo sees the message as the chat line it is meant to look like.
  const knows = (to.session.features & Feature.MCTo) !== 0;
  const line = knows ? terminated(frame) : wireOf("<", user.nickBytes, "> ", message.text);
  if (!hub.sink.wanted.OnParsedMsgMCTo) return to.session.link.write(line);
  ask(hub, session, "OnParsedMsgMCTo", [user.nick, session.reader.read(message.text), to.nick], (answer) => {
    if (answer.allow && to.slot >= 0) to.session!.link.write(line);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

function deliver(
  hub: HubContext,
  session: Session,
  user: User,
  to: User,
  text: Uint8Array,
  line: Uint8Array,
): void {
  if (!hub.sink.wanted.OnParsedMsgPM) {
    hub.counters.privateMessages.value++;
    return to.session!.link.write(line);
  }
  ask(hub, session, "OnParsedMsgPM", [user.nick, session.reader.read(text), to.nick], (answer) => {
    if (!answer.allow || to.slot < 0) return;
    hub.counters.privateMessages.value++;
    to.session!.link.write(line);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

/** Why a private text does not reach `to`, `""` for no reason to tell, or `null`. */
function whyNot(
  hub: HubContext,
  session: Session,
  user: User,
  to: User,
  text: Uint8Array,
  mcto: boolean,
): string | null {
  const { vars } = hub;
  if (user.class === UserClass.Pinger) return "Pingers may not write private messages.";
  if (user.class < vars.private_class) return "You have no right to write private messages.";
  const taken = whyTaken(hub, user, "pm");
  if (taken !== null) return taken;
  if (user.class + (mcto ? vars.classdif_mcto : vars.classdif_pm) < to.class) {
    return `${to.nick} has too high a class for you to write to.`;
  }
  if (user.class < UserClass.Operator && repeats(hub, session, user, text, mcto)) return "";
  const longest = mcto ? vars.max_mcto_msg : vars.max_pm_msg;
  if (user.class < UserClass.Vip && longest > 0 && text.length > longest) {
    return `Your message is too long: at most ${longest} bytes.`;
  }
  return null;
}

/** Counts the same text said again; too often ends the connection, and `true` comes back. */
function repeats(hub: HubContext, session: Session, user: User, text: Uint8Array, mcto: boolean): boolean {
  const { pace } = session;
  const { vars } = hub;
  const last = mcto ? pace.mctoText : pace.pmText;
  if (last === null || !equalBytes(last, text)) {
    if (mcto) pace.mctoText = text.slice(), pace.mctoRepeats = 0;
    else pace.pmText = text.slice(), pace.pmRepeats = 0;
    return false;
  }
  const count = mcto ? ++pace.mctoRepeats : ++pace.pmRepeats;
  const allowed = mcto ? vars.max_flood_counter_mcto : vars.max_flood_counter_pm;
  if (count <= allowed) return false;
  hub.ipBans.add(session.ip, vars.same_flood_ban_time, "flood", "The same message again and again");
  reportToOperators(
    hub,
    `${user.nick} from ${whence(hub, session)} sent the same private text ${count + 1} times: kicked`,
  );
  const seconds = vars.same_flood_ban_time;
  const ban = seconds > 0 ? ` Your address is banned for ${describeWait(seconds)}.` : "";
  refuse(hub, session, CloseReason.KICKED, `You sent the same message too often.${ban}`);
  return true;
}

/** A message to a bot: scripts hear of every one, then the hub's own bots do what they are for. */
function toBot(hub: HubContext, session: Session, user: User, bot: User, bytes: Uint8Array): void {
  const text = session.reader.read(bytes);
  if (bot === hub.room && refuseSecret(hub, session, bytes)) return;
  const shown = bot === hub.bot && isCommand(hub, user.class, bytes) ? publicLine(hub.commands, text) : text;
  ask(hub, session, "OnParsedMsgPM", [user.nick, shown, bot.nick], (answer) => {
    if (!answer.allow) return;
    if (bot === hub.bot) toHub(hub, session, user, bytes, text);
    else if (bot === hub.room) toRoom(hub, session, user, bytes, text);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

function toHub(hub: HubContext, session: Session, user: User, bytes: Uint8Array, text: string): void {
  if (!isCommand(hub, user.class, bytes)) return answerBroadcast(hub, session, user, bytes);
  runCommand(hub, session, user, text, true, (done) => {
    unknownCommand(hub, session, text);
    done();
  });
}

/** What users write to the hub's bot is their answer to the last broadcast, as long as its author takes answers. */
function answerBroadcast(hub: HubContext, session: Session, user: User, text: Uint8Array): void {
  const to = hub.vars.bc_reply === "" ? undefined : hub.users.get(nickKey(hub.vars.bc_reply));
  if (!to?.session || to === user) {
    return tellUser(hub, user, "I am a bot and only understand commands.");
  }
  const problem = whyNot(hub, session, user, to, text, false);
  if (problem !== null) return problem === "" ? undefined : sayTo(hub, session, problem);
  if (sharedFlood(hub, user, "to", session)) return;
  deliver(hub, session, user, to, text, privateLine(to.nickBytes, user.nickBytes, user.nickBytes, text));
}

function toRoom(hub: HubContext, session: Session, user: User, bytes: Uint8Array, text: string): void {
  updateMembership(hub, user);
  if (!hub.opChat.has(user)) return sayTo(hub, session, "You do not belong to this room.");
  if (isCommand(hub, user.class, bytes) && runRoomCommand(hub, session, user, text)) return;
  ask(hub, session, "OnOpChatMessage", [user.nick, text], (answer) => {
    if (answer.allow) sayInRoom(hub, user.nickBytes, bytes, user);
  }, () => close(hub, session, CloseReason.PLUGIN));
}
