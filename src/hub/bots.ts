/**
 * Bots: the hub's own two and those of scripts. Owns how they enter and leave the user list and how many a script
 * may have. Knows nothing of what they say.
 *
 * @module
 */
import { escapeField } from "../nmdc/escape.ts";
import { formatMyInfo } from "../nmdc/myinfo.ts";
import { whyNoNick } from "../nmdc/nick.ts";
import { ascii, NO_BYTES, terminated } from "../nmdc/wire.ts";
import type { BotSpec } from "../port/hub_port.ts";
import { announceArrival, changeClass, infoText, showsKey, stateOf } from "./announce.ts";
import { broadcastQuit } from "./broadcast.ts";
import type { HubContext } from "./context.ts";
import { type User, UserClass } from "./model.ts";
import { cleanNick, nickKey } from "./nick_key.ts";
import { updateAllMemberships } from "./talk/op_chat.ts";
import { substitute } from "./my_info/shown_info.ts";
import { broadcastInfo } from "./my_info/tls_filter.ts";

/** Most bots of one script. */
export const MAX_BOTS = 100;
/** Longest nick of a bot in bytes. */
const MAX_NICK = 64;
/** Longest MyINFO of a bot in bytes: no client has to take more. */
const MAX_INFO = 1024;

const ADDRESS = "127.0.0.1";

function newBot(hub: HubContext, owner: string, nick: string, userClass: number, info: Uint8Array): User {
  return {
    nick,
    key: nickKey(nick),
    nickBytes: hub.codec.encode(nick),
    session: null,
    owner,
    ip: ADDRESS,
    class: userClass,
    op: showsKey(hub, userClass, null),
    myInfo: terminated(info),
    realMyInfo: info,
    share: 0,
    active: false,
    status: 1,
    chat: false,
    protect: UserClass.Master,
    hideKick: false,
    hideKicksTo: 0,
    taken: null,
    given: null,
    slot: -1,
  };
}

/** Puts a bot into the list and shows it. `false`: the nick is taken. */
function enterBot(hub: HubContext, bot: User): boolean {
  if (!hub.users.add(bot)) return false;
  hub.sink.state.userIn(stateOf(hub, bot));
  announceArrival(hub, bot);
  return true;
}

function leaveBot(hub: HubContext, bot: User): void {
  hub.users.remove(bot);
  hub.sink.state.userOut(bot.nick);
  broadcastQuit(hub, bot);
}

/** Makes a bot of the hub itself; it is not in the list yet. */
export function ownBot(hub: HubContext, nick: string, description: string): User {
  const { name, version } = hub.version;
  const info = formatMyInfo({
    nick: hub.codec.encode(nick),
    description: hub.codec.encode(escapeField(description)),
    tag: ascii(`<${name} V:${version},M:A,H:0/0/1,S:0>`),
    connection: NO_BYTES,
    flag: 1,
    email: NO_BYTES,
    share: 0,
  });
  return newBot(hub, "", nick, UserClass.Master, info);
}

/** Brings the hub's bots into the list under the nicks of the settings. One that keeps its nick is left alone. */
export function placeOwnBots(hub: HubContext): void {
  const { vars } = hub;
  const nick = cleanNick(vars.hub_security);
  if (hub.bot.slot < 0 || hub.bot.nick !== nick) {
    if (hub.bot.slot >= 0) leaveBot(hub, hub.bot);
    hub.bot = ownBot(hub, nick, vars.hub_security_desc);
    enterBot(hub, hub.bot);
  }
  const roomNick = cleanNick(vars.opchat_name);
  if ((hub.room?.nick ?? "") !== roomNick) {
    if (hub.room) leaveBot(hub, hub.room);
    hub.room = roomNick === "" ? null : ownBot(hub, roomNick, vars.opchat_desc);
    // The room gives way when somebody has its nick: messages must not reach both.
    if (hub.room && !enterBot(hub, hub.room)) hub.room = null;
  }
  hub.sink.state.names(hub.bot.nick, hub.room?.nick ?? "");
  updateAllMemberships(hub);
}

/** True when one of the hub's bots could take this nick now. A bot would lock the owner of an account out. */
export function isFreeForOwnBot(hub: HubContext, nick: string, bot: User | null): boolean {
  const holder = hub.users.get(nickKey(nick));
  return holder === undefined ? hub.store.accounts.get(nick) === null : holder === bot;
}

