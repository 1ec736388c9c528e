/**
 * The rows of the call table for everything that reads or changes what is known of users.
 *
 * @module
 */
import type { CallRow } from "../table.ts";
import { NICK } from "./params.ts";

const KEEP = { type: "string", optional: true, doc: 'null keeps it, "" clears it' } as const;

const reading = { group: "Users", capability: "users", modes: "both", effect: "R" } as const;

/** Groups: Users and Lists. */
export const USERS_CALLS = [
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
] as const satisfies readonly CallRow[];
