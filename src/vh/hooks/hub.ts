/**
 * Hooks of what operators, scripts and the clock do: commands, kicks, accounts, bans, settings, script messages.
 * Data only.
 *
 * @module
 */
import type { HookRow } from "../table.ts";
import { NICK, OP, REASON } from "./params.ts";

const COMMAND = { name: "command", type: "string", doc: "With its trigger" } as const;
const CLASS = { name: "userClass", type: "number" } as const;

/** The hooks by subject. */
export const HUB_HOOKS = {
  OnHubCommand: {
    params: [
      NICK,
      { name: "command", type: "string", doc: "Without its trigger; passwords are ***" },
      CLASS,
      { name: "inPM", type: "number", doc: "1 when it came by private message" },
      { name: "prefix", type: "string", doc: "The trigger" },
    ],
    answer: "verdict",
    connection: true,
    doc: "A line with a command trigger, before the other command hooks. Block: taken, nothing else happens.",
  },
  OnOperatorCommand: {
    params: [NICK, COMMAND],
    answer: "verdict",
    connection: true,
    doc: "A command of an operator (class 3 and up). Block: taken.",
  },
  OnUserCommand: {
    params: [NICK, COMMAND],
    answer: "verdict",
    connection: true,
    doc: "A command of a user. Block: taken.",
  },
  OnOperatorKicks: {
    params: [OP, NICK, REASON],
    answer: "verdict",
    connection: true,
    doc: "A kick passed its rights checks. Block: nobody is kicked and the operator is told.",
  },
  OnOperatorDrops: {
    params: [OP, NICK],
    answer: "verdict",
    connection: true,
    doc: "`!drop` passed its rights checks. Block: nobody is dropped and the operator is told.",
  },
  OnOperatorDropsWithReason: {
    params: [OP, NICK, REASON],
    answer: "verdict",
    connection: true,
    doc: "As OnOperatorDrops, right after it and whatever it answered.",
  },
  OnNewReg: {
    params: [OP, NICK, { ...CLASS, doc: "Class of the new account" }],
    answer: "verdict",
    connection: true,
    doc:
      "An operator is about to register a nick, or a user the own one (`op` is then `nick`). Block: no account is made.",
  },
  OnDelReg: {
    params: [NICK, { ...CLASS, doc: "Class of the account" }, OP],
    answer: "verdict",
    connection: true,
    doc: "An operator is about to remove an account. Block: it stays.",
  },
  OnUpdateClass: {
    params: [NICK, { name: "oldClass", type: "number" }, { name: "newClass", type: "number" }, OP],
    answer: "verdict",
    connection: true,
    doc: "An operator is about to change the class of an account. Block: the old class stays.",
  },
  OnNewBan: {
    params: [
      OP,
      { name: "ip", type: "string", doc: "Empty when the ban has none" },
      { name: "nick", type: "string", doc: "Empty when the ban has none" },
      REASON,
    ],
    answer: "verdict",
    connection: true,
    doc: "An operator is about to ban by command. Block: nobody is banned.",
  },
  OnUnBan: {
    params: [{ name: "nickOrIp", type: "string", doc: "What the operator wrote" }, OP, REASON],
    answer: "verdict",
    connection: true,
    doc: "An operator is about to lift a ban. Block: it stays.",
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
  OnScriptQuery: {
    params: [
      { name: "cmd", type: "string" },
      { name: "data", type: "string" },
      { name: "plugin", type: "string", doc: 'Tag of the sender: "deno"' },
      { name: "script", type: "string", doc: "`vh.path` of the sender" },
    ],
    answer: "text",
    connection: false,
    doc:
      "A question from `vh.ScriptQuery` of another script. Return text to answer it; anything else is no answer.",
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
