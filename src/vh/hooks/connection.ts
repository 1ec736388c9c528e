/**
 * Hooks of a connection's life: accepted, logging in, in the list, gone. Data only.
 *
 * @module
 */
import type { HookRow } from "../table.ts";
import { DATA, IP, MYINFO, NICK, NO_PASSWORD } from "./params.ts";

/** The hooks in the order in which a connection meets them. */
export const CONNECTION_HOOKS = {
  OnNewConn: {
    params: [IP],
    answer: "verdict",
    connection: true,
    doc: "A connection was accepted, before anything is sent. Block: closed without a word.",
  },
  OnParsedMsgAnyEx: {
    params: [IP, DATA],
    answer: "verdict",
    connection: true,
    secret: NO_PASSWORD,
    doc:
      "Any message of a connection without an accepted nick, before its own handling. Block: closed without a word.",
  },
  OnParsedMsgSupports: {
    params: [IP, DATA, {
      name: "reply",
      type: "string",
      doc: "The features the hub will answer, each followed by a space",
    }],
    answer: "verdict",
    connection: true,
    doc: "A client told its features. Block: the hub does not answer with its own; the login goes on.",
  },
  OnParsedMsgValidateNick: {
    params: [{ name: "data", type: "string", doc: "The whole `$ValidateNick nick`" }],
    answer: "verdict",
    connection: true,
    doc: "A nick passed every check and the answer to it is on its way. Block: closed without a word.",
  },
  OnParsedMsgMyPass: {
    params: [NICK, {
      name: "data",
      type: "string",
      doc: 'The whole `$MyPass password`; only "$MyPass " without the capability `passwords`',
    }],
    answer: "verdict",
    connection: true,
    secret: NO_PASSWORD,
    doc: "A password the hub asked for, before it is checked or stored. Block: closed without a word.",
  },
  OnBadPass: {
    params: [NICK, IP],
    answer: "verdict",
    connection: true,
    doc: "A password was wrong; the connection is refused. Block: its address may try again at once.",
  },
  OnParsedMsgVersion: {
    params: [IP, DATA],
    answer: "verdict",
    connection: true,
    doc: "A client told its protocol version. Block: closed without a word.",
  },
  OnParsedMsgMyHubURL: {
    params: [NICK, DATA],
    answer: "verdict",
    connection: true,
    doc: "A client told the address it dialled, which is stored already. Block: closed without a word.",
  },
  OnParsedMsgBotINFO: {
    params: [NICK, DATA],
    answer: "verdict",
    connection: true,
    doc: "A hub list's pinger asks for the facts about the hub. Block: closed without a word.",
  },
  OnValidateTag: {
    params: [NICK, { name: "tag", type: "string", doc: 'The tag `<…>`, or "" if there is none' }],
    answer: "verdict",
    connection: true,
    doc: "The tag of any `$MyINFO` passed the hub's rules. Block: disconnected with `eCR_TAG_INVALID`.",
  },
  OnFirstMyINFO: {
    params: MYINFO,
    answer: "myinfo",
    connection: true,
    doc:
      "The first `$MyINFO` of a login, before OnParsedMsgMyINFO. Block: disconnected with `eCR_KICKED`. Return `[desc, tag, speed, mail, share]` to replace fields (null keeps one).",
  },
  OnParsedMsgMyINFO: {
    params: MYINFO,
    answer: "myinfo",
    connection: true,
    doc:
      "An accepted `$MyINFO`, the first one included. Block: ignored. Return `[desc, tag, speed, mail, share]` to replace fields (null keeps one).",
  },
  OnCloneCountLow: {
    params: [
      NICK,
      { name: "cloneNick", type: "string", doc: "A user of the same address and MyINFO" },
      { name: "count", type: "number", doc: "How many such users are online" },
    ],
    answer: "verdict",
    connection: true,
    doc:
      "A user looks like others who are online, but they are fewer than `clone_detect_count`. Block: refused as a clone all the same.",
  },
  OnUserInList: {
    params: [NICK],
    answer: "verdict",
    connection: true,
    doc: "A user was just added to the user list, before the others are told. Block: disconnected.",
  },
  OnUserLogin: {
    params: [NICK],
    answer: "verdict",
    connection: true,
    doc: "A login is complete; the user list follows. Block: disconnected.",
  },
  OnCloseConn: {
    params: [IP],
    answer: "none",
    connection: false,
    doc: "A connection is over, whoever ended it.",
  },
  OnCloseConnEx: {
    params: [
      IP,
      { name: "reason", type: "number", doc: "`eCR_*`; 0 when the peer went by itself" },
      { name: "nick", type: "string", doc: "Empty when no nick was accepted" },
    ],
    answer: "none",
    connection: false,
    doc: "As OnCloseConn, right after it, with more to know.",
  },
  OnUserLogout: {
    params: [NICK],
    answer: "none",
    connection: false,
    doc: "A user leaves, after OnCloseConnEx; calls about the user still answer inside this hook.",
  },
} as const satisfies Record<string, HookRow>;
