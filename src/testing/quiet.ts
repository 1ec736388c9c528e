/**
 * Settings under which a hub says nothing by itself, sends at once and has no limits of pace, so that a test sees
 * what its script does. Data only.
 *
 * @module
 */
import { FLOOD_NAMES, SHARED_FLOOD_NAMES } from "../config/settings.ts";
import type { SettingValues } from "../config/settings.ts";

const off = (names: readonly string[]): Partial<SettingValues> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Partial<SettingValues>;

/** Settings under which a hub says nothing by itself and does not wait; its flood limits hold. */
export const STILL: Readonly<Partial<SettingValues>> = {
  host_header: 0,
  encoding_hint: false,
  send_user_info: false,
  delayed_myinfo: false,
  delayed_search: false,
  int_chat_ms: 0,
  int_login: 0,
  pwd_wait: 0,
  int_search: 0,
  int_search_pas: 0,
};

/** Deviations of a test hub from the defaults. */
export const QUIET: Readonly<Partial<SettingValues>> = {
  ...STILL,
  ...off(FLOOD_NAMES.map((name) => `int_flood_${name}_limit`)),
  ...off(SHARED_FLOOD_NAMES.map((name) => `int_flood_all_${name}_limit`)),
  int_myinfo: 0,
  int_nicklist: 0,
  int_search_reg: 0,
  int_search_reg_pas: 0,
  int_search_vip: 0,
  int_search_op: 0,
  max_flood_counter_pm: 1000,
  max_flood_counter_mcto: 1000,
};
