/**
 * `hubcap config`: shows and changes runtime variables in the database; a running hub sees the change within a
 * second. Knows no variable by name.
 *
 * @module
 */
import {
  describeRange,
  formatSetting,
  isSettingName,
  nearestSetting,
  parseSetting,
  type Setting,
  SETTING_NAMES,
  settingConflict,
  type SettingName,
  SETTINGS,
} from "../config/settings.ts";
import type { Clock } from "../core/clock.ts";
import { HubError } from "../core/errors.ts";
import { openStore, type Store } from "../store/store.ts";
import { type Command, EXIT } from "./command.ts";
import { dataDirOf } from "./settle.ts";

function nameOf(name: string): SettingName {
  if (isSettingName(name)) return name;
  const meant = nearestSetting(name);
  throw new HubError("setting.unknown", `There is no runtime variable "${name}"`, {
    remedy: meant ? `Did you mean ${meant}?` : "Show all with: hubcap config list",
  });
}

/** A value on one line. */
const shown = (store: Store, name: SettingName): string =>
  formatSetting(name, store.settings.values[name] as never).replaceAll("\n", "\\n");

function change(store: Store, name: SettingName, text: string): string {
  const parsed = parseSetting(name, text);
  const reason = parsed.ok ? settingConflict(name, parsed.value, store.settings.values) : parsed.reason;
  if (!parsed.ok || reason !== null) {
    const { meaning, unit }: Setting = SETTINGS[name];
    throw new HubError("setting.invalid", `Cannot set ${name}: ${reason}`, {
      remedy: `Write ${describeRange(SETTINGS[name])}${unit ? ` (${unit})` : ""}: ${
        meaning.replace(/\.$/, "")
      }`,
    });
  }
  store.settings.set(name, parsed.value as never);
  return `${name} = ${shown(store, name)}`;
}

/** One line per variable; a star marks what is not the default. */
function list(store: Store): string[] {
  return SETTING_NAMES.map((name) => {
    const mark = store.settings.values[name] === SETTINGS[name].default ? " " : "*";
    return `${mark} ${name} = ${shown(store, name)}`;
  });
}

/** The verb. */
export function configCommand({ clock }: { readonly clock: Clock }): Command {
  return {
    name: "config",
    summary: "Show and change runtime variables; also while the hub runs",
    forms: [
      ["get NAME", "Show a value"],
      ["set NAME VALUE", "Change a value"],
      ["list", "Show all; * marks what is not the default"],
    ],
    options: {},
    async run({ args: [verb, name = "", value = ""], options, io }) {
      const known = verb === "list" ? null : nameOf(name);
      const store = openStore(await dataDirOf(options), { clock, warn: io.err });
      try {
        if (known === null) { for (const line of list(store)) io.out(line); }
        else io.out(verb === "get" ? shown(store, known) : change(store, known, value));
        return EXIT.ok;
      } finally {
        store.close();
      }
    },
  };
}
