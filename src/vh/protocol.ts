/**
 * The numbers that the two ends of a script channel share beyond calls and hooks: state changes, controls, notices,
 * and the compact form of a hook's answer. Knows nothing of rings.
 *
 * @module
 */
import type { UserFieldName } from "./user_state.ts";

/** State changes, hub → script. Arguments in the comment. */
export const DELTA = {
  /** `[...fields in USER_FIELDS order]` */
  userIn: 0,
  /** `[nick]` */
  userOut: 1,
  /** `[nick, index in USER_FIELDS, value]` */
  userSet: 2,
  /** `[name, text]` */
  setting: 3,
  /** `[topic]` */
  topic: 4,
  /** `[users, share]` */
  counts: 5,
  /** `[bot, opChat]` */
  names: 6,
} as const;

/** Orders, hub → script. */
export const CONTROL = {
  /** Import the script: `[]`; everything before it is the state at load time. */
  load: 0,
  /** Answer with {@linkcode NOTICE} pong: `[number]`. */
  ping: 1,
  /** Call the given lifecycle hooks and answer with {@linkcode NOTICE} unloaded: `[code | null]`. */
  unload: 2,
} as const;

/** Reports, script → hub. */
export const NOTICE = {
  /** The script's top level ran: `[hook names]`. */
  loaded: 0,
  /** The script's top level failed: `[message, stack]`. */
  failed: 1,
  /** Answer to ping: `[number, heap bytes, external bytes]`. */
  pong: 2,
  /** A console line: `[level, text]`. */
  log: 3,
  /** A hook threw or rejected: `[hook name, message, stack]`. */
  error: 4,
  /** UnLoad is over: `[]`. */
  unloaded: 5,
  /** `vh.on` or a late change of what the script listens to: `[hook names]`. */
  hooks: 6,
} as const;

/**
 * Several scripts may share a worker and its channel. Each is a member with a number from 0 on; whatever concerns one
 * of them carries `number * MEMBER_STEP` on top of its hook, call, control or notice number.
 */
export const MEMBER_STEP = 1024;
/** Scripts that one worker may have at the same time or, because numbers are not used twice, one after the other. */
export const MAX_MEMBERS = 63;
/** Member number of what belongs to no script in particular, such as a console line of a timer in a shared worker. */
export const NO_MEMBER = 63;
/** In place of a hook number: run an exported function, `[name, ...arguments]`. */
export const RUN_FUNCTION = 1023;

/** The result of {@linkcode RUN_FUNCTION}. */
export type FunctionResult = [ok: true, value: unknown] | [ok: false, code: string, message: string];

/** Order of a user's fields in {@linkcode DELTA} userIn. */
export const USER_FIELDS: readonly UserFieldName[] = [
  "nick",
  "class",
  "ip",
  "connected",
  "op",
  "myInfo",
  "realMyInfo",
  "share",
  "hubUrl",
  "extJson",
  "version",
  "supports",
  "chat",
  "tls",
];

/** Raw lines one answer may carry; further ones are left out. */
export const MAX_ANSWER_LINES = 100;

/**
 * A hook's answer on the ring: `null` allow, `false` block, `"failed"` (it threw), or
 * `[allow, substituted fields | null, raw lines | null, disconnect]`. A fifth element `true` says that another
 * function of the same script failed, so that the hub can apply what its operator wants of failures.
 */
export type WireAnswer =
  | null
  | false
  | "failed"
  | [
    allow: boolean,
    fields: (string | null)[] | null,
    send: string[] | null,
    disconnect: boolean,
    failed?: true,
  ];
