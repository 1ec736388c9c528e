/**
 * The part of the hub's port that acts on users, accounts, bans and the hub. Owns nothing: every method is a few
 * lines over the modules that do.
 *
 * @module
 */
import { usualAddress } from "../../core/ip.ts";
import type { ModerationPort } from "../../port/moderation_port.ts";
import { changeShownIp, infoText, publishedInfo } from "../announce.ts";
import { banByScript } from "./bans.ts";
import { editBot, scriptBots } from "../bots.ts";
import type { HubContext } from "../context.ts";
import type { User } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { onlineUser } from "../users.ts";
import { reportToOperators } from "../talk/op_chat.ts";
import { register, setRegisteredClass, unregister } from "./registration.ts";
import { isTaken, restrict, restrictNick, takenFrom } from "./restrictions.ts";
import { stopAfter } from "../stop.ts";
import { typeCommand } from "../command_line/typed_command.ts";

/** Longest ban after a wrong password, seconds. */
const MAX_PASSWORD_BAN = 86_400 * 30;

/** Makes this part of a hub's port. */
export function moderationPort(hub: HubContext): ModerationPort {
  const online = (nick: string) => onlineUser(hub.users, nick);
  return {
    address: hub.address,
    register: (request, done) => register(hub, request, (problem) => done(problem === null)),
    unregister: (nick) => unregister(hub, nick),
    setRegisteredClass: (nick, userClass) => setRegisteredClass(hub, nick, userClass),

    ban: (request, done) =>
      banByScript(hub, request, (problem) => {
        if (problem !== null) hub.log.info("Not banned", { by: request.op, problem });
        done(problem === null);
      }),
    banAfterPassword(ip, multiplier) {
      const seconds = Math.min(Math.ceil(hub.vars.pwd_tmpban * multiplier), MAX_PASSWORD_BAN);
      const address = usualAddress(ip);
      if (address === null || !(seconds > 0)) return false;
      hub.ipBans.add(address, seconds, "password", hub.vars.wrongpass_message || "Wrong password");
      return true;
    },
    liftNickBan: (nick) => hub.nickBans.remove(nickKey(nick)),
    liftIpBan: (ip) => hub.ipBans.remove(usualAddress(ip) ?? ""),
    restrict(nick, change) {
      const user = online(nick);
      if (!user) return null;
      restrict(hub, user, change);
      return {
        chat: isTaken(hub, user, "chat"),
        pm: isTaken(hub, user, "pm"),
        search: isTaken(hub, user, "search"),
        ctm: isTaken(hub, user, "ctm"),
      };
    },
    takenRights: (nick) => takenFrom(hub, nick),
    takeRights: (nick, change, by) => restrictNick(hub, nick, change, by),

    setUserIp(nick, ip) {
      const user = online(nick);
      if (!user) return false;
      const plain = usualAddress(ip) ?? ip;
      if (user.ip === plain) return true;
      changeShownIp(hub, user, plain);
      return true;
    },
    setStatus(nick, bits, on) {
      const user = connected(hub, nick);
      if (user) user.status = on ? user.status | bits : user.status & ~bits;
      return user !== null;
    },
    setChat(nick, on) {
      const user = online(nick);
      if (!user) return false;
      user.chat = on;
      hub.sink.state.userSet(user.nick, "chat", on);
      return true;
    },
    reportUser(nick, text) {
      const user = online(nick);
      if (user) reportToOperators(hub, `${user.nick} (${user.ip}, class ${user.class}): ${text}`);
      return user !== null;
    },

    editBot: (bot) => editBot(hub, bot),
    scriptBots: () =>
      scriptBots(hub).map((bot) => ({
        nick: bot.nick,
        class: bot.class,
        owner: bot.owner ?? "",
        myInfo: infoText(hub, publishedInfo(bot)),
        share: bot.share,
      })),

    typeCommand: (nick, line, inPm, done) => typeCommand(hub, nick, line, inPm, done),
    stop: (code, delayMs) => void stopAfter(hub, code, delayMs),
  };
}

/** The user of a validated nick, in the list or still on the way in; this exact nick. */
function connected(hub: HubContext, nick: string): User | null {
  const listed = hub.users.get(nickKey(nick));
  if (listed?.session && listed.nick === nick) return listed;
  for (const { user } of hub.sessions) if (user?.nick === nick) return user;
  return null;
}
