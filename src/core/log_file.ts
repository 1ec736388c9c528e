/**
 * The rotating log file, which may fail without anybody noticing but the reader of standard output. Owns what happens
 * on a full disk, in a folder that is gone and with a torn last line. Knows no format.
 *
 * @module
 */
/** Old files that are kept. */
const BACKUPS = 5;

/** What {@linkcode FileSink} needs. */
export interface FileSinkOptions {
  /** File to write; old ones get `.1` … `.5` appended. */
  readonly file: string;
  /** Size at which a new file is begun. */
  readonly maxBytes: number;
  /** Milliseconds between two attempts to write again after a failure. */
  readonly retryMs: number;
  /** Hears of the first failure, with its error, and of the recovery, with the number of lines lost. Must not log here. */
  trouble(state: { readonly error: unknown } | { readonly lost: number }): void;
}

/** True when a file does not end with a line end: the process was killed, or the disk was full, in the middle of a line. */
function isTorn(file: string): boolean {
  try {
    using handle = Deno.openSync(file, { read: true });
    if (handle.statSync().size === 0) return false;
    handle.seekSync(-1, Deno.SeekMode.End);
    const last = new Uint8Array(1);
    return handle.readSync(last) === 1 && last[0] !== 0x0a;
  } catch {
    return false;
  }
}

/**
 * A rotating file. Writing to it never throws; what cannot be written is counted. Written by hand because the handler
 * of `@std/log` stays half open, with a listener that throws at exit, when a rotation fails.
 */
export class FileSink {
  readonly #options: FileSinkOptions;
  #file: Deno.FsFile | null = null;
  #size = 0;
  #retryAt = 0;
  #lost = 0;
  #failing = false;
  #closed = false;

  /**
   * Opens the file.
   *
   * @throws {Error} When it cannot be opened at all.
   */
  constructor(options: FileSinkOptions) {
    this.#options = options;
    this.#open();
  }

  #open(): Deno.FsFile {
    const { file: name } = this.#options;
    const torn = isTorn(name);
    const file = Deno.openSync(name, { append: true, create: true });
    this.#file = file;
    this.#size = file.statSync().size;
    if (torn) this.#write(file, Uint8Array.of(0x0a));
    return file;
  }

  /** Every line is written at once, so a crash loses none. */
  #write(file: Deno.FsFile, bytes: Uint8Array): void {
    this.#size += bytes.length;
    for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
  }

  /** Renames the file and the old ones by one, the oldest is overwritten, and opens a new file. */
  #rotate(): Deno.FsFile {
    this.#release();
    const { file: name } = this.#options;
    for (let i = BACKUPS - 1; i >= 0; i--) {
      try {
        Deno.renameSync(i === 0 ? name : `${name}.${i}`, `${name}.${i + 1}`);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
    return this.#open();
  }

  /** Writes a line, or counts it as lost. */
  log(line: string): void {
    if (this.#closed) return;
    if (!this.#file && performance.now() < this.#retryAt) return void this.#lost++;
    try {
      let file = this.#file ?? this.#open();
      const bytes = new TextEncoder().encode(`${line}\n`);
      if (this.#size > 0 && this.#size + bytes.length > this.#options.maxBytes) file = this.#rotate();
      this.#write(file, bytes);
    } catch (error) {
      this.#lost++;
      return this.#fail(error);
    }
    if (!this.#failing) return;
    const lost = this.#lost;
    this.#failing = false;
    this.#lost = 0;
    this.#options.trouble({ lost });
  }

  #fail(error: unknown): void {
    this.#release();
    this.#retryAt = performance.now() + this.#options.retryMs;
    if (this.#failing) return;
    this.#failing = true;
    this.#options.trouble({ error });
  }

  /** Closes the file and opens the one that has the name now, for whoever moves log files away. */
  reopen(): void {
    if (this.#closed) return;
    this.#release();
    try {
      this.#open();
    } catch (error) {
      this.#fail(error);
    }
  }

  #release(): void {
    try {
      this.#file?.close();
    } catch {
      // What a full disk did not take when it was written, it does not take now.
    }
    this.#file = null;
  }

  /** Closes the file for good. */
  close(): void {
    this.#closed = true;
    this.#release();
  }
}
