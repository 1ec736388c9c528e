/**
 * Every hook a script can export, as data: argument order, what its answer does, when it fires.
 * The source of types, dispatch rules and reference docs. Knows nothing of how hooks are delivered.
 *
 * @module
 */
import { CONNECTION_HOOKS } from "./hooks/connection.ts";
import { HUB_HOOKS } from "./hooks/hub.ts";
import { MESSAGE_HOOKS } from "./hooks/messages.ts";
import type { ParamTuple } from "./table.ts";

/** The hooks by name. */
export const HOOKS: typeof CONNECTION_HOOKS & typeof MESSAGE_HOOKS & typeof HUB_HOOKS = {
  ...CONNECTION_HOOKS,
  ...MESSAGE_HOOKS,
  ...HUB_HOOKS,
};

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
