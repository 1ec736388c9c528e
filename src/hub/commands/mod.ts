/**
 * All commands of the hub in one table.
 *
 * @module
 */
import type { HubCommand } from "../context.ts";
import { BAN_COMMANDS } from "./bans.ts";
import { GAG_COMMANDS } from "./gags.ts";
import { HELP } from "./help.ts";
import { MODERATION_COMMANDS } from "./moderation.ts";
import { OWN } from "./own.ts";
import { REGISTRATION } from "./registration.ts";
import { SETTING_COMMANDS } from "./settings.ts";
import { STOP } from "./stop.ts";
import { TEMP_BAN_COMMANDS } from "./temp_bans.ts";
import { TOPIC } from "./topic.ts";

/** The hub's own commands. */
export const HUB_COMMANDS: readonly HubCommand[] = [
  ...HELP,
  ...OWN,
  ...MODERATION_COMMANDS,
  ...BAN_COMMANDS,
  ...TEMP_BAN_COMMANDS,
  ...GAG_COMMANDS,
  ...REGISTRATION,
  ...TOPIC,
  ...SETTING_COMMANDS,
  ...STOP,
];
