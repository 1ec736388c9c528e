/**
 * The embedded hub as scripts' servers see it. Owns nothing: every method is a few lines over the modules that do.
 *
 * @module
 */
import { MAX_TIMER_MS } from "../core/clock.ts";
import { formatSetting, SETTING_NAMES } from "../config/settings.ts";
import type { HubPort, MyInfoChange } from "../port/hub_port.ts";
import type { StateSink } from "../port/script_sink.ts";
import { recordScript } from "./moderation/audit.ts";
import { stateOf } from "./announce.ts";
import { addBot, removeBot, removeBotsOf, whyNotBot } from "./bots.ts";
import { broadcast, broadcastByMode, broadcastChat } from "./broadcast.ts";
import { close } from "./close.ts";
import type { HubContext } from "./context.ts";
import { KICK, kick } from "./moderation/kick.ts";
import { CloseReason, type User } from "./model.ts";
import { moderationPort } from "./moderation/moderation_port.ts";
import { shownParts, showParts, substitute } from "./my_info/shown_info.ts";
import { nickKey } from "./nick_key.ts";
import { reportToOperators, sayInRoom } from "./talk/op_chat.ts";
import { chatLine, privateLine, rawBytes, textBytes } from "./say.ts";
import { getConfig, setConfig } from "./settings_live.ts";
import { setTopic } from "./talk/topic.ts";
import { onlineUser } from "./users.ts";

/** Makes the port of a hub. */
export function createPort(hub: HubContext): HubPort {
  const online = (nick: string) => onlineUser(hub.users, nick);
  const send = (nick: string, bytes: (user: User) => Uint8Array, later = false): boolean => {
    const user = online(nick);
    if (!user) return false;
    const { link } = user.session;
    if (later) link.writeLater(bytes(user));
    else link.write(bytes(user));
    return true;
  };

  return {
    mode: "embedded",
    version: hub.version,
    startedAt: hub.startedAt,

    connect: (sink) => void (hub.sink = sink),
    snapshot: (sink) => snapshot(hub, sink),

    mainChat: (bot, text, { min, max }) =>
      broadcastChat(hub, chatLine(hub, hub.codec.encode(bot), text), min, max),
    chatTo: (nick, bot, text) => send(nick, () => chatLine(hub, hub.codec.encode(bot), text)),
    privateMessage: (nick, from, displayed, text) =>
      send(
        nick,
        (user) =>
          privateLine(
            user.nickBytes,
            hub.codec.encode(from),
            hub.codec.encode(displayed),
            textBytes(hub, text),
          ),
      ),
    privateToAll(from, text, { min, max }) {
      const sender = hub.codec.encode(from), bytes = textBytes(hub, text);
      for (const user of hub.users.slots) {
        if (!user?.session || user.class < min || user.class > max) continue;
        user.session.link.write(privateLine(user.nickBytes, sender, sender, bytes));
      }
    },
    operatorChat(text, author) {
      if (!hub.room) return false;
      const by = author === null ? null : online(author);
      sayInRoom(hub, (by ?? hub.room).nickBytes, textBytes(hub, text), null);
      return true;
    },
    rawTo: (nick, data, delayed) => send(nick, () => rawBytes(hub, data), delayed),
    rawToAll(data, { min, max }, mode, delayed) {
      const bytes = rawBytes(hub, data);
      if (mode === "all") broadcast(hub, bytes, min, max, delayed);
      else broadcastByMode(hub, bytes, min, max, mode === "active", delayed);
    },

    kick: (request, done) => kick(hub, request, KICK, done),
    userIp: (nick) => online(nick)?.ip ?? null,
    closeUser(nick, reason, delayMs) {
      const user = online(nick);
      if (!user) return false;
      const { session } = user;
      const why = (reason in REASONS ? reason : CloseReason.DEFAULT) as CloseReason;
      if (delayMs <= 0) close(hub, session, why);
      else {
        session.cancelClose?.();
        session.cancelClose = hub.clock.after(
          Math.min(delayMs, MAX_TIMER_MS),
          () => close(hub, session, why),
        );
      }
      return true;
    },
    setMyInfo(nick, change) {
      const user = hub.users.get(nickKey(nick));
      return user !== undefined && changeInfo(hub, user, change);
    },

    addBot: (owner, bot) => addBot(hub, owner, bot),
    whyNotBot: (owner, bot) => whyNotBot(hub, owner, bot),
    removeBot: (nick) => removeBot(hub, nick),
    removeBotsOf: (owner) => removeBotsOf(hub, owner),

    getConfig: (conf, name) => getConfig(hub, conf, name),
    setConfig: (conf, name, value, by, done) =>
      setConfig(hub, conf, name, value, by, (problem) => done(problem === null)),
    setTopic(topic) {
      const problem = setTopic(hub, topic);
      if (problem !== null) hub.log.warn("Topic not set", { problem });
    },

    ...moderationPort(hub),

    auditScript: (deed) => recordScript(hub, deed),
    registerCommands: (commands) => hub.commands.addPort(commands),
    reportToOperators: (text, minClass) => reportToOperators(hub, text, minClass),
  };
}

const REASONS: Readonly<Record<number, true>> = Object.fromEntries(
  Object.values(CloseReason).map((reason) => [reason, true]),
);

function snapshot(hub: HubContext, sink: StateSink): void {
  sink.names(hub.bot.nick, hub.room?.nick ?? "");
  for (const name of SETTING_NAMES) sink.setting(name, formatSetting(name, hub.vars[name]));
  sink.topic(hub.vars.hub_topic);
  for (const user of hub.users.slots) if (user) sink.userIn(stateOf(hub, user));
  sink.counts(hub.accepted, hub.users.share);
}

/** Rewrites what others see of a user; its own next `$MyINFO` overwrites it. */
function changeInfo(hub: HubContext, user: User, change: MyInfoChange): boolean {
  const parts = shownParts(user);
  if (!parts) return false;
  substitute(hub, parts, [change.desc, change.tag, change.speed, change.email, change.share]);
  showParts(hub, user, parts);
  return true;
}
