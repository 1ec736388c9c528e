/**
 * Every hook a script can export, as data: argument order, what its answer does, when it fires.
 * The source of types, dispatch rules and reference docs. Knows nothing of how hooks are delivered.
 *
 * @module
 */
import type { HookRow, ParamTuple } from "./table.ts";

const NICK = { name: "nick", type: "string" } as const;

/** The hooks by name. */
export const HOOKS = {
  OnNewConn: {
    params: [{ name: "ip", type: "string", doc: "Address of the peer" }],
    answer: "verdict",
    connection: true,
    doc: "A connection was accepted, before anything is sent. Block: closed without a word.",
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
  OnUserLogout: {
    params: [NICK],
    answer: "none",
    connection: false,
    doc: "A user leaves; calls about the user still answer inside this hook.",
  },
  OnParsedMsgChat: {
    params: [NICK, { name: "text", type: "string", doc: "The line without `<nick> `" }],
    answer: "chat",
    connection: true,
    doc:
      "A main chat line passed every check, or a line with a command trigger that nobody took. Block: dropped. Return text to replace it.",
  },
  OnParsedMsgPM: {
    params: [NICK, { name: "text", type: "string" }, { name: "toNick", type: "string", doc: "The receiver" }],
    answer: "verdict",
    connection: true,
    doc: "A private message, before delivery; bots receive them only through this hook. Block: dropped.",
  },
  OnParsedMsgSearch: {
    params: [NICK, { name: "data", type: "string", doc: "The whole `$Search …`, short forms expanded" }],
    answer: "verdict",
    connection: true,
    doc: "A search passed every check. Block: dropped.",
  },
  OnParsedMsgMyINFO: {
    params: [
      NICK,
      { name: "desc", type: "string" },
      { name: "tag", type: "string" },
      { name: "speed", type: "string", doc: "Ends with the status byte" },
      { name: "mail", type: "string" },
      { name: "share", type: "string", doc: "Decimal bytes" },
    ],
    answer: "myinfo",
    connection: true,
    doc:
      "An accepted `$MyINFO`, the first one included. Block: ignored. Return `[desc, tag, speed, mail, share]` to replace fields (null keeps one).",
  },
  OnHubCommand: {
    params: [
      NICK,
      { name: "command", type: "string", doc: "Without its trigger" },
      { name: "userClass", type: "number" },
      { name: "inPM", type: "number", doc: "1 when it came by private message" },
      { name: "prefix", type: "string", doc: "The trigger" },
    ],
    answer: "verdict",
    connection: true,
    doc: "A line with a command trigger, before the other command hooks. Block: taken, nothing else happens.",
  },
  OnOperatorCommand: {
    params: [NICK, { name: "command", type: "string", doc: "With its trigger" }],
    answer: "verdict",
    connection: true,
    doc: "A command of an operator (class 3 and up). Block: taken.",
  },
  OnUserCommand: {
    params: [NICK, { name: "command", type: "string", doc: "With its trigger" }],
    answer: "verdict",
    connection: true,
    doc: "A command of a user. Block: taken.",
  },
  OnOperatorKicks: {
    params: [
      { name: "op", type: "string" },
      NICK,
      { name: "reason", type: "string" },
    ],
    answer: "verdict",
    connection: true,
    doc: "A kick passed its rights checks. Block: nobody is kicked and the operator is told.",
  },
  OnSetConfig: {
    params: [
      NICK,
      { name: "conf", type: "string", doc: 'The set; "config" is the hub itself' },
      { name: "variable", type: "string" },
      { name: "newValue", type: "string" },
      { name: "oldValue", type: "string" },
      { name: "valueType", type: "number", doc: "`eIT_*`, −1 for a new variable" },
    ],
    answer: "verdict",
    connection: false,
    doc: "A setting is about to change. Block: the old value stays.",
  },
  OnScriptCommand: {
    params: [
      { name: "cmd", type: "string" },
      { name: "data", type: "string" },
      { name: "plugin", type: "string" },
      { name: "script", type: "string", doc: "`vh.path` of the sender, empty when it was the hub" },
    ],
    answer: "none",
    connection: false,
    doc: "A message from `vh.ScriptCommand`; the sender receives it too.",
  },
  OnTimer: {
    params: [{ name: "ms", type: "number", doc: "Unix time in milliseconds" }],
    answer: "none",
    connection: false,
    doc: "Once a second. Missed ticks are not made up.",
  },
  OnUnLoad: {
    params: [{ name: "code", type: "number", doc: "0 on a normal stop" }],
    answer: "none",
    connection: false,
    doc: "The hub stops; all users are gone. Awaited for 2 seconds together with `UnLoad`.",
  },
  UnLoad: {
    params: [],
    answer: "none",
    connection: false,
    doc: "The script is unloaded, reloaded or the hub stops. Awaited for 2 seconds.",
  },
} as const satisfies Record<string, HookRow>;

/** Name of a hook. */
export type HookName = keyof typeof HOOKS;

/** Argument tuple of a hook. */
export type HookArgs<H extends HookName> = ParamTuple<(typeof HOOKS)[H]["params"]>;

/** Hooks whose answer the hub waits for. */
export type AskHook = { [H in HookName]: (typeof HOOKS)[H]["answer"] extends "none" ? never : H }[HookName];

/** Hooks the hub only reports. */
export type TellHook = Exclude<HookName, AskHook>;

/** The hook names in table order; the position is the number that travels on the wire to a script. */
export const HOOK_NAMES: readonly HookName[] = Object.keys(HOOKS) as HookName[];
