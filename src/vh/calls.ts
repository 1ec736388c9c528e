/**
 * Every function of the `vh` object, as data: parameters, result, effect, needed capability, one line of meaning.
 * The source of the proxy in the worker, argument checks on both sides, types and reference docs.
 * Knows nothing of how a call is carried out. Append only: the position of a row is its number on the ring.
 *
 * @module
 */
import type { CallRow, ParamTuple } from "./table.ts";

const NICK = { name: "nick", type: "string" } as const;
const MESSAGE = { name: "message", type: "string" } as const;
const DATA = { name: "data", type: "string", doc: "Protocol text; a missing final pipe is added" } as const;
const BOT = {
  name: "bot",
  type: "string",
  optional: true,
  doc: "Shown as the author; the hub's bot if left out",
} as const;
const DELAY = {
  name: "delay",
  type: "number",
  optional: true,
  default: 0,
  doc: "Above 0: sent with the next flush, about a second later at most",
} as const;
const MIN = { name: "minClass", type: "number" } as const;
const MAX = { name: "maxClass", type: "number" } as const;
const MIN_OPTIONAL = { name: "minClass", type: "number", optional: true, default: 0 } as const;
const MAX_OPTIONAL = { name: "maxClass", type: "number", optional: true, default: 10 } as const;
const REASON = { name: "reason", type: "string" } as const;
const OP = { name: "op", type: "string", doc: "Who does it: a user or bot in the list" } as const;
const CONF = {
  name: "type",
  type: "string",
  doc: 'Name of the set; `vh.config_name` ("config") is the hub itself',
} as const;
const VARIABLE = { name: "name", type: "string" } as const;
const KEEP = { type: "string", optional: true, doc: 'null keeps it, "" clears it' } as const;

const messaging = {
  group: "Messaging",
  capability: "chat",
  modes: "both",
  effect: "W",
  returns: "boolean",
} as const;
const reading = { group: "Users", capability: "users", modes: "both", effect: "R" } as const;

