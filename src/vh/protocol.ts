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
];

/** Raw lines one answer may carry; further ones are left out. */
export const MAX_ANSWER_LINES = 100;

/**
 * A hook's answer on the ring: `null` allow, `false` block, `"failed"` (it threw), or
 * `[allow, substituted fields | null, raw lines | null, disconnect]`.
 */
export type WireAnswer =
  | null
  | false
  | "failed"
  | [allow: boolean, fields: (string | null)[] | null, send: string[] | null, disconnect: boolean];
