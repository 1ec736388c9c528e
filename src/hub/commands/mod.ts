/**
 * All commands of the hub in one table.
 *
 * @module
 */
import type { HubCommand } from "../context.ts";
import { HELP } from "./help.ts";
import { MODERATION_COMMANDS } from "./moderation.ts";
import { OWN } from "./own.ts";
import { REGISTRATION } from "./registration.ts";
import { SETTING_COMMANDS } from "./settings.ts";
import { STOP } from "./stop.ts";
import { TOPIC } from "./topic.ts";

/** The hub's own commands. */
export const HUB_COMMANDS: readonly HubCommand[] = [
  ...HELP,
  ...OWN,
  ...MODERATION_COMMANDS,
  ...REGISTRATION,
  ...TOPIC,
  ...SETTING_COMMANDS,
  ...STOP,
];
