/**
 * Parameters and rules that several hooks share. Owns no hook.
 *
 * @module
 */
import type { Param, SecretRule } from "../table.ts";

/** The user a hook is about. */
export const NICK = { name: "nick", type: "string" } as const satisfies Param;
/** The operator who acts. */
export const OP = { name: "op", type: "string" } as const satisfies Param;
/** Address of a connection. */
export const IP = { name: "ip", type: "string", doc: "Address of the peer" } as const satisfies Param;
/** A reason. */
export const REASON = { name: "reason", type: "string" } as const satisfies Param;
/** A whole message. */
export const DATA = {
  name: "data",
  type: "string",
  doc: "The whole message, without the final `|`",
} as const satisfies Param;
/** The six arguments of the MyINFO hooks. */
export const MYINFO = [
  NICK,
  { name: "desc", type: "string" },
  { name: "tag", type: "string" },
  { name: "speed", type: "string", doc: "Ends with the status byte" },
  { name: "mail", type: "string" },
  { name: "share", type: "string", doc: "Decimal bytes" },
] as const satisfies readonly Param[];

/** `$MyPass …` as first argument after a nick or an address: only the command is shown without the grant. */
export const NO_PASSWORD = {
  param: 1,
  after: "$MyPass ",
  capability: "passwords",
} as const satisfies SecretRule;
