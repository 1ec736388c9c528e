/**
 * Main chat: what one line has to pass before everybody sees it. Owns the order of these decisions. The common path
 * decodes nothing and makes one buffer, whatever the number of users.
 *
 * @module
 */
import { equalBytes } from "../../core/bytes.ts";
import { oneLine } from "../../core/one_line.ts";
import { type Chat, parseChat } from "../../nmdc/chat.ts";
import { ascii, indexOfBytes, terminated, wireOf } from "../../nmdc/wire.ts";
import type { Answer } from "../../port/script_sink.ts";
import { broadcastChat } from "../broadcast.ts";
import { close, refuse } from "../close.ts";
import { isCommand, runCommand, unknownCommand } from "../command_line/commands.ts";
import type { HubContext } from "../context.ts";
import { hasRight } from "../moderation/given_rights.ts";
import { ask, consult } from "../hold.ts";
import { refuseHaste } from "../moderation/deed_pace.ts";
import { kick } from "../moderation/kick.ts";
import { CloseReason, type Session, type User, UserClass } from "../model.ts";
import { isNick } from "../nick_key.ts";
import { whyTaken } from "../moderation/restrictions.ts";
import { sayTo, textBytes } from "../say.ts";
import { publicLine, refuseSecret } from "../command_line/secret_words.ts";
import { reportToOperators } from "./op_chat.ts";
import { sharedFlood } from "./shared_flood.ts";

const KICKING = ascii("is kicking ");
const KICK_LINE = /^(?:(\S+) )?is kicking (\S+) because: ([^]*)$/i;
const LINE_FEED = 10;
/** Most characters of a line that operators are shown of somebody who may not chat. */
const MOST_TRIED = 256;

/** Handles a chat line. */
export function onChat(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  const line = parseChat(frame);
  if (!line || !user) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed chat line.");
  }
  if (!isNick(user.nickBytes, line.nick)) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client wrote in another name.");
  }
  if (tooFast(hub, session, user)) return;
  if (!isCommand(hub, user.class, line.text)) return speak(hub, session, user, frame, line);
  chatCommand(hub, session, user, frame.slice(), session.reader.read(line.text));
}

/** Runs a chat line that begins with a command trigger; `after` runs once in the end. `frame` is kept. */
export function chatCommand(
  hub: HubContext,
  session: Session,
  user: User,
  frame: Uint8Array,
  text: string,
  after: () => void = () => {},
): void {
  const shown = publicLine(hub.commands, text);
  runCommand(hub, session, user, text, false, (done) => {
    // Whoever types a password behind a command that is not theirs must not show it to everybody.
    if (hub.vars.unknown_cmd_chat && shown === text) {
      speak(hub, session, user, frame, parseChat(frame)!);
      return done();
    }
    // A script that answers commands inside OnParsedMsgChat takes the line by blocking it.
    consult(hub, session, "OnParsedMsgChat", [user.nick, shown], ({ allow, disconnect }) => {
      if (disconnect) close(hub, session, CloseReason.PLUGIN);
      else if (allow) unknownCommand(hub, session, text);
      done();
    });
  }, after);
}

/** The pace below VIP. An early line starts the wait anew. */
function tooFast(hub: HubContext, session: Session, user: User): boolean {
  if (user.class >= UserClass.Vip) return false;
  const now = hub.clock.mono();
  const early = now - session.pace.chatAt < hub.vars.int_chat_ms;
  session.pace.chatAt = now;
  if (early) sayTo(hub, session, `Not so fast: wait ${hub.vars.int_chat_ms / 1000} s between two lines.`);
  return early;
}

/** Everything after the commands: rights, repetition, length, kick lines, the hub-wide limit, the scripts. */
function speak(hub: HubContext, session: Session, user: User, frame: Uint8Array, line: Chat): void {
  if (refuseSecret(hub, session, line.text)) return;
  const problem = whyNot(hub, session, user, line.text);
  if (problem !== null) return problem === "" ? undefined : sayTo(hub, session, problem);
  if (indexOfBytes(line.text, KICKING) >= 0 && isKickLine(hub, session, user, line.text)) return;
  if (sharedFlood(hub, user, "chat", session)) return;
  if (!hub.sink.wanted.OnParsedMsgChat) return deliver(hub, terminated(frame));
  const copy = frame.slice();
  const text = session.reader.read(line.text);
  ask(
    hub,
    session,
    "OnParsedMsgChat",
    [user.nick, text],
    (answer) => deliverAnswered(hub, copy, user, text, answer),
    () => close(hub, session, CloseReason.PLUGIN),
  );
}

