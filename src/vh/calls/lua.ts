/**
 * The rows of the call table that only Verlihub's Lua plugin has: other names for calls, and calls of its own. Where
 * Lua passes arguments in another order than a call of the same name here, the order here counts; the row says so.
 *
 * @module
 */
import { aliasRow, type CallRow } from "../table.ts";
import { HUB_CALLS } from "./hub.ts";
import { MESSAGING_CALLS } from "./messaging.ts";
import { NICK } from "./params.ts";
import { USERS_CALLS } from "./users.ts";

const MIN = { name: "minClass", type: "number", optional: true, default: 0 } as const;
const MAX = { name: "maxClass", type: "number", optional: true, default: 10 } as const;
const MS = { name: "delay", type: "number", optional: true, default: 0, doc: "Milliseconds" } as const;
const BOT = [
  NICK,
  { name: "userClass", type: "number" },
  { name: "desc", type: "string" },
  { name: "speed", type: "string" },
  { name: "email", type: "string" },
  { name: "share", type: "text", doc: "Bytes" },
] as const;

const sending = {
  group: "Messaging",
  capability: "chat",
  modes: "both",
  effect: "W",
  returns: "boolean",
} as const;
const reading = { group: "Users", capability: "users", modes: "both", effect: "R" } as const;
const closing = {
  group: "Moderation",
  capability: "moderate",
  modes: "embedded",
  effect: "W",
  returns: "boolean",
} as const;
const bots = {
  group: "Bots",
  capability: "bots",
  modes: "embedded",
  effect: "S",
  returns: "boolean",
} as const;
const about = { group: "Hub", capability: null, modes: "both" } as const;

const OWN = [
  {
    ...sending,
    name: "SendToChat",
    params: [
      { ...NICK, doc: "Shown as the author; need not exist" },
      { name: "text", type: "string" },
      MIN,
      MAX,
    ],
    doc: "Says a line in main chat as this nick. False when min is above max.",
  },
  {
    ...closing,
    name: "Disconnect",
    params: [NICK, MS],
    doc: "Disconnects a user with the reason `vh.eCR_PLUGIN`. False when the user is not online.",
  },
  {
    ...closing,
    name: "AddChatUser",
    params: [NICK],
    doc: "Lets a user see main chat. False when the user is not online.",
  },
  {
    ...closing,
    name: "DelChatUser",
    params: [NICK],
    doc: "Keeps main chat from a user. False when the user is not online.",
  },
  { ...reading, name: "IsChatUser", params: [NICK], returns: "boolean", doc: "Does the user see main chat?" },
  {
    ...reading,
    name: "IsSecConn",
    params: [NICK],
    returns: "boolean",
    doc: "Is the user's connection to the hub encrypted?",
  },
  {
    ...reading,
    name: "GetTLSVer",
    params: [NICK],
    returns: "string | null",
    doc: "Version of TLS between user and hub; null without TLS.",
  },
  { ...reading, name: "IsBot", params: [NICK], returns: "boolean", doc: "Is there a bot of this nick?" },
  {
    ...bots,
    name: "EditBot",
    params: BOT,
    doc: "Changes a script's bot and shows it. False when there is none, or it is the hub's own.",
  },
  {
    ...bots,
    name: "GetBots",
    params: [],
    returns: "{ script: string; nick: string; myInfo: string; share: number; class: number }[]",
    doc: "The bots of all scripts.",
  },
  { ...about, name: "GetTopic", effect: "R", params: [], returns: "string", doc: "The topic." },
  {
    ...sending,
    group: "Hub",
    name: "SetTopic",
    params: [{ name: "topic", type: "string", doc: 'Below 1024 characters; "" clears it' }],
    doc: "Sets and shows the topic. False when it is too long.",
  },
  {
    ...about,
    name: "GetUpTime",
    effect: "R",
    params: [{ name: "unit", type: "number", optional: true, default: 1, doc: "1 seconds, 2 milliseconds" }],
    returns: "number",
    doc: "Time since the hub started.",
  },
  {
    ...about,
    name: "GetHubIp",
    effect: "S",
    params: [],
    returns: "string",
    doc: "`host:port` the hub listens on.",
  },
  {
    ...about,
    name: "GetVHCfgDir",
    effect: "R",
    params: [],
    returns: "string | null",
    doc: "The hub's data folder, as `vh.basedir`; null unless the script may read it.",
  },
  {
    ...about,
    name: "GetHubSecAlias",
    effect: "R",
    params: [],
    returns: "string",
    doc: "Nick of the hub's bot.",
  },
] as const satisfies readonly CallRow[];

/** Groups: Messaging, Users, Lists, Moderation, Bots, Hub. */
export const LUA_CALLS = [
  ...OWN,
  aliasRow("SendToUser", MESSAGING_CALLS, "SendDataToUser"),
  aliasRow("SendToClass", MESSAGING_CALLS, "SendDataToAll"),
  aliasRow("DisconnectByName", OWN, "Disconnect"),
  aliasRow(
    "GetOPList",
    USERS_CALLS,
    "GetRawOpList",
    "Lua's GetNickList and GetBotList are GetRawNickList and GetRawBotList here.",
  ),
  aliasRow("RegBot", HUB_CALLS, "AddRobot"),
  aliasRow("UnRegBot", HUB_CALLS, "DelRobot"),
] as const satisfies readonly CallRow[];
