/**
 * The rows of the call table for everything that acts on the hub: moderation, settings, bots, other scripts, text.
 *
 * @module
 */
import { aliasRow, type CallRow } from "../table.ts";
import { NICK } from "./params.ts";

const REASON = { name: "reason", type: "string" } as const;
const OP = { name: "op", type: "string", doc: "Who does it: a user or bot in the list" } as const;
const CONF = {
  name: "type",
  type: "string",
  doc: 'Name of the set; `vh.config_name` ("config") is the hub itself',
} as const;
const VARIABLE = { name: "name", type: "string" } as const;

const OWN = [
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
    doc:
      "Adds a bot to the user list; it leaves with the script. False when the nick is bad, cannot be typed or is " +
      "taken; the script's log says why.",
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

/** Groups: Moderation, Configuration, Hub, Bots, Scripts, Text. */
export const HUB_CALLS = [
  ...OWN,
  aliasRow("encode", OWN, "Encode"),
  aliasRow("decode", OWN, "Decode"),
] as const satisfies readonly CallRow[];
