/**
 * Runtime variables kept in `SetupList`: one live object of typed values, reloaded when another process changed it.
 * Knows names and types from the settings table; knows nothing of what a change makes the hub do.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import {
  defaultSettings,
  formatSetting,
  isSettingName,
  parseSetting,
  SETTING_NAMES,
  type SettingName,
  type SettingValues,
} from "../config/settings.ts";
import type { RuntimeSettings } from "./types.ts";

/** Verlihub: the set that holds the hub's own variables. */
const MAIN_SET = "config";

/** {@linkcode RuntimeSettings} plus what only the store calls. */
export interface StoredSettings extends RuntimeSettings {
  /** Reads everything again and tells the listeners what changed. */
  reload(): void;
}

/** The variables of an open database. `warn` hears of stored texts that are no valid value; the default counts. */
export function runtimeSettings(
  db: DatabaseSync,
  guard: <T>(fn: () => T) => T,
  warn: (message: string) => void,
): StoredSettings {
  const values = defaultSettings();
  const listeners = new Set<(name: SettingName) => void>();
  const readAll = db.prepare("SELECT var, val FROM SetupList WHERE file = ?");
  const readOne = db.prepare("SELECT val FROM SetupList WHERE file = ? AND var = ?");
  const write = db.prepare(
    "INSERT INTO SetupList (file, var, val) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET val = excluded.val",
  );
  const tell = (name: SettingName) => {
    for (const listener of [...listeners]) listener(name);
  };
  const stored = (): SettingValues => {
    const fresh: Record<string, unknown> = defaultSettings();
    for (const row of readAll.all(MAIN_SET)) {
      const name = String(row.var);
      if (!isSettingName(name)) continue;
      const parsed = parseSetting(name, String(row.val));
      if (parsed.ok) fresh[name] = parsed.value;
      else warn(`Stored value ignored: ${parsed.reason}`);
    }
    return fresh as SettingValues;
  };
  const free = (conf: string) => {
    if (conf === MAIN_SET) throw new TypeError('Cannot use the set "config" as a free set');
  };
  Object.assign(values, guard(stored));
  return {
    values,
    set(name, value) {
      guard(() => write.run(MAIN_SET, name, formatSetting(name, value)));
      if (values[name] === value) return;
      values[name] = value;
      tell(name);
    },
    getFree(conf, name) {
      free(conf);
      const row = guard(() => readOne.get(conf, name));
      return row ? String(row.val) : null;
    },
    setFree(conf, name, value) {
      free(conf);
      guard(() => write.run(conf, name, value));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    reload() {
      const before = { ...values };
      Object.assign(values, guard(stored));
      for (const name of SETTING_NAMES) if (before[name] !== values[name]) tell(name);
    },
  };
}
