/**
 * Every runtime variable is honoured: for each of them a scene whose outcome depends on it, on a running hub. A
 * variable without a case does not compile.
 *
 * @module
 */
import type { SettingName } from "../../src/config/settings.ts";
import { BAN_CASES } from "./ban_cases.ts";
import { FLOOD_CASES } from "./flood_cases.ts";
import { IDENTITY_CASES, RIGHT_CASES, WELCOME_CASES } from "./hub_cases.ts";
import type { SettingCase } from "./lab.ts";
import { CLIENT_CASES, READING_CASES, ZONE_CASES } from "./limit_cases.ts";
import { ACCOUNT_CASES, MODERATION_CASES } from "./moderation_cases.ts";
import { GUESS_CASES } from "./password_cases.ts";
import { NICK_CASES, PLACE_CASES, SHARE_CASES, TAG_CASES } from "./people_cases.ts";
import { SENDING_CASES } from "./sending_cases.ts";
import { COMMAND_CASES, HUB_LIST_CASES } from "./service_cases.ts";
import { SOCKET_CASES } from "./socket_cases.ts";
import { SIZE_CASES, TALK_CASES } from "./talk_cases.ts";
import { type Cases, playAny, type WholeCase } from "./whole.ts";

const CASES = {
  ...IDENTITY_CASES,
  ...WELCOME_CASES,
  ...RIGHT_CASES,
  ...MODERATION_CASES,
  ...BAN_CASES,
  ...ACCOUNT_CASES,
  ...GUESS_CASES,
  ...PLACE_CASES,
  ...NICK_CASES,
  ...SHARE_CASES,
  ...TAG_CASES,
  ...ZONE_CASES,
  ...CLIENT_CASES,
  ...READING_CASES,
  ...TALK_CASES,
  ...SIZE_CASES,
  ...SENDING_CASES,
  ...FLOOD_CASES,
  ...COMMAND_CASES,
  ...HUB_LIST_CASES,
  ...SOCKET_CASES,
} satisfies Cases;

for (const [name, one] of Object.entries(CASES)) {
  Deno.test(`settings: ${name} is honoured`, () =>
    playAny(name as SettingName, one as SettingCase | WholeCase));
}
