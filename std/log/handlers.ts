/**
 * Handlers: where log records end up. Owns the console and the rotating file.
 *
 * @module
 */
import { getLevelByName, type LevelName, type LogLevel, LogLevels } from "./levels.ts";
import type { LogRecord } from "./logger.ts";

/** Turns a record into a line. */
export type FormatterFunction = (logRecord: LogRecord) => string;

/** Options of every handler. */
export interface BaseHandlerOptions {
  /** Default: level name, a space, the message. */
  formatter?: FormatterFunction;
}

const plain: FormatterFunction = ({ levelName, msg }) => `${levelName} ${msg}`;

/** What all handlers share: a level and a formatter. */
export abstract class BaseHandler {
  /** Least urgent level that is handled. */
  level: LogLevel;
  /** Turns a record into a line. */
  formatter: FormatterFunction;

  /** Creates a handler for records of this level and above. */
  constructor(levelName: LevelName, options: BaseHandlerOptions = {}) {
    this.level = getLevelByName(levelName);
    this.formatter = options.formatter ?? plain;
  }

  /** Formats and writes a record that is urgent enough. */
  handle(logRecord: LogRecord): void {
    if (this.level <= logRecord.level) this.log(this.format(logRecord));
  }

  /** The line of a record. */
  format(logRecord: LogRecord): string {
    return this.formatter(logRecord);
  }

  /** Writes a line. */
  abstract log(msg: string): void;

  /** Opens what the handler writes to. */
  setup(): void {}

  /** Closes it. */
  destroy(): void {}
}

/** Options of {@linkcode ConsoleHandler}. */
export interface ConsoleHandlerOptions extends BaseHandlerOptions {
  /** Default `true`. */
  useColors?: boolean;
}

const COLORS: Partial<Record<number, string>> = {
  [LogLevels.INFO]: "\x1b[34m",
  [LogLevels.WARN]: "\x1b[33m",
  [LogLevels.ERROR]: "\x1b[31m",
  [LogLevels.CRITICAL]: "\x1b[1m\x1b[31m",
};

/** Writes to standard output. */
export class ConsoleHandler extends BaseHandler {
  readonly #useColors: boolean;

  /** Creates a handler for records of this level and above. */
  constructor(levelName: LevelName, options: ConsoleHandlerOptions = {}) {
    super(levelName, options);
    this.#useColors = (options.useColors ?? true) && !Deno.noColor;
  }

  /** The line of a record, coloured if wanted. */
  override format(logRecord: LogRecord): string {
    const line = super.format(logRecord);
    const color = this.#useColors ? COLORS[logRecord.level] : undefined;
    return color ? `${color}${line}\x1b[0m` : line;
  }

  /** Writes a line. */
  override log(msg: string): void {
    // deno-lint-ignore no-console
    console.log(msg);
  }
}

/** Options of {@linkcode RotatingFileHandler}. */
export interface RotatingFileHandlerOptions extends BaseHandlerOptions {
  /** File to write; backups get `.1`, `.2` … appended. */
  filename: string;
  /** Append (default), start afresh, or refuse an existing file. */
  mode?: "a" | "w" | "x";
  /** Bytes kept in memory before a write, default 4096. */
  bufferSize?: number;
  /** Largest size of the file before it is rotated. */
  maxBytes: number;
  /** How many old files are kept. */
  maxBackupCount: number;
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Writes to a file, buffered, and starts a new one when it gets too large. */
export class RotatingFileHandler extends BaseHandler {
  readonly #options: RotatingFileHandlerOptions;
  readonly #buffer: Uint8Array;
  readonly #unload = () => this.destroy();
  #file: Deno.FsFile | undefined;
  #used = 0;
  #size = 0;

  /** Creates a handler for records of this level and above; {@linkcode setup} opens the file. */
  constructor(levelName: LevelName, options: RotatingFileHandlerOptions) {
    super(levelName, options);
    this.#options = options;
    this.#buffer = new Uint8Array(options.bufferSize ?? 4096);
  }

  /** Opens the file. */
  override setup(): void {
    const { maxBytes, maxBackupCount, mode = "a", filename } = this.#options;
    if (maxBytes < 1) throw new Error(`"maxBytes" must be >= 1: received ${maxBytes}`);
    if (maxBackupCount < 1) throw new Error(`"maxBackupCount" must be >= 1: received ${maxBackupCount}`);
    this.#open();
    for (let i = 1; i <= maxBackupCount && mode !== "a"; i++) {
      const backup = `${filename}.${i}`;
      if (!exists(backup)) continue;
      if (mode === "x") {
        this.destroy();
        throw new Deno.errors.AlreadyExists(`Backup log file ${backup} already exists`);
      }
      Deno.removeSync(backup);
    }
    this.#size = mode === "a" ? Deno.statSync(filename).size : 0;
    addEventListener("unload", this.#unload);
  }

  #open(): void {
    const mode = this.#options.mode ?? "a";
    this.#file = Deno.openSync(this.#options.filename, {
      createNew: mode === "x",
      create: mode !== "x",
      append: mode === "a",
      truncate: mode !== "a",
      write: true,
    });
  }

  /** Writes a record; a critical one at once. */
  override handle(logRecord: LogRecord): void {
    super.handle(logRecord);
    if (logRecord.level > LogLevels.ERROR) this.flush();
  }

  /** Buffers a line, rotating first if it would not fit. */
  override log(msg: string): void {
    const bytes = new TextEncoder().encode(msg + "\n");
    if (this.#size + bytes.length > this.#options.maxBytes) this.rotateLogFiles();
    this.#size += bytes.length;
    if (bytes.length > this.#buffer.length - this.#used) this.flush();
    if (bytes.length > this.#buffer.length) return this.#write(bytes);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; this.#file && done < bytes.length;) done += this.#file.writeSync(bytes.subarray(done));
  }

  /** Renames the file and its backups by one, drops the oldest, opens a new file. */
  rotateLogFiles(): void {
    this.flush();
    this.#file?.close();
    const { filename, maxBackupCount } = this.#options;
    for (let i = maxBackupCount - 1; i >= 0; i--) {
      const source = i === 0 ? filename : `${filename}.${i}`;
      if (exists(source)) Deno.renameSync(source, `${filename}.${i + 1}`);
    }
    this.#open();
    this.#size = 0;
  }

  /** Writes what is buffered. */
  flush(): void {
    this.#write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  /** Writes what is buffered and closes the file. */
  override destroy(): void {
    this.flush();
    this.#file?.close();
    this.#file = undefined;
    removeEventListener("unload", this.#unload);
  }
}
