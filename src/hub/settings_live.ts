/**
 * Changes of runtime variables: checked, asked of the scripts, stored. Owns the rules that need a running hub and the
 * bounds of free sets. What a change does at once stands in `setting_effects.ts`.
 *
 * @module
 */
import { checkSetting } from "../config/setting_text.ts";
import {
  defaultOf,
  formatSetting,
  isSettingName,
  MAIN_SET,
  type SettingName,
  SETTINGS,
  type SettingType,
} from "../config/settings.ts";
import { unknownSetting } from "../config/settings_elsewhere.ts";
import { CONSTANTS } from "../vh/constants.ts";
import { isFreeForOwnBot } from "./bots.ts";
import type { HubContext } from "./context.ts";
import { cleanNick, nickKey } from "./nick_key.ts";
import { consult } from "./hold.ts";

const TYPES: Readonly<Record<SettingType, number>> = {
  bool: CONSTANTS.eIT.values.BOOL,
  int: CONSTANTS.eIT.values.INT,
  uint: CONSTANTS.eIT.values.UINT,
  long: CONSTANTS.eIT.values.LONG,
  ulong: CONSTANTS.eIT.values.ULONG,
  double: CONSTANTS.eIT.values.DOUBLE,
  string: CONSTANTS.eIT.values.STRING,
};
const UNKNOWN_TYPE = -1;
/** Longest value of a free set in characters: scripts keep settings there, not data. */
const MAX_FREE = 65_536;
/** Longest name of a free set, and of a value in it. */
const MAX_FREE_NAME = 128;
/** Most values in all free sets together: they share the database with everything else. */
const MAX_FREE_VALUES = 10_000;

/** A variable as text, or `null` when there is none. */
export function getConfig(hub: HubContext, conf: string, name: string): string | null {
  if (conf !== MAIN_SET) return hub.store.settings.getFree(conf, name);
  return isSettingName(name) ? formatSetting(name, hub.vars[name]) : null;
}

/**
 * Changes a variable, unless its text is no valid value or a script says no. `done` gets `null`, or why the old
 * value stays as a text for whoever asked.
 */
export function setConfig(
  hub: HubContext,
  conf: string,
  name: string,
  value: string,
  by: string,
  done: (problem: string | null) => void,
): void {
  if (conf !== MAIN_SET) {
    if (value.length > MAX_FREE) return done(`The value of ${name.slice(0, MAX_FREE_NAME)} is too long`);
    if (Math.max(conf.length, name.length) > MAX_FREE_NAME) {
      return done(`A name has at most ${MAX_FREE_NAME} characters`);
    }
    const isNew = getConfig(hub, conf, name) === null;
    if (isNew && hub.store.settings.countFree() >= MAX_FREE_VALUES) {
      return done(`The sets of scripts are full: they hold at most ${MAX_FREE_VALUES} values`);
    }
    const type = isNew ? UNKNOWN_TYPE : TYPES.string;
    const store = () => (hub.store.settings.setFree(conf, name, value), null);
    return consultAbout(hub, { conf, name, value, type, by }, store, done);
  }
  if (!isSettingName(name)) {
    const { message, remedy } = unknownSetting(name);
    return consultAbout(
      hub,
      { conf, name, value, type: UNKNOWN_TYPE, by },
      () => joined(message, remedy),
      done,
    );
  }
  const checked = checkSetting(name, value, hub.vars);
  const problem = checked.ok ? whyNot(hub, name, checked.value) : checked.reason;
  if (!checked.ok || problem !== null) return done(problem);
  const change = {
    conf,
    name,
    value: formatSetting(name, checked.value),
    type: TYPES[SETTINGS[name].type],
    by,
  };
  consultAbout(hub, change, () => (hub.store.settings.set(name, checked.value), null), done);
}

/** Gives a variable the value of a new hub back, asked and told like every other change. */
export function unsetConfig(
  hub: HubContext,
  name: SettingName,
  by: string,
  done: (problem: string | null) => void,
): void {
  const value = formatSetting(name, defaultOf(name));
  const checked = checkSetting(name, value, hub.vars);
  const problem = checked.ok ? whyNot(hub, name, checked.value) : checked.reason;
  if (problem !== null) return done(problem);
  const change = { conf: MAIN_SET, name, value, type: TYPES[SETTINGS[name].type], by };
  consultAbout(hub, change, () => (hub.store.settings.unset(name), null), done);
}

/** A change about to be made; `type` is that of scripts. */
interface Change {
  readonly conf: string;
  readonly name: string;
  readonly value: string;
  readonly type: number;
  readonly by: string;
}

/** Asks the scripts and makes the change if none objects. `done` runs in any case, even when storing fails. */
function consultAbout(
  hub: HubContext,
  { conf, name, value, type, by }: Change,
  go: () => string | null,
  done: (problem: string | null) => void,
): void {
  const old = getConfig(hub, conf, name) ?? "";
  consult(hub, null, "OnSetConfig", [by, conf, name, value, old, type], (answer) => {
    let problem: string | null = `The hub could not store ${name}`;
    try {
      problem = answer.allow ? go() : `A script refused to change ${name}`;
    } finally {
      done(problem);
    }
  });
}

const joined = (message: string, remedy: string): string => remedy === "" ? message : `${message}. ${remedy}`;

/** Rules between variables and the user list that one variable's own range cannot tell. */
function whyNot(hub: HubContext, name: SettingName, value: unknown): string | null {
  if (name !== "hub_security" && name !== "opchat_name") return null;
  const nick = cleanNick(String(value));
  const [own, other] = name === "hub_security" ? [hub.bot, hub.room] : [hub.room, hub.bot];
  if (nick === "") return null;
  if (other && nickKey(nick) === other.key) return "The two bots of the hub need different nicks";
  return isFreeForOwnBot(hub, nick, own) ? null : `The nick ${nick} is in use`;
}
