/**
 * Loggers and the records they hand to handlers. Knows no sink.
 *
 * @module
 */
import type { BaseHandler } from "./handlers.ts";
import { getLevelByName, getLevelName, type LevelName, type LogLevel, LogLevels } from "./levels.ts";

/** What a {@linkcode LogRecord} is built from. */
export interface LogRecordOptions {
  /** Text. */
  msg: string;
  /** Everything else the caller passed. */
  args: unknown[];
  /** Level number. */
  level: LogLevel;
  /** Name of the logger. */
  loggerName: string;
}

/** One entry on its way to the handlers. */
export class LogRecord {
  /** Text. */
  readonly msg: string;
  /** Everything else the caller passed. */
  readonly args: unknown[];
  /** When it was made. */
  readonly datetime: Date = new Date();
  /** Level number. */
  readonly level: number;
  /** Level name. */
  readonly levelName: string;
  /** Name of the logger. */
  readonly loggerName: string;

  /** Stamps the record with the current time. */
  constructor(options: LogRecordOptions) {
    this.msg = options.msg;
    this.args = [...options.args];
    this.level = options.level;
    this.levelName = getLevelName(options.level);
    this.loggerName = options.loggerName;
  }
}

/** Options of a {@linkcode Logger}. */
export interface LoggerOptions {
  /** Where its records go. */
  handlers?: BaseHandler[];
}

const textOf = (value: unknown): string =>
  value instanceof Error
    ? value.stack ?? value.message
    : typeof value === "object" && value !== null
    ? JSON.stringify(value)
    : String(value);

/** Sends what is urgent enough to its handlers. Every method returns the message it was given. */
export class Logger {
  /** Where records go. */
  handlers: BaseHandler[];
  /** Least urgent level that is still logged. */
  level: LogLevel;
  /** Name given at creation. */
  readonly loggerName: string;

  /** Creates a logger of this name and level. */
  constructor(loggerName: string, levelName: LevelName, options: LoggerOptions = {}) {
    this.loggerName = loggerName;
    this.level = getLevelByName(levelName);
    this.handlers = options.handlers ?? [];
  }

  /** Name of {@linkcode Logger.level}. */
  get levelName(): LevelName {
    return getLevelName(this.level);
  }

  #log<T>(level: LogLevel, msg: T, args: unknown[]): T {
    if (this.level > level) return msg;
    const record = new LogRecord({ msg: textOf(msg), args, level, loggerName: this.loggerName });
    for (const handler of this.handlers) handler.handle(record);
    return msg;
  }

  /** Logs at level DEBUG. */
  debug<T>(msg: T, ...args: unknown[]): T {
    return this.#log(LogLevels.DEBUG, msg, args);
  }

  /** Logs at level INFO. */
  info<T>(msg: T, ...args: unknown[]): T {
    return this.#log(LogLevels.INFO, msg, args);
  }

  /** Logs at level WARN. */
  warn<T>(msg: T, ...args: unknown[]): T {
    return this.#log(LogLevels.WARN, msg, args);
  }

  /** Logs at level ERROR. */
  error<T>(msg: T, ...args: unknown[]): T {
    return this.#log(LogLevels.ERROR, msg, args);
  }

  /** Logs at level CRITICAL; file handlers flush at once. */
  critical<T>(msg: T, ...args: unknown[]): T {
    return this.#log(LogLevels.CRITICAL, msg, args);
  }
}
