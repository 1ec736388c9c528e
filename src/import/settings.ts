/**
 * `SetupList`: the hub's variables, checked like every `!set`, and the values that scripts stored. Owns what is worth
 * taking over; a value that was set here already stays.
 *
 * @module
 */
import {
  formatSetting,
  isSettingName,
  MAIN_SET,
  parseSetting,
  settingConflict,
  type SettingName,
  SETTINGS,
  type SettingValues,
} from "../config/settings.ts";
import { elsewhere, elsewhereText } from "../config/settings_elsewhere.ts";
import { normalizeEncoding } from "../nmdc/encoding.ts";
import type { ImportContext, Importer } from "./importer.ts";

/** The set whose variables govern all scripts here. */
const SCRIPT_SET = "pi_python";
/** MySQL's own widths of these columns, with room. */
const MAX_NAME = 128;

const IS_SET = "SELECT 1 FROM SetupList WHERE file = ? AND var = ?";

/**
 * The text as its old hub read it. Verlihub: of a number the leading digits count, so `5m` was 5, and a switch is on
 * when they are not 0. What begins with no digit stays, and is refused.
 */
function oldText(name: SettingName, text: string): string {
  const { type } = SETTINGS[name];
  if (type === "string") return text;
  const digits = /^[-+]?\d{1,20}(\.\d{1,20})?/.exec(text)?.[0];
  if (digits === undefined) return text;
  if (type === "bool") return Math.trunc(Number(digits)) === 0 ? "0" : "1";
  return type === "double" ? digits : digits.replace(/\..*/, "");
}

const isPlain = (text: string): boolean => /^[-+]?\d+(\.0*)?$/.test(text);

/** The importer. */
export function settingImporter({ target, tally }: ImportContext): Importer {
  const { settings } = target;
  /** Values that contradict another one; it may still come. */
  const waiting = new Map<SettingName, SettingValues[SettingName]>();
  const variable = (name: SettingName, text: string) => {
    const old = oldText(name, text);
    const parsed = parseSetting(name, old);
    if (!parsed.ok) {
      return tally.skip("have a value that this hub refuses; the default counts", parsed.reason);
    }
    if (old !== text && !(isPlain(text) && Number(old) === Number(text))) {
      tally.note(
        "are no plain numbers and were read as the old hub did",
        `${name} ${JSON.stringify(text)} as ${old}`,
      );
    }
    if (target.finds(IS_SET, MAIN_SET, name)) {
      const same = formatSetting(name, settings.values[name] as never) === formatSetting(name, parsed.value);
      if (!same) tally.note("have another value here, which stays", name);
      return tally.stored(false);
    }
    if (SETTINGS[name].default === parsed.value) return tally.stored(false);
    if (settingConflict(name, parsed.value, settings.values) !== null) {
      return void waiting.set(name, parsed.value);
    }
    settings.set(name, parsed.value as never);
    tally.stored(true);
  };
  return {
    row(fields) {
      const [set, name] = [fields.text("file"), fields.text("var")];
      const text = fields.text("val");
      if (set === "" || name === "" || set.length > MAX_NAME || name.length > MAX_NAME) {
        return tally.skip("have no name", `${set} ${name}`);
      }
      if (set !== MAIN_SET) {
        const isNew = !target.finds(IS_SET, set, name);
        if (isNew) settings.setFree(set, name, text);
        // Verlihub: who is told of script errors stood with the Lua plugin only. One variable serves all scripts here.
        const shared = set === "pi_lua" && name === "err_class";
        if (shared && !target.finds(IS_SET, SCRIPT_SET, name)) settings.setFree(SCRIPT_SET, name, text);
        return tally.stored(isNew);
      }
      if (isSettingName(name)) return variable(name, text);
      const row = elsewhere(name);
      if (row !== null && name !== "hub_encoding") {
        if (row.kind === "none") return tally.skip(`are not needed here, ${row.because}`, name);
        const value = JSON.stringify(text.slice(0, 60));
        if (row.kind === "variable") {
          return tally.skip("have another name here", `${name} ${value}: ${elsewhereText(row)}`);
        }
        return tally.skip("belong into the configuration file", `${row.field}: ${value} (was ${name})`);
      }
      if (name === "hub_encoding" && text !== "") {
        const page = normalizeEncoding(text);
        const advice = page === null ? `${text}, which is no page this hub knows` : `"${page}"`;
        return tally.skip("belong into the configuration file", `hub.encoding: ${advice}`);
      }
      tally.skip("do not exist here", name);
    },
    end() {
      const together = { ...settings.values, ...Object.fromEntries(waiting) } as SettingValues;
      for (const [name, value] of waiting) {
        const conflict = settingConflict(name, value, together);
        if (conflict !== null) tally.skip("contradict another one", `${name}: ${conflict}`);
        else {
          settings.set(name, value as never);
          tally.stored(true);
        }
      }
    },
  };
}