function infoOf(hub: HubContext, nick: Uint8Array, spec: BotSpec): Uint8Array {
  const parts = {
    nick,
    description: NO_BYTES,
    tag: NO_BYTES,
    connection: NO_BYTES,
    flag: 1,
    email: NO_BYTES,
    share: 0,
  };
  substitute(hub, parts, [spec.desc, null, spec.speed, spec.email, spec.share]);
  return formatMyInfo(parts);
}

/** Why {@linkcode addBot} would refuse this bot, as a text without a full stop; `null` when it would not. */
export function whyNotBot(hub: HubContext, owner: string, spec: BotSpec): string | null {
  const nick = hub.codec.encode(spec.nick);
  const unusable = whyNoNick(nick, spec.nick);
  if (unusable !== null) return `it has ${unusable}`;
  if (nick.length > MAX_NICK) return `its nick has more than ${MAX_NICK} bytes`;
  // A number such as &#1048; stands for a character in one of the encodings: users could not address the bot.
  const { fallback: page } = hub.codec;
  if (page.decode(page.encode(spec.nick)) !== spec.nick) {
    return "its nick has characters that get lost in an encoding of this hub";
  }
  if (hub.users.get(nickKey(spec.nick))) return "its nick is taken";
  // Verlihub: scripts register the nicks of their bots, so that nobody takes them. Nobody ever logged in there.
  if ((hub.store.accounts.get(spec.nick)?.loginAt ?? 0) > 0) return "its nick is that of somebody's account";
  if (botsOf(hub, owner).length >= MAX_BOTS) return `the script has ${MAX_BOTS} bots, which is the most`;
  return infoOf(hub, nick, spec).length > MAX_INFO ? `its MyINFO has more than ${MAX_INFO} bytes` : null;
}

/** Adds a script's bot. `false`: {@linkcode whyNotBot} says why. */
export function addBot(hub: HubContext, owner: string, spec: BotSpec): boolean {
  if (whyNotBot(hub, owner, spec) !== null) {
    hub.counters.botsRefused.value++;
    return false;
  }
  const info = infoOf(hub, hub.codec.encode(spec.nick), spec);
  return enterBot(hub, newBot(hub, owner, spec.nick, spec.class, info));
}

/**
 * Gives a script's bot another MyINFO and class and shows both. `false`: there is none of this nick, it is the
 * hub's own, or the MyINFO is too long.
 */
export function editBot(hub: HubContext, spec: BotSpec): boolean {
  const bot = hub.users.get(nickKey(spec.nick));
  if (!bot || bot.session !== null || bot.owner === "") return false;
  const info = infoOf(hub, bot.nickBytes, spec);
  if (info.length > MAX_INFO) return false;
  publish(hub, bot, info);
  changeClass(hub, bot, spec.class);
  return true;
}

/** Puts another MyINFO in place of a bot's and shows it. */
function publish(hub: HubContext, bot: User, info: Uint8Array): void {
  hub.users.setMyInfo(bot, terminated(info));
  bot.realMyInfo = info;
  const text = infoText(hub, info);
  hub.sink.state.userSet(bot.nick, "myInfo", text);
  hub.sink.state.userSet(bot.nick, "realMyInfo", text);
  broadcastInfo(hub, bot);
}

/** Removes a script's bot. `false`: there is none of this nick, or it is the hub's own. */
export function removeBot(hub: HubContext, nick: string): boolean {
  const bot = hub.users.get(nickKey(nick));
  if (!bot || bot.session !== null || bot.owner === "") return false;
  leaveBot(hub, bot);
  return true;
}

/** Removes every bot of a script; returns how many. */
export function removeBotsOf(hub: HubContext, owner: string): number {
  const bots = owner === "" ? [] : botsOf(hub, owner);
  for (const bot of bots) leaveBot(hub, bot);
  return bots.length;
}

/** All bots of scripts. */
export function scriptBots(hub: HubContext): User[] {
  return hub.users.slots.filter((user): user is User =>
    user !== null && user.session === null && user.owner !== ""
  );
}

function botsOf(hub: HubContext, owner: string): User[] {
  return hub.users.slots.filter((user): user is User => user !== null && user.owner === owner);
}

/** Gives one of the hub's bots another description. */
export function describeOwnBot(hub: HubContext, bot: User, description: string): void {
  publish(hub, bot, ownBot(hub, bot.nick, description).realMyInfo);
}
