/**
 * The texts of an operator: the files of one folder, all of them in memory. Owns which files count, their bounds and
 * the look for changes. A name that somebody gives is only ever compared with the names that were found, so no path
 * is ever made of it. Does not know what a text is for.
 *
 * @module
 */
import { join } from "@std/path";
import type { Clock } from "../core/clock.ts";
import { messageOf } from "../core/errors.ts";
import type { Codec } from "../nmdc/encoding.ts";

/** Folder inside the data folder. */
export const TEXT_FOLDER = "texts";
/** Files a new hub gets, all empty. */
export const FIRST_FILES: readonly string[] = ["motd.txt", "rules.txt", "faq.txt"];

/** Largest file in bytes; larger ones are left out. */
export const MAX_FILE = 65_536;
/** Most files; of more the first by name count. */
export const MAX_FILES = 200;
/** Entries of the folder that are looked at. */
const MAX_ENTRIES = 2000;
/** Milliseconds between two looks for changes. */
const LOOK_EVERY = 10_000;

const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,63}$/u;

/** True for the name of a file that may be used: letters, digits, `_`, `-` and `.`, no path. */
export function isTextName(name: string): boolean {
  return NAME.test(name);
}

/** Texts by the name of their file. */
export interface Texts {
  /** The text of a file, lines ended with `\r\n`, without space at its end; `null` when there is no such file. */
  get(name: string): string | null;
}

/** The texts of a folder. */
export interface TextFiles extends Texts {
  /** Reads what is new or was changed. Never rejects: what cannot be read is told to `warn`, the rest counts. */
  refresh(): Promise<void>;
  /** Looks for changes no more; resolves when a look that is under way is over. */
  close(): Promise<void>;
}

/** What {@linkcode openTexts} needs. */
export interface TextFilesOptions {
  /** The folder. */
  readonly folder: string;
  /** For the looks for changes. */
  readonly clock: Clock;
  /** Reads files that are not UTF-8. */
  readonly codec: Codec;
  /** Hears, once each, which files cannot be used. */
  warn(message: string): void;
}

interface Kept {
  readonly stamp: string;
  readonly text: string | null;
}

const STRICT = new TextDecoder("utf-8", { fatal: true });

function textOf(bytes: Uint8Array, codec: Codec): string {
  const read = () => {
    try {
      return STRICT.decode(bytes);
    } catch {
      return codec.fallback.decode(bytes);
    }
  };
  return read().replace(/\r\n?|\n/g, "\r\n").trimEnd();
}

/** The bytes of a file, `null` when it is too large or not the file that was looked at. */
async function readWhole(path: string, seen: Deno.FileInfo): Promise<Uint8Array | null> {
  using file = await Deno.open(path, { read: true });
  const { ino, dev } = await file.stat();
  if (ino !== seen.ino || dev !== seen.dev) return null;
  const bytes = new Uint8Array(MAX_FILE + 1);
  let length = 0;
  while (length < bytes.length) {
    const got = await file.read(bytes.subarray(length));
    if (got === null) return bytes.subarray(0, length);
    length += got;
  }
  return null;
}

/** Makes the folder with empty files when there is none. Rejects when it cannot. */
export async function prepareTexts(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    throw error;
  }
  for (const name of FIRST_FILES) await Deno.writeTextFile(join(folder, name), "", { createNew: true });
}

/** Opens the folder, making it on first use. Never rejects; a folder that cannot be read has no texts. */
export async function openTexts(options: TextFilesOptions): Promise<TextFiles> {
  const { folder, clock, codec } = options;
  let files: ReadonlyMap<string, Kept> = new Map();
  let running: Promise<void> | null = null;
  const said = new Set<string>();
  const warn = (message: string) => {
    if (said.has(message) || said.size >= MAX_ENTRIES) return;
    said.add(message);
    options.warn(message);
  };

  const keep = async (name: string): Promise<Kept> => {
    const path = join(folder, name);
    const info = await Deno.lstat(path);
    const stamp = `${info.mtime?.getTime()} ${info.size} ${info.ino}`;
    const old = files.get(name);
    if (old?.stamp === stamp) return old;
    if (!info.isFile) warn(`Text "${path}" is left out: it is no file of this folder`);
    else if (info.size > MAX_FILE) warn(`Text "${path}" is left out: it is larger than ${MAX_FILE} bytes`);
    const bytes = info.isFile && info.size <= MAX_FILE ? await readWhole(path, info) : null;
    return { stamp, text: bytes === null ? null : textOf(bytes, codec) };
  };
  const read = async () => {
    try {
      const names: string[] = [];
      for await (const { name, isDirectory } of Deno.readDir(folder)) {
        if (!isDirectory && isTextName(name) && names.push(name) >= MAX_ENTRIES) break;
      }
      if (names.length > MAX_FILES) warn(`Folder "${folder}": only the first ${MAX_FILES} texts count`);
      const found = new Map<string, Kept>();
      for (const name of names.sort().slice(0, MAX_FILES)) {
        try {
          found.set(name, await keep(name));
        } catch (error) {
          warn(`Text "${join(folder, name)}" is left out: ${messageOf(error)}`);
        }
      }
      files = found;
    } catch (error) {
      warn(`Texts of "${folder}" cannot be read: ${messageOf(error)}`);
    }
  };
  // A wish during a look is served by one more look: the present one may have passed the file already.
  let again: Promise<void> | null = null;
  const refresh = (): Promise<void> => {
    if (running) {
      return again ??= running.then(() => {
        again = null;
        return refresh();
      });
    }
    return running = read().finally(() => running = null);
  };

  try {
    await prepareTexts(folder);
  } catch (error) {
    warn(`Folder "${folder}" cannot be made: ${messageOf(error)}`);
  }
  await refresh();
  const stop = clock.every(LOOK_EVERY, () => void refresh());
  return {
    get: (name) => files.get(name)?.text ?? null,
    refresh,
    async close() {
      stop();
      while (running) await running;
    },
  };
}
