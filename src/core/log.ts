/**
 * Structured logging. Owns the only import of `@std/log`, the line formats, the redaction of secrets and the level,
 * which may change at any time. A log is handed down as a dependency; nothing here is global. The file itself is in
 * `log_file.ts`.
 *
 * @module
 */
import { BaseHandler, ConsoleHandler, formatters, Logger, type LogRecord } from "@std/log";
import { FileSink } from "./log_file.ts";
import { escapeSteering } from "./one_line.ts";

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
  /** Changes how much is logged, here and in everything that shares the log's files. */
  setLevel(level: LogLevelName): void;
  /** Opens the file of this name anew, after somebody moved it away. */
  reopen(): void;
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
  /** Milliseconds between two attempts to write a file that failed, default 10 000. */
  retryMs?: number;
}

const SECRET = /^pass$|passw|passphrase|pwd|secret|token/i;
const MAX_DEPTH = 4;
const MAX_ITEMS = 50;
/** Longest text in a line, characters. */
const MAX_TEXT = 8192;

const RANKS: Readonly<Record<LogLevelName, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

const cut = (text: string): string => text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;

/** A copy fit for any format: secrets hidden, errors as their message, depth and length bounded. */
function clean(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cut(value);
  if (value instanceof Error) return cut(value.message);
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
  return /^[\w.:/@+-]+$/.test(text)
    ? text
    : escapeSteering(JSON.stringify(text).replace(/[\x7f-\x9f]/g, "?"));
}

function line({ datetime, levelName, loggerName, msg, args }: LogRecord): string {
  const fields = Object.entries(args[0] ?? {}).map(([key, value]) => ` ${shown(key)}=${shown(value)}`).join(
    "",
  );
  const place = loggerName ? `${loggerName}: ` : "";
  // deno-lint-ignore no-control-regex
  const safe = escapeSteering(msg.replace(/[\0-\x1f\x7f-\x9f]/g, "?"));
  return `${datetime.toISOString()} ${levelName.padEnd(5)} ${place}${safe}${fields}`;
}

/** The JSON line of a record: an object, whatever its texts hold. */
function jsonLine(record: LogRecord): string {
  const text = escapeSteering(formatters.jsonFormatter(record));
  return text.replace(/^\{/, () => `{"logger":${escapeSteering(JSON.stringify(record.loggerName))},`);
}

/** Standard output. A reader that went away is no reason to stop a hub. */
class ToConsole extends ConsoleHandler {
  override log(text: string): void {
    try {
      super.log(text);
    } catch {
      // Nobody is there to be told.
    }
  }
}

/** JSON lines to a file. */
class ToFile extends BaseHandler {
  readonly #file: FileSink;
  constructor(file: FileSink) {
    super("DEBUG", { formatter: jsonLine });
    this.#file = file;
  }
  override log(text: string): void {
    this.#file.log(text);
  }
}

/** What all logs over the same handlers share. */
interface Shared {
  readonly handlers: Logger["handlers"];
  rank: number;
  reopen(): void;
  close(): void;
}

function logOver(shared: Shared, name: string): Log {
  const logger = new Logger(name, "DEBUG", { handlers: shared.handlers });
  const write = (method: LogLevelName) => {
    const rank = RANKS[method];
    return (message: string, fields?: LogFields): void => {
      if (rank < shared.rank) return;
      if (fields) logger[method](cut(message), clean(fields));
      else logger[method](cut(message));
    };
  };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (part) => logOver(shared, name ? `${name}.${part}` : part),
    setLevel: (level) => void (shared.rank = RANKS[level]),
    reopen: () => shared.reopen(),
    close: () => shared.close(),
  };
}

/**
 * Opens a log. A file that cannot be written later on stops nobody: standard output says so once, the lines are
 * counted, and writing is tried again every 10 seconds.
 *
 * @throws {Error} when the file cannot be opened now.
 */
export function createLog(options: LogOptions): Log {
  const rank = RANKS[options.level];
  const console: Logger["handlers"] = (options.console ?? true)
    ? [new ToConsole("DEBUG", { formatter: line, useColors: Deno.stdout.isTerminal() })]
    : [];
  if (options.file === undefined) {
    return logOver({ handlers: console, rank, reopen() {}, close() {} }, "");
  }
  const about = logOver({ handlers: console, rank: 0, reopen() {}, close() {} }, "log");
  const file = new FileSink({
    file: options.file,
    maxBytes: options.maxBytes ?? 10 * 1024 * 1024,
    retryMs: options.retryMs ?? 10_000,
    trouble: (state) =>
      "error" in state
        ? about.error("The log file cannot be written: lines go to standard output only", {
          file: options.file,
          error: state.error,
        })
        : about.warn("The log file is written again", { file: options.file, lost: state.lost }),
  });
  const handlers = [...console, new ToFile(file)];
  return logOver({ handlers, rank, reopen: () => file.reopen(), close: () => file.close() }, "");
}

/** A log that writes nothing. */
export function silentLog(): Log {
  return createLog({ level: "error", console: false });
}
