/**
 * Log levels: numbers, names and the way between them.
 *
 * @module
 */

/** The levels by name; a larger number is more urgent. */
export const LogLevels = {
  NOTSET: 0,
  DEBUG: 10,
  INFO: 20,
  WARN: 30,
  ERROR: 40,
  CRITICAL: 50,
} as const;

/** Number of a level. */
export type LogLevel = typeof LogLevels[keyof typeof LogLevels];

/** Name of a level. */
export type LevelName = keyof typeof LogLevels;

/** All level names, least urgent first. */
export const LogLevelNames: readonly LevelName[] = Object.keys(LogLevels) as LevelName[];

/**
 * The number of a level name.
 *
 * @throws {Error} for an unknown name.
 */
export function getLevelByName(name: LevelName): LogLevel {
  const level = LogLevels[name];
  if (level === undefined) throw new Error(`Cannot get log level: no level named ${name}`);
  return level;
}

/**
 * The name of a level number.
 *
 * @throws {Error} for a number that is no level.
 */
export function getLevelName(level: LogLevel): LevelName {
  for (const name of LogLevelNames) if (LogLevels[name] === level) return name;
  throw new Error(`Cannot get log level: no name for level: ${level}`);
}
