/**
 * `hubcap config`: shows and changes runtime variables in the database; a running hub sees the change within a
 * second. Knows no variable by name; checks and texts are those of the hub's own commands.
 *
 * Scripts are not asked (`OnSetConfig`): whoever may write the database is beyond their veto. They see new values.
 *
 * @module
 */
import {
  checkSetting,
  findSettings,
  isChanged,
  quoted,
  settingFacts,
  settingLines,
} from "../config/setting_text.ts";
import { defaultOf, formatSetting, isSettingName, type SettingName } from "../config/settings.ts";
import { unknownSetting } from "../config/settings_elsewhere.ts";
import type { Clock } from "../core/clock.ts";
import { HubError } from "../core/errors.ts";
import { isLocked } from "../store/folder_lock.ts";
import { openStore } from "../store/store.ts";
import type { Store } from "../store/types.ts";
import { type Command, EXIT } from "./command.ts";
import { dataDirOf } from "./settle.ts";
import { onTrail } from "./trail.ts";

/** HubError adds the full stop. */
const withoutStop = (text: string): string => text.replace(/\.$/, "");

function nameOf(name: string): SettingName {
  if (isSettingName(name)) return name;
  const { message, remedy } = unknownSetting(name);
  throw new HubError("setting.unknown", message, {
    remedy: withoutStop(remedy) || "Show all with: hubcap config list",
  });
}

/** A value on one line. */
const shown = (store: Store, name: SettingName): string =>
  formatSetting(name, store.settings.values[name] as never).replaceAll("\n", "\\n");

function change(store: Store, name: SettingName, text: string): string {
  const checked = checkSetting(name, text, store.settings.values);
  if (!checked.ok) {
    throw new HubError("setting.invalid", `Cannot set ${name}: ${withoutStop(checked.reason)}`, {
      remedy: `It stays ${quoted(shown(store, name))}. Explain it with: hubcap config explain ${name}`,
    });
  }
  store.settings.set(name, checked.value as never);
  return `${name} = ${shown(store, name)}`;
}

function reset(store: Store, name: SettingName): string {
  const standard = formatSetting(name, defaultOf(name));
  const checked = checkSetting(name, standard, store.settings.values);
  if (!checked.ok) {
    throw new HubError("setting.invalid", `Cannot reset ${name}: ${withoutStop(checked.reason)}`);
  }
  store.settings.unset(name);
  return `${name} = ${shown(store, name)}`;
}

/** When a change counts, and that nobody was asked. */
const whenItCounts = (dataDir: string): string =>
  isLocked(dataDir)
    ? "The running hub takes it within a second. Its scripts were not asked (OnSetConfig), as they are for !set."
    : `No hub runs on ${dataDir}; it counts from the next start.`;

/** One line per variable; a star marks what is not the default. */
function list(store: Store, mask: string, changedOnly: boolean, json: boolean): string[] {
  const { values } = store.settings;
  const names = findSettings(mask, values, changedOnly);
  if (names.length === 0 && mask !== "" && findSettings(mask, values).length === 0) nameOf(mask);
  if (json) return [JSON.stringify(names.map((name) => settingFacts(name, values)), null, 2)];
  return names.map((name) => `${isChanged(name, values) ? "*" : " "} ${name} = ${shown(store, name)}`);
}

/** The verb. */
export function configCommand({ clock }: { readonly clock: Clock }): Command {
  return {
    name: "config",
    summary: "Show and change runtime variables; also while the hub runs",
    forms: [
      ["get NAME", "Show a value"],
      ["set NAME VALUE", 'Change a value; units such as 5m or 10GiB work, "" is an empty text'],
      ["unset NAME", "Give a variable its default back"],
      ["explain NAME", "Show value, default, range and meaning"],
      ["list", "Show all; * marks what is not the default"],
      [
        "list MASK",
        "Show those that begin so, fit a mask such as '*search*', or are in a group such as share",
      ],
    ],
    options: {
      changed: { type: "boolean", of: ["list"], help: "Only what is not the default" },
      json: { type: "boolean", of: ["list"], help: "As JSON, with default, range, unit and meaning" },
    },
    async run({ args: [verb, name = "", value = ""], options, io }) {
      const known = verb === "list" ? null : nameOf(name);
      const dataDir = await dataDirOf(options);
      const store = openStore(dataDir, { clock, warn: io.err });
      const lines = (): string[] => {
        if (known === null) return list(store, name, options.flag("changed"), options.flag("json"));
        if (verb === "get") return [shown(store, known)];
        if (verb === "explain") return settingLines(known, store.settings.values);
        return [verb === "unset" ? reset(store, known) : change(store, known, value)];
      };
      try {
        const changes = verb === "set" || verb === "unset";
        const deed = changes ? { action: `config ${verb}`, target: name, detail: value } : null;
        for (const line of await onTrail(store, clock, deed, lines)) io.out(line);
        if (changes) io.out(whenItCounts(dataDir));
        return EXIT.ok;
      } finally {
        store.close();
      }
    },
  };
}
