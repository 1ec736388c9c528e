/**
 * The rows of the call table for everything that sends something.
 *
 * @module
 */
import type { CallRow } from "../table.ts";
import { NICK } from "./params.ts";

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
const messaging = {
  group: "Messaging",
  capability: "chat",
  modes: "both",
  effect: "W",
  returns: "boolean",
} as const;

/** Groups: Messaging. */
export const MESSAGING_CALLS = [
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
] as const satisfies readonly CallRow[];
