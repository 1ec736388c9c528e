/**
 * Structured logging. Owns the only import of `@std/log`, the line format and the redaction of secrets.
 * A log is handed down as a dependency; nothing here is global. Knows no hub word.
 *
 * @module
 */
import {
  ConsoleHandler,
  formatters,
  type LevelName,
  Logger,
  type LogRecord,
  RotatingFileHandler,
} from "@std/log";

/** How much is logged, most first. */
export type LogLevelName = "debug" | "info" | "warn" | "error";

/** Values that go with a message. Fields whose names say "password" are redacted at any depth. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where code writes what happened. Messages are constant text; what varies goes into the fields. */
export interface Log {
  /** Detail for developers. */
  debug(message: string, fields?: LogFields): void;
  /** Something an operator may want to know. */
  info(message: string, fields?: LogFields): void;
  /** Something went wrong and was dealt with. */
  warn(message: string, fields?: LogFields): void;
  /** Something went wrong and somebody has to act. */
  error(message: string, fields?: LogFields): void;
  /** A log for a part of the program; names are joined with a dot. */
  child(name: string): Log;
  /** Writes what is buffered and closes the file. */
  close(): void;
}

/** What {@linkcode createLog} takes. */
export interface LogOptions {
  /** Least urgent level that is written. */
  level: LogLevelName;
  /** Write readable lines to standard output, default `true`. */
  console?: boolean;
  /** Write JSON lines to this file. It is rotated at `maxBytes`. */
  file?: string;
  /** Size of a log file, default 10 MiB. Five old files are kept. */
  maxBytes?: number;
}

const SECRET = /^(pass|passwd|password|login_pwd|password_?hash|secret|token)$/i;
const MAX_DEPTH = 4;
const MAX_ITEMS = 50;

/** A copy fit for any format: secrets hidden, errors as their message, depth and length bounded. */
function clean(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return value.message;
  if (typeof value === "bigint") return String(value);
  if (typeof value === "function" || typeof value === "symbol") return typeof value;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "…";
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => clean(item, depth + 1));
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value).slice(0, MAX_ITEMS)) {
    out[key] = SECRET.test(key) ? "[redacted]" : clean(item, depth + 1);
  }
  return out;
}

/** Plain words stay plain, everything else is quoted; control characters cannot reach a terminal or split a line. */
function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "undefined";
  return /^[\w.:/@+-]+$/.test(text) ? text : JSON.stringify(text).replace(/[\x7f-\x9f]/g, "?");
}

function line({ datetime, levelName, loggerName, msg, args }: LogRecord): string {
  const fields = Object.entries(args[0] ?? {}).map(([key, value]) => ` ${key}=${shown(value)}`).join("");
  const place = loggerName ? `${loggerName}: ` : "";
  // deno-lint-ignore no-control-regex
  const safe = msg.replace(/[\0-\x1f\x7f-\x9f]/g, "?");
  return `${datetime.toISOString()} ${levelName.padEnd(5)} ${place}${safe}${fields}`;
}

function logOver(handlers: Logger["handlers"], level: LevelName, name: string, close: () => void): Log {
  const logger = new Logger(name, level, { handlers });
  const write =
    (method: "debug" | "info" | "warn" | "error") => (message: string, fields?: LogFields): void => {
      if (fields) logger[method](message, clean(fields));
      else logger[method](message);
    };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (part) => logOver(handlers, level, name ? `${name}.${part}` : part, close),
    close,
  };
}

/**
 * Opens a log.
 *
 * @throws {Error} when the file cannot be opened.
 */
export function createLog(options: LogOptions): Log {
  const level = options.level.toUpperCase() as LevelName;
  const handlers: Logger["handlers"] = [];
  if (options.console ?? true) {
    handlers.push(new ConsoleHandler(level, { formatter: line, useColors: Deno.stdout.isTerminal() }));
  }
  if (options.file === undefined) return logOver(handlers, level, "", () => {});
  const file = new RotatingFileHandler(level, {
    filename: options.file,
    maxBytes: options.maxBytes ?? 10 * 1024 * 1024,
    maxBackupCount: 5,
    // Smaller than any line: every line is written at once, so a crash loses none.
    bufferSize: 1,
    formatter: (record) =>
      formatters.jsonFormatter(record).replace(
        /^\{/,
        () => `{"logger":${JSON.stringify(record.loggerName)},`,
      ),
  });
  file.setup();
  handlers.push(file);
  return logOver(handlers, level, "", () => file.destroy());
}

/** A log that writes nothing. */
export function silentLog(): Log {
  return createLog({ level: "error", console: false });
}