/** Why a line is not shown, `""` for no reason the user has to read, or `null`. */
function whyNot(hub: HubContext, session: Session, user: User, text: Uint8Array): string | null {
  const { vars } = hub;
  const { pace } = session;
  if (user.class === UserClass.Pinger) return "Pingers may not write in main chat.";
  if (user.class < vars.mainchat_class) return "You have no right to write in main chat.";
  const taken = whyTaken(hub, user, "chat");
  if (taken !== null) {
    if (vars.notify_gag_chats) {
      reportToOperators(hub, `${user.nick} may not chat and wrote: ${triedText(session, text)}`);
    }
    return taken;
  }
  if (user.class < UserClass.Operator) {
    if (pace.chatText !== null && equalBytes(pace.chatText, text)) return "You said that already.";
    pace.chatText = text.slice();
  }
  if (user.class >= UserClass.Vip) return null;
  if (text.length > vars.max_chat_msg) return `Your line is too long: at most ${vars.max_chat_msg} bytes.`;
  let lines = 1;
  for (let i = 0; i < text.length; i++) if (text[i] === LINE_FEED) lines++;
  return lines > vars.max_chat_lines
    ? `Your message has too many lines: at most ${vars.max_chat_lines}.`
    : null;
}

/** What somebody tried to say, on one line, so that it does not look like several of the hub. */
const triedText = (session: Session, text: Uint8Array): string =>
  oneLine(session.reader.read(text), MOST_TRIED);

/** COMPAT: DC++ operators kick with this line and a `$Kick` after it. It makes the ban and is never shown. */
function isKickLine(hub: HubContext, session: Session, user: User, bytes: Uint8Array): boolean {
  const found = KICK_LINE.exec(session.reader.read(bytes));
  if (!found) return false;
  const [, who = user.nick, nick, reason] = found;
  if (!hasRight(hub, user, "kick") || who !== user.nick || refuseHaste(hub, session)) return true;
  const request = {
    op: user.nick,
    nick: nick!,
    reason: reason!,
    note: "",
    opNote: "",
    banSeconds: 0,
    redirect: "",
  };
  kick(hub, request, { ban: true, close: false }, () => {});
  return true;
}

/**
 * A line about its author in the third person (`** nick text`): it has to pass what every chat line has to, scripts
 * included, which see the text alone.
 */
export function speakOfOneself(hub: HubContext, session: Session, user: User, text: string): void {
  const problem = whyNot(hub, session, user, textBytes(hub, text));
  if (problem !== null) return problem === "" ? undefined : sayTo(hub, session, problem);
  if (sharedFlood(hub, user, "chat", session)) return;
  ask(hub, session, "OnParsedMsgChat", [user.nick, text], ({ allow, fields }) => {
    if (!allow) return;
    const [nick = null, said = null] = fields ?? [];
    const author = nick === null ? user.nickBytes : shownAuthor(hub, nick);
    deliver(hub, wireOf("** ", author, " ", textBytes(hub, said ?? text)));
  }, () => close(hub, session, CloseReason.PLUGIN));
}

function deliverAnswered(hub: HubContext, frame: Uint8Array, user: User, text: string, answer: Answer): void {
  if (!answer.allow) return;
  const [nick = null, said = null] = answer.fields ?? [];
  if (nick === null && said === null) return deliver(hub, terminated(frame));
  const author = nick === null ? user.nickBytes : shownAuthor(hub, nick);
  deliver(hub, wireOf("<", author, "> ", textBytes(hub, said ?? text)));
}

/** The author a script puts in place of the one who wrote: it may look like nobody here, but ends neither name nor line. */
const shownAuthor = (hub: HubContext, nick: string): Uint8Array =>
  // deno-lint-ignore no-control-regex -- the control characters are what it is about
  hub.codec.encode(nick.replace(/[\0-\x1f<>|]/g, "_"));

/** Shows a line (with its `|`) to everybody who sees main chat. */
function deliver(hub: HubContext, line: Uint8Array): void {
  hub.counters.chat.value++;
  broadcastChat(hub, line, UserClass.Guest, UserClass.Master);
}
