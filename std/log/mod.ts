/**
 * Local stand-in for `jsr:@std/log` 0.224: named loggers, console and rotating file handlers, the JSON formatter.
 * Owns the table of configured loggers (the original keeps one per process too). Remove it by deleting the `links`
 * line of deno.json where JSR can be reached.
 *
 * @module
 */
import { type BaseHandler, ConsoleHandler } from "./handlers.ts";
import type { LevelName } from "./levels.ts";
import { Logger, type LogRecord } from "./logger.ts";

export * from "./handlers.ts";
export * from "./levels.ts";
export * from "./logger.ts";

/** Level and handler names of one logger. */
export interface LoggerConfig {
  /** Default INFO. */
  level?: LevelName;
  /** Names from {@linkcode LogConfig.handlers}. */
  handlers?: string[];
}

/** What {@linkcode setup} takes. */
export interface LogConfig {
  /** Handlers by name. */
  handlers?: Record<string, BaseHandler>;
  /** Loggers by name; `default` serves {@linkcode getLogger} without a name. */
  loggers?: Record<string, LoggerConfig>;
}

const state = { handlers: new Map<string, BaseHandler>(), loggers: new Map<string, Logger>() };

/** One JSON object per record: level, datetime (Unix milliseconds), message, args (a single one stands alone). */
export function jsonFormatter(logRecord: LogRecord): string {
  const { levelName: level, datetime, msg: message, args } = logRecord;
  return JSON.stringify({
    level,
    datetime: datetime.getTime(),
    message,
    args: args.length > 1 ? args : args[0],
  });
}

/** Formatters for handlers. */
export const formatters: { readonly jsonFormatter: typeof jsonFormatter } = { jsonFormatter };

/** Replaces all loggers and handlers; old handlers are closed, new ones opened. */
export function setup(config: LogConfig): void {
  for (const handler of state.handlers.values()) handler.destroy();
  state.handlers.clear();
  state.loggers.clear();
  for (const [name, handler] of Object.entries(config.handlers ?? {})) {
    handler.setup();
    state.handlers.set(name, handler);
  }
  const loggers = config.loggers ?? {};
  if (!loggers["default"]) loggers["default"] = { level: "INFO", handlers: [] };
  for (const [name, { level = "INFO", handlers = [] }] of Object.entries(loggers)) {
    const found = handlers.flatMap((handler) => state.handlers.get(handler) ?? []);
    state.loggers.set(name, new Logger(name, level, { handlers: found }));
  }
}

/** The logger of this name; one that was never set up is silent. Without a name: the default logger. */
export function getLogger(name?: string): Logger {
  const key = name ?? "default";
  let logger = state.loggers.get(key);
  if (!logger) {
    logger = name === undefined
      ? new Logger("default", "INFO", { handlers: [new ConsoleHandler("INFO")] })
      : new Logger(key, "NOTSET");
    state.loggers.set(key, logger);
  }
  return logger;
}

/** Logs to the default logger. */
export const debug = <T>(msg: T, ...args: unknown[]): T => getLogger().debug(msg, ...args);
/** Logs to the default logger. */
export const info = <T>(msg: T, ...args: unknown[]): T => getLogger().info(msg, ...args);
/** Logs to the default logger. */
export const warn = <T>(msg: T, ...args: unknown[]): T => getLogger().warn(msg, ...args);
/** Logs to the default logger. */
export const error = <T>(msg: T, ...args: unknown[]): T => getLogger().error(msg, ...args);
/** Logs to the default logger; file handlers flush at once. */
export const critical = <T>(msg: T, ...args: unknown[]): T => getLogger().critical(msg, ...args);
