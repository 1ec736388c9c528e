/**
 * Every function of the `vh` object, as data: parameters, result, effect, needed capability, one line of meaning.
 * The source of the proxy in the worker, argument checks on both sides, types and reference docs.
 * Knows nothing of how a call is carried out. The position of a row is its number on the ring; both ends come from one build.
 *
 * @module
 */
import { BRIDGE_CALLS } from "./calls/bridge.ts";
import { HUB_CALLS } from "./calls/hub.ts";
import { LOOKUP_CALLS } from "./calls/lookup.ts";
import { LUA_CALLS } from "./calls/lua.ts";
import { MESSAGING_CALLS } from "./calls/messaging.ts";
import { MODERATION_CALLS } from "./calls/moderation.ts";
import { USERS_CALLS } from "./calls/users.ts";
import type { CallRow, ParamTuple } from "./table.ts";

/** The calls, in the order of their numbers. */
export const CALLS = [
  ...MESSAGING_CALLS,
  ...USERS_CALLS,
  ...HUB_CALLS,
  ...MODERATION_CALLS,
  ...LUA_CALLS,
  ...LOOKUP_CALLS,
  ...BRIDGE_CALLS,
] as const satisfies readonly CallRow[];

/** Name of a call. */
export type CallName = (typeof CALLS)[number]["name"];

/** The table row of a call. */
export type CallOf<N extends CallName> = Extract<(typeof CALLS)[number], { name: N }>;

/** Argument tuple of a call, defaults filled in. */
export type CallArgs<N extends CallName> = ParamTuple<CallOf<N>["params"]>;

/** Other names for calls: only scripts see them. */
export type AliasCall = Extract<(typeof CALLS)[number], { alias: string }>["name"];

/** Calls that are carried out under their own name. */
export type OwnCall = Exclude<CallName, AliasCall>;

/** Calls of which at least one form travels to the hub. */
export type HubCall = { [N in OwnCall]: CallOf<N>["effect"] extends "R" | "L" ? never : N }[OwnCall];

/** Calls of which at least one form is answered in the worker. */
export type LocalCall = Exclude<OwnCall, HubCall>;

/** Number on the ring of a call that is carried out under its own name. */
export const CALL_NUMBER = Object.fromEntries(
  (CALLS as readonly CallRow[]).flatMap(({ name, alias }, index) =>
    alias === undefined ? [[name, index]] : []
  ),
) as Readonly<Record<OwnCall, number>>;
