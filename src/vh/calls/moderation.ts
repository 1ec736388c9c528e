/**
 * The rows of the call table for accounts, bans, rights and what is shown of users, and for the hub's own life.
 *
 * @module
 */
import type { CallRow } from "../table.ts";
import { NICK } from "./params.ts";

const OP = { name: "op", type: "string", doc: "Who does it" } as const;
const IP = { name: "ip", type: "string" } as const;
const FLAG = { name: "flag", type: "number", doc: "One of `vh.eMF_*`" } as const;
const PERIOD = {
  type: "text",
  optional: true,
  doc:
    'Left out or "" keeps it, 0 gives it back, 1 takes it for a week, `30m`, `2h`, `3d`, `1w`, `1M`, `1y` for that time',
} as const;

const moderating = {
  group: "Moderation",
  capability: "moderate",
  modes: "embedded",
  returns: "boolean",
} as const;
const registering = {
  group: "Accounts",
  capability: "register",
  modes: "embedded",
  returns: "boolean",
} as const;

/** Groups: Accounts, Moderation, Commands, Hub. */
export const MODERATION_CALLS = [
  {
    ...registering,
    name: "AddRegUser",
    effect: "S",
    params: [
      NICK,
      { name: "userClass", type: "number", doc: "−1 or 1…5; 0 counts as 1" },
      {
        name: "password",
        type: "string",
        optional: true,
        default: "",
        doc: "Left out: the user chooses one",
      },
      { name: "opNote", type: "string", optional: true, default: "", doc: "Note for operators" },
    ],
    doc:
      "Registers a nick; a user who is online is told and has the class at once. False when the nick is bad, registered or one of the hub's bots. Lua scripts passed the password before the class: here it comes after.",
  },
  {
    ...registering,
    name: "DelRegUser",
    effect: "S",
    params: [NICK],
    doc: "Removes an account; its user becomes a guest at once. False when there is none or its class is 10.",
  },
  {
    ...registering,
    name: "SetRegClass",
    effect: "S",
    params: [NICK, { name: "userClass", type: "number", doc: "1…5 or 10" }],
    doc: "Changes the class of an account at once. False when there is none, or it has this class.",
  },
  {
    ...moderating,
    name: "Ban",
    effect: "S",
    params: [
      OP,
      {
        name: "nick",
        type: "string",
        doc: "A nick, online or not, or what the type names: address, range, host name, share, prefix",
      },
      { name: "reason", type: "string" },
      { name: "seconds", type: "number", doc: "0: for ever" },
      {
        name: "type",
        type: "number",
        doc:
          "`vh.eBF_*`, 0 as NICKIP. RANGE takes `a.b.c.d/n` or `from-to`; HOST1, HOST2, HOST3 the last labels of a host name, HOSTR1 all but the first",
      },
    ],
    doc:
      "Bans without asking anybody: a nick that is online is disconnected, otherwise everybody the ban names. False when `nick` fits no ban of this type. Lua scripts passed the nick before the operator: here it comes after.",
  },
  {
    ...moderating,
    name: "DelNickTempBan",
    effect: "S",
    params: [NICK],
    doc: "Ends a temporary ban of a nick (coming back too fast, clones). False when there was none.",
  },
  {
    ...moderating,
    name: "DelIPTempBan",
    effect: "S",
    params: [IP],
    doc: "Ends a temporary ban of an address (floods, wrong passwords). False when there was none.",
  },
  {
    ...moderating,
    name: "PassTempBan",
    effect: "S",
    params: [IP, {
      name: "multiplier",
      type: "number",
      optional: true,
      default: 1,
      doc: "Times `pwd_tmpban`",
    }],
    doc:
      "Bans an address for a while, as after a wrong password. False when it is no address or the time is 0.",
  },
  {
    ...moderating,
    name: "UserRestrictions",
    effect: "S",
    params: [
      NICK,
      { ...PERIOD, name: "nochat" },
      { ...PERIOD, name: "nopm" },
      { ...PERIOD, name: "nosearch" },
      { ...PERIOD, name: "noctm" },
    ],
    overloads: [
      "nick: string, rights: { chat?: string | number | boolean | null; pm?: string | number | boolean | null; search?: string | number | boolean | null; ctm?: string | number | boolean | null }",
    ],
    returns: "{ chat: boolean; pm: boolean; search: boolean; ctm: boolean } | null",
    doc:
      "Takes rights from a user until the logout, or gives them back; true for each that is taken now. Class 5 and up is never restricted. Null when the user is not online; throws on a period that is none.",
  },
  {
    ...moderating,
    name: "GetTempRights",
    capability: "users",
    effect: "S",
    params: [NICK],
    returns: "{ chat: number; pm: number; search: number; ctm: number }",
    doc: "Until when rights are taken from a nick, online or not: Unix seconds, 0 when not, −1 for ever.",
  },
  {
    ...moderating,
    name: "SetTempRights",
    effect: "S",
    params: [
      NICK,
      { name: "right", type: "string", doc: "`chat`, `pm`, `search` or `ctm`" },
      { name: "period", type: "text", doc: "0 gives back, 1 a week, or as for UserRestrictions" },
    ],
    doc:
      "Takes a right from a nick, online or not, also after a new login. Throws on an unknown right or period.",
  },
  {
    ...moderating,
    name: "SetUserIP",
    effect: "S",
    params: [NICK, IP],
    doc:
      "Changes the address that is shown of a user; bans and connect requests keep using the real one. False when the user is not online or this is no address.",
  },
  {
    ...moderating,
    name: "SetMyINFOFlag",
    group: "Users",
    effect: "W",
    params: [NICK, FLAG],
    doc:
      "Sets a status bit of a user; meant for the hooks about MyINFO, because it is published with the next one. False when the flag is none or nobody is connected under exactly this nick.",
  },
  {
    ...moderating,
    name: "UnsetMyINFOFlag",
    group: "Users",
    effect: "W",
    params: [NICK, FLAG],
    doc: "Clears a status bit of a user; see SetMyINFOFlag.",
  },
  {
    ...moderating,
    name: "ReportUser",
    capability: "chat",
    effect: "W",
    params: [NICK, { name: "message", type: "string" }],
    doc:
      "Writes a line about a user, with the address, to the operator chat. False when the user is not online.",
  },
  {
    name: "ParseCommand",
    group: "Commands",
    capability: "commands",
    modes: "embedded",
    effect: "S",
    params: [
      NICK,
      { name: "command", type: "string", doc: "With its trigger" },
      {
        name: "pm",
        type: "number",
        optional: true,
        default: 0,
        doc: "1: as private message to the hub's bot",
      },
    ],
    returns: "boolean",
    doc:
      "Runs a command as if the user had typed it, with the user's class and with all hooks. False when the user is not online; a line that is no command does nothing.",
  },
  {
    name: "StopHub",
    group: "Hub",
    capability: "stop",
    modes: "embedded",
    effect: "W",
    params: [
      { name: "exitCode", type: "number", doc: "0 stop, 1 restart; the exit code of the process" },
      {
        name: "delaySeconds",
        type: "number",
        optional: true,
        default: 0,
        doc: "−1 calls a pending stop off",
      },
    ],
    returns: "boolean",
    doc: "Stops the hub.",
  },
  {
    name: "GetServFreq",
    group: "Hub",
    capability: null,
    modes: "both",
    effect: "S",
    params: [],
    returns: "number",
    doc: "Turns per second that the hub's event loop manages, measured once a second; it falls under load.",
  },
] as const satisfies readonly CallRow[];
