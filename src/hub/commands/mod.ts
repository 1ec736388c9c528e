/**
 * All commands of the hub in one table.
 *
 * @module
 */
import type { HubCommand } from "../context.ts";

/** The hub's own commands. */
export const HUB_COMMANDS: readonly HubCommand[] = [];
