/**
 * The setting `log_level` and the log: owns what Verlihub's numbers mean here, and that a change counts at once.
 *
 * @module
 */
import type { Log, LogLevelName } from "../core/log.ts";
import type { RuntimeSettings } from "../store/types.ts";

const LEVELS: readonly (LogLevelName | null)[] = [null, "error", "warn", "info", "debug", "debug", "debug"];

/**
 * Gives a log the level of the setting now and whenever it changes; 0 is `configured`, the level of the configuration
 * file. A log that was opened with another one keeps it until the setting says something. Returns the unsubscriber.
 */
export function followLogLevel(
  settings: RuntimeSettings,
  log: Pick<Log, "setLevel">,
  configured: LogLevelName,
): () => void {
  const level = () => LEVELS[settings.values.log_level] ?? null;
  const first = level();
  if (first !== null) log.setLevel(first);
  return settings.onChange((name) => {
    if (name === "log_level") log.setLevel(level() ?? configured);
  });
}
