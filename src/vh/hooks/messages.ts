/**
 * Hooks of the messages that users send once they are known by nick. Data only.
 *
 * @module
 */
import type { HookRow } from "../table.ts";
import { DATA, NICK, NO_PASSWORD } from "./params.ts";

const TEXT = { name: "text", type: "string" } as const;
const TO_NICK = { name: "toNick", type: "string", doc: "The receiver" } as const;
const OTHER = { name: "otherNick", type: "string", doc: "The user to connect to" } as const;

/** The hooks by message. */
export const MESSAGE_HOOKS = {
  OnParsedMsgAny: {
    params: [NICK, DATA],
    answer: "verdict",
    connection: true,
    secret: NO_PASSWORD,
    doc:
      'Any message of a connection with an accepted nick, before its own handling; keep-alives are "". Block: dropped.',
  },
  OnParsedMsgChat: {
    params: [NICK, { ...TEXT, doc: "The line without `<nick> `" }],
    answer: "chat",
    connection: true,
    doc:
      "A main chat line passed every check, or a line with a command trigger that nobody took. Block: dropped. Return text to replace it.",
  },
  OnParsedMsgPM: {
    params: [NICK, TEXT, TO_NICK],
    answer: "verdict",
    connection: true,
    doc: "A private message, before delivery; bots receive them only through this hook. Block: dropped.",
  },
  OnParsedMsgMCTo: {
    params: [NICK, TEXT, TO_NICK],
    answer: "verdict",
    connection: true,
    doc: "A private line in the main chat window (`$MCTo`) to a user, before delivery. Block: dropped.",
  },
  OnParsedMsgSearch: {
    params: [NICK, { name: "data", type: "string", doc: "The whole `$Search …`, short forms expanded" }],
    answer: "verdict",
    connection: true,
    doc: "A search passed every check. Block: dropped.",
  },
  OnParsedMsgSR: {
    params: [NICK, {
      name: "data",
      type: "string",
      doc: "The whole `$SR …`, the receiver's nick at its end",
    }],
    answer: "verdict",
    connection: true,
    doc: "A search result for a passive user who is online. Block: dropped.",
  },
  OnParsedMsgConnectToMe: {
    params: [
      NICK,
      OTHER,
      { name: "ip", type: "string", doc: "As the client wrote it, before the hub corrects it" },
      { name: "port", type: "string", doc: "With the letters some clients add" },
    ],
    answer: "verdict",
    connection: true,
    doc: "A user asks another one to connect, and may do so. Block: dropped.",
  },
  OnParsedMsgRevConnectToMe: {
    params: [NICK, OTHER],
    answer: "verdict",
    connection: true,
    doc: "A passive user asks another one to ask for a connection. Block: dropped.",
  },
  OnParsedMsgExtJSON: {
    params: [NICK, DATA],
    answer: "verdict",
    connection: true,
    doc:
      "A changed `$ExtJSON` of a user, unless the hub turned them off. Block: neither stored nor passed on.",
  },
  OnUnknownMsg: {
    params: [NICK, DATA],
    answer: "none",
    connection: false,
    doc: "A user sent a message this hub does not know and has ignored.",
  },
  OnCtmToHub: {
    params: [
      NICK,
      { name: "ip", type: "string" },
      { name: "port", type: "number", doc: "Port of the peer" },
      { name: "hubPort", type: "number", doc: "Port of the hub it came to" },
      { name: "referer", type: "string", doc: "The hub that sent it here, empty if unknown" },
    ],
    answer: "verdict",
    connection: true,
    doc:
      "A client was sent here as if this hub were another client (needs `detect_ctmtohub`). Block: closed without an answer and not counted.",
  },
  OnOpChatMessage: {
    params: [NICK, { ...TEXT, doc: "The line" }],
    answer: "verdict",
    connection: true,
    doc:
      "A line for the operator chat, before delivery. Block: dropped. Reports of the hub come under the nick of the room and are delivered whatever the answer is.",
  },
  OnPublicBotMessage: {
    params: [
      { name: "botNick", type: "string" },
      TEXT,
      { name: "minClass", type: "number", doc: "Lowest class that gets it" },
      { name: "maxClass", type: "number", doc: "Highest class that gets it" },
    ],
    answer: "none",
    connection: false,
    doc: "The hub itself said something in main chat. What scripts send is not reported.",
  },
} as const satisfies Record<string, HookRow>;
