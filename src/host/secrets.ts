/**
 * Keeps from a script what its grants do not let it see of a hook's arguments. The rules are data in the hook
 * table; here they are applied. Pure.
 *
 * @module
 */
import { type HookName, HOOKS } from "../vh/hooks.ts";
import type { CapabilityName, HookRow } from "../vh/table.ts";

const ROWS: Readonly<Record<HookName, HookRow>> = HOOKS;

/** The arguments of a hook as a script with these grants may see them: the same array when nothing is kept back. */
export function shownArgs(
  hook: HookName,
  args: readonly unknown[],
  capabilities: ReadonlySet<CapabilityName>,
): readonly unknown[] {
  const { secret } = ROWS[hook];
  if (secret === undefined || capabilities.has(secret.capability)) return args;
  const text = args[secret.param];
  if (typeof text !== "string" || !text.startsWith(secret.after)) return args;
  return args.with(secret.param, secret.after);
}