/** The calls, in the order of their numbers. */
export const CALLS = [
  {
    ...messaging,
    name: "mc",
    params: [MESSAGE, BOT],
    doc: "Says a line in main chat to everybody.",
  },
  {
    ...messaging,
    name: "usermc",
    params: [NICK, MESSAGE, BOT],
    doc: "Says a line in main chat to one user. False when the user is not online.",
  },
  {
    ...messaging,
    name: "classmc",
    params: [MESSAGE, MIN, MAX, BOT],
    doc: "Says a line in main chat to users of these classes. False when min is above max.",
  },
  {
    ...messaging,
    name: "pm",
    params: [
      NICK,
      MESSAGE,
      { name: "from", type: "string", optional: true, doc: "Sender; the hub's bot if left out" },
      { name: "displayed", type: "string", optional: true, doc: "Name in the text; `from` if left out" },
    ],
    doc: "Sends a private message. False when the user is not online.",
  },
  {
    ...messaging,
    name: "SendToOpChat",
    params: [MESSAGE, { name: "nick", type: "string", optional: true, doc: "Author, if online" }],
    doc: "Writes to the operator chat room. False when there is no room.",
  },
  {
    ...messaging,
    name: "SendPMToAll",
    params: [MESSAGE, { name: "from", type: "string" }, MIN_OPTIONAL, MAX_OPTIONAL],
    doc: "Sends a private message to every user of these classes.",
  },
  {
    ...messaging,
    name: "SendDataToUser",
    params: [DATA, NICK, DELAY],
    doc: "Sends raw protocol data to one user. False when the user is not online.",
  },
  {
    ...messaging,
    name: "SendDataToAll",
    params: [DATA, MIN_OPTIONAL, MAX_OPTIONAL, DELAY],
    doc: "Sends raw protocol data to every user of these classes. False when min is above max.",
  },
  {
    ...messaging,
    name: "SendToAll",
    params: [DATA, DELAY],
    doc:
      "Sends raw protocol data to everybody; text that is no protocol line is said in main chat by the hub's bot.",
  },
  {
    ...messaging,
    name: "SendToActive",
    params: [DATA, DELAY],
    doc: "Sends raw protocol data to users in active mode.",
  },
  {
    ...messaging,
    name: "SendToPassive",
    params: [DATA, DELAY],
    doc: "Sends raw protocol data to users in any other mode.",
  },
  {
    ...messaging,
    name: "SendToActiveClass",
    params: [DATA, MIN, MAX, DELAY],
    doc: "As SendToActive, for these classes.",
  },
  {
    ...messaging,
    name: "SendToPassiveClass",
    params: [DATA, MIN, MAX, DELAY],
    doc: "As SendToPassive, for these classes.",
  },
  {
    ...reading,
    name: "GetUserClass",
    params: [NICK],
    returns: "number",
    doc: "Class of a user or bot, −1…10; −2 when nobody has this nick.",
  },
  {
    ...reading,
    name: "GetUserIP",
    params: [NICK],
    returns: "string | null",
    doc: "Address of a user; bots have 127.0.0.1.",
  },
  {
    ...reading,
    name: "GetUserHubURL",
    params: [NICK],
    returns: "string | null",
    doc: "The hub address the client dialled, if it told.",
  },
  {
    ...reading,
    name: "GetUserExtJSON",
    params: [NICK],
    returns: "string | null",
    doc: "The client's last `$ExtJSON …` line.",
  },
  {
    ...reading,
    name: "GetUserVersion",
    params: [NICK],
    returns: "string | null",
    doc: "Text of the client's `$Version`.",
  },
  {
    ...reading,
    name: "GetUserShare",
    params: [NICK],
    returns: "number | null",
    doc: "Share of a user in bytes.",
  },
  {
    ...reading,
    name: "GetUserSupports",
    params: [NICK],
    returns: "string | null",
    doc: "Features of the client's `$Supports`, separated by spaces.",
  },
  {
    ...reading,
    name: "InUserSupports",
    params: [NICK, { name: "feature", type: "string" }],
    returns: "boolean",
    doc: "Did the client announce this feature?",
  },
  {
    ...reading,
    name: "IsUserOnline",
    params: [NICK],
    returns: "boolean",
    doc: "Is there a user or bot of this nick in the list?",
  },
  {
    ...reading,
    name: "GetMyINFO",
    params: [NICK],
    returns: "string | null",
    doc: "The whole published `$MyINFO …` line.",
  },
  {
    ...reading,
    name: "GetMyINFOParts",
    params: [NICK],
    returns: "[nick: string, desc: string, tag: string, speed: string, email: string, share: string] | null",
    doc: "The fields of the published MyINFO; speed ends with the status byte.",
  },
  {
    name: "SetMyINFO",
    group: "Users",
    capability: "moderate",
    modes: "embedded",
    effect: "W",
    params: [
      NICK,
      { ...KEEP, name: "desc" },
      { ...KEEP, name: "tag" },
      { ...KEEP, name: "speed" },
      { ...KEEP, name: "email" },
      { name: "share", type: "text", optional: true, doc: "Bytes" },
    ],
    returns: "boolean",
    doc:
      "Changes what others see of a user or bot until the client sends its next MyINFO. False when there is none.",
  },
  {
    ...reading,
    name: "GetNickList",
    params: [],
    returns: "string[]",
    group: "Lists",
    doc: "Nicks of all users and bots.",
  },
  {
    ...reading,
    name: "GetOpList",
    params: [],
    returns: "string[]",
    group: "Lists",
    doc: "Nicks of all shown operators.",
  },
  {
    ...reading,
    name: "GetBotList",
    params: [],
    returns: "string[]",
    group: "Lists",
    doc: "Nicks of all bots.",
  },
  {
    ...reading,
    name: "GetRawNickList",
    params: [],
    returns: "string",
    group: "Lists",
    doc: "All nicks as a `$NickList a$$b$$` line.",
  },
  {
    ...reading,
    name: "GetRawOpList",
    params: [],
    returns: "string",
    group: "Lists",
    doc: "All operators as an `$OpList a$$b$$` line.",
  },
  {
    ...reading,
    name: "GetRawBotList",
    params: [],
    returns: "string",
    group: "Lists",
    doc: "All bots as a `$BotList a$$b$$` line.",
  },
  {
    ...reading,
    name: "GetUsersCount",
    params: [],
    returns: "number",
    group: "Lists",
    doc: "Users online, those still logging in included, bots excluded.",
  },
  {
    ...reading,
    name: "GetTotalShareSize",
    params: [],
    returns: "string",
    group: "Lists",
    doc: "Sum of all shares in bytes, decimal.",
  },
  {
    name: "KickUser",
    group: "Moderation",
    capability: "moderate",
    modes: "embedded",
    effect: "S",
    params: [
      OP,
      NICK,
      REASON,
      { name: "note", type: "string", optional: true, default: "" },
      { name: "opNote", type: "string", optional: true, default: "" },
      {
        name: "banTime",
        type: "number",
        optional: true,
        default: 0,
        doc: "Seconds; 0 = the hub's `tban_kick`",
      },
    ],
    returns: "boolean",
    doc:
      "Kicks and bans as an operator would, rights checks and OnOperatorKicks included. False when op is not in the list.",
  },
  {
    name: "KickRedirUser",
    group: "Moderation",
    capability: "moderate",
    modes: "embedded",
    effect: "S",
    params: [
      OP,
      NICK,
      REASON,
      { name: "address", type: "string", doc: "Where the user is sent" },
      { name: "note", type: "string", optional: true, default: "" },
      { name: "opNote", type: "string", optional: true, default: "" },
    ],
    returns: "boolean",
    doc: "As KickUser, and sends the user to another hub.",
  },
  {
    name: "CloseConnection",
    group: "Moderation",
    capability: "moderate",
    modes: "embedded",
    effect: "W",
    params: [
      NICK,
      { name: "reasonCode", type: "number", optional: true, default: 0, doc: "`vh.eCR_*`" },
      { name: "delay", type: "number", optional: true, default: 0, doc: "Milliseconds" },
    ],
    returns: "boolean",
    doc: "Disconnects a user without a ban. False when the user is not online.",
  },
  {
    name: "GetConfig",
    group: "Configuration",
    capability: "config",
    modes: "both",
    effect: "RS",
    params: [CONF, VARIABLE, { name: "fallback", type: "string", optional: true }],
    returns: "string | null",
    doc: "A variable as text; the default (or null) when there is none.",
  },
  {
    name: "SetConfig",
    group: "Configuration",
    capability: "config",
    modes: "embedded",
    effect: "S",
    params: [CONF, VARIABLE, { name: "value", type: "text" }],
    returns: "boolean",
    doc: "Changes a variable after OnSetConfig. False when it is unknown, out of range or vetoed.",
  },
  {
    name: "Topic",
    group: "Hub",
    capability: "chat",
    modes: "both",
    effect: "RW",
    params: [{ name: "topic", type: "string", optional: true, doc: 'Below 1024 characters; "" clears it' }],
    returns: "string",
    doc: "The topic; sets and shows it first when one is given.",
  },
  {
    name: "name_and_version",
    group: "Hub",
    capability: null,
    modes: "both",
    effect: "RW",
    params: [
      { name: "name", type: "string", optional: true },
      { name: "version", type: "string", optional: true },
    ],
    returns: "string",
    doc: '"name version" of the hub software; with arguments it names the calling script in lists instead.',
  },
  {
    name: "IsRobotNickBad",
    group: "Bots",
    capability: "bots",
    modes: "both",
    effect: "R",
    params: [NICK],
    returns: "number",
    doc: "`vh.eBOT_OK`, or why this nick cannot be a bot.",
  },
  {
    name: "AddRobot",
    group: "Bots",
    capability: "bots",
    modes: "embedded",
    effect: "S",
    params: [
      NICK,
      { name: "userClass", type: "number" },
      { name: "desc", type: "string" },
      { name: "speed", type: "string" },
      { name: "email", type: "string" },
      { name: "share", type: "text", doc: "Bytes" },
    ],
    returns: "boolean",
    doc: "Adds a bot to the user list; it leaves with the script. False when the nick is bad or taken.",
  },
  {
    name: "DelRobot",
    group: "Bots",
    capability: "bots",
    modes: "embedded",
    effect: "S",
    params: [NICK],
    returns: "boolean",
    doc: "Removes a bot. False when there is none.",
  },
  {
    name: "ScriptCommand",
    group: "Scripts",
    capability: "scripts",
    modes: "both",
    effect: "S",
    params: [
      { name: "cmd", type: "string" },
      { name: "data", type: "string" },
      { name: "plugin", type: "text", optional: true, default: "deno", doc: "Tag shown to the receivers" },
      { name: "immediate", type: "boolean", optional: true, default: false, doc: "Deliver now and wait" },
    ],
    returns: "boolean",
    doc: "Calls OnScriptCommand in every script, the sender included. False when the queue of 1000 is full.",
  },
  {
    name: "Encode",
    group: "Text",
    capability: null,
    modes: "both",
    effect: "L",
    params: [{ name: "text", type: "string" }],
    returns: "string",
    doc: "Writes `$`, `|`, backtick, `~` and byte 5 as `&#36;` and so on, for raw protocol text.",
  },
  {
    name: "Decode",
    group: "Text",
    capability: null,
    modes: "both",
    effect: "L",
    params: [{ name: "text", type: "string" }],
    returns: "string",
    doc: "The inverse of Encode.",
  },
] as const satisfies readonly CallRow[];

/** Name of a call. */
export type CallName = (typeof CALLS)[number]["name"];

/** The table row of a call. */
export type CallOf<N extends CallName> = Extract<(typeof CALLS)[number], { name: N }>;

/** Argument tuple of a call, defaults filled in. */
export type CallArgs<N extends CallName> = ParamTuple<CallOf<N>["params"]>;

/** Calls of which at least one form travels to the hub. */
export type HubCall = { [N in CallName]: CallOf<N>["effect"] extends "R" | "L" ? never : N }[CallName];

/** Calls of which at least one form is answered in the worker. */
export type LocalCall = Exclude<CallName, HubCall>;

/** Number of a call on the ring. */
export const CALL_NUMBER: Readonly<Record<CallName, number>> = Object.fromEntries(
  CALLS.map((row, index) => [row.name, index]),
) as Record<CallName, number>;
