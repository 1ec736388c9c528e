/**
 * All commands of the hub in one table.
 *
 * @module
 */
import type { HubCommand } from "../command_line/command.ts";
import { AUDIT_COMMANDS } from "./audit.ts";
import { BAN_LIST_COMMANDS } from "./ban_lists.ts";
import { BAN_COMMANDS } from "./bans.ts";
import { CLASS_COMMANDS } from "./classes.ts";
import { CLEAN_COMMANDS } from "./clean.ts";
import { BROADCAST_COMMANDS } from "./broadcast.ts";
import { CLIENT_COMMANDS } from "./clients.ts";
import { CONN_TYPE_COMMANDS } from "./conn_types.ts";
import { GAG_COMMANDS } from "./gags.ts";
import { HELP_COMMANDS } from "./help.ts";
import { HUB_LIST_COMMANDS } from "./hub_list.ts";
import { KICK_COMMANDS } from "./kick.ts";
import { OWN_ACCOUNT_COMMANDS } from "./own_account.ts";
import { OWN_INFO_COMMANDS } from "./own_info.ts";
import { REDIRECT_COMMANDS } from "./redirects.ts";
import { REGISTRATION_COMMANDS } from "./registration.ts";
import { RIGHT_COMMANDS } from "./rights.ts";
import { SETTING_COMMANDS } from "./settings.ts";
import { STATISTICS_COMMANDS } from "./statistics.ts";
import { STOP_COMMANDS } from "./stop.ts";
import { TEMP_BAN_COMMANDS } from "./temp_bans.ts";
import { TOPIC_COMMANDS } from "./topic.ts";
import { VIP_COMMANDS } from "./vip.ts";
import { UPKEEP_COMMANDS } from "./upkeep.ts";
import { USER_INFO_COMMANDS } from "./user_info.ts";
import { TRIGGER_COMMANDS } from "./triggers.ts";
import { VOICE_COMMANDS } from "./voice.ts";
import { WHO_COMMANDS } from "./who.ts";

/** The hub's own commands. */
export const HUB_COMMANDS: readonly HubCommand[] = [
  ...HELP_COMMANDS,
  ...OWN_INFO_COMMANDS,
  ...OWN_ACCOUNT_COMMANDS,
  ...VOICE_COMMANDS,
  ...KICK_COMMANDS,
  ...BAN_COMMANDS,
  ...BAN_LIST_COMMANDS,
  ...TEMP_BAN_COMMANDS,
  ...CLEAN_COMMANDS,
  ...GAG_COMMANDS,
  ...CLASS_COMMANDS,
  ...RIGHT_COMMANDS,
  ...VIP_COMMANDS,
  ...REGISTRATION_COMMANDS,
  ...USER_INFO_COMMANDS,
  ...WHO_COMMANDS,
  ...BROADCAST_COMMANDS,
  ...TOPIC_COMMANDS,
  ...SETTING_COMMANDS,
  ...TRIGGER_COMMANDS,
  ...REDIRECT_COMMANDS,
  ...CLIENT_COMMANDS,
  ...CONN_TYPE_COMMANDS,
  ...AUDIT_COMMANDS,
  ...HUB_LIST_COMMANDS,
  ...STATISTICS_COMMANDS,
  ...UPKEEP_COMMANDS,
  ...STOP_COMMANDS,
];
