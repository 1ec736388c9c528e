/**
 * Runtime variables kept in `SetupList`: one live object of typed values, reloaded when another process changed it.
 * Knows names and types from the settings table; knows nothing of what a change makes the hub do.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { Guard } from "./database.ts";
import {
  defaultOf,
  defaultSettings,
  formatSetting,
  isSettingName,
  MAIN_SET,
  parseSetting,
  SETTING_NAMES,
  settingConflicts,
  type SettingName,
  type SettingValues,
} from "../config/settings.ts";
import type { RuntimeSettings } from "./types.ts";

/** {@linkcode RuntimeSettings} plus what only the store calls. */
export interface StoredSettings extends RuntimeSettings {
  /** Reads everything again and tells the listeners what changed. */
  reload(): void;
}

/** The variables of an open database. `warn` hears of stored texts that are no valid value; the default counts. */
export function runtimeSettings(
  db: DatabaseSync,
  guard: Guard,
  warn: (message: string) => void,
): StoredSettings {
  const values = defaultSettings();
  const listeners = new Set<(name: SettingName) => void>();
  const readAll = db.prepare("SELECT var, val FROM SetupList WHERE file = ?");
  const readOne = db.prepare("SELECT val FROM SetupList WHERE file = ? AND var = ?");
  const write = db.prepare(
    "INSERT INTO SetupList (file, var, val) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET val = excluded.val",
  );
  const erase = db.prepare("DELETE FROM SetupList WHERE file = ? AND var = ?");
  const countSets = db.prepare("SELECT count(*) AS n FROM SetupList WHERE file <> ?");
  const readSets = db.prepare(
    "SELECT file AS conf, var AS name, val AS value FROM SetupList WHERE file <> ? AND substr(file, 1, ?) = ? " +
      "ORDER BY file, var LIMIT ?",
  );
  /** What was reported last, by variable: a poll reads everything again and must not repeat it. */
  const reported = new Map<SettingName | "", string>();
  const report = (name: SettingName | "", what: string, message: string) => {
    if (reported.get(name) === what) return;
    reported.set(name, what);
    warn(message);
  };
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
      else report(name, String(row.val), `Stored value ignored: ${parsed.reason}. The default counts`);
    }
    const conflicts = settingConflicts(fresh as SettingValues).join("; ");
    if (conflicts !== "") report("", conflicts, `Stored values contradict one another: ${conflicts}`);
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
    unset(name) {
      guard(() => erase.run(MAIN_SET, name));
      const before = values[name];
      Object.assign(values, { [name]: defaultOf(name) });
      if (before !== values[name]) tell(name);
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
    countFree: () => Number(guard(() => countSets.get(MAIN_SET))?.n ?? 0),
    listFree: (conf, limit) =>
      guard(() => readSets.all(MAIN_SET, conf.length, conf, limit)).map((row) => ({
        conf: String(row.conf),
        name: String(row.name),
        value: String(row.value),
      })),
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
