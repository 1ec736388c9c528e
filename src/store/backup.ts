/**
 * Copies of everything a hub keeps, made while it runs: its database, the databases of its scripts, its texts and a
 * few plain files, in one archive with a table of contents. Owns what belongs to a backup and the proof that the copy is whole.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { createHash } from "node:crypto";
import { dirname, join } from "@std/path";
import { HubError, messageOf, systemTextOf } from "../core/errors.ts";
import { appendEntry, type ArchiveEntry, endArchive, MAX_NAME } from "./archive.ts";
import { checkDatabase } from "./check_database.ts";
import { DATABASE_FILE, SQL_FOLDER } from "./database.ts";
import { isTextName, MAX_FILE, MAX_FILES as MAX_TEXTS, TEXT_FOLDER } from "./text_files.ts";

/** First entry of a backup: what follows. */
export const CONTENTS_FILE = "contents.json";
/** Databases of scripts at most. */
const MAX_DATABASES = 1000;
/** Files of a backup at most, plain ones aside. */
export const MAX_FILES: number = 1 + MAX_DATABASES + MAX_TEXTS;
/** How long a copy waits for a write to end, milliseconds. */
const BUSY_MS = 5000;
/** Larger plain files are no certificates. */
const MAX_PLAIN = 1 << 20;

/** One file as the table of contents knows it. */
export interface BackupFile extends ArchiveEntry {
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** The table of contents. */
export interface BackupContents {
  /** Of this format. */
  readonly format: 1;
  /** When, ISO 8601. */
  readonly made: string;
  /** Version of Hubcap that made it. */
  readonly hubcap: string;
  /** What follows, in order. */
  readonly files: readonly BackupFile[];
}

/** What {@linkcode makeBackup} needs. */
export interface BackupOptions {
  /** The hub's data folder. */
  readonly dataDir: string;
  /** Where the backup goes; must not exist. */
  readonly file: string;
  /** Names of plain files in the data folder that belong to it, where they exist. */
  readonly plain: readonly string[];
  /** Files that the operator's configuration names: a link of a plain name to one of them is followed. */
  readonly named?: readonly string[];
  /** Version of Hubcap. */
  readonly version: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** What became of a backup. */
export interface BackupReport {
  /** What is in it. */
  readonly files: readonly BackupFile[];
  /** Databases of scripts and plain files that were not copied, each with the reason. */
  readonly leftOut: readonly string[];
}

/** Names that a backup may hold. */
export function isBackupName(name: string, plain: readonly string[]): boolean {
  return name === DATABASE_FILE || plain.includes(name) || isTextPath(name) ||
    new RegExp(`^${SQL_FOLDER}/[A-Za-z0-9_.-]{1,64}\\.db$`).test(name) && !name.includes("..");
}

/** True for a text whose name an archive has room for. */
const isTextPath = (name: string): boolean =>
  name.startsWith(`${TEXT_FOLDER}/`) && isTextName(name.slice(TEXT_FOLDER.length + 1)) &&
  new TextEncoder().encode(name).length <= MAX_NAME;

/** Regular files only: a script that may write here could have left a link to somewhere else. */
function filesIn(dataDir: string, folder: string, most: number): string[] {
  try {
    return [...Deno.readDirSync(join(dataDir, folder))].filter(({ isFile }) => isFile)
      .map(({ name }) => `${folder}/${name}`).filter((name) => isBackupName(name, [])).sort()
      .slice(0, most);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** A copy as of one moment, whoever writes meanwhile; checked. @throws {Error} With the reason. */
function copyDatabase(from: string, to: string): void {
  const db = new DatabaseSync(from);
  try {
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    db.function("unix_timestamp", () => Math.floor(Date.now() / 1000));
    db.prepare("VACUUM INTO ?").run(to);
  } finally {
    db.close();
  }
  const { problems } = checkDatabase(to);
  if (problems.length > 0) throw new Error(`its copy is broken: ${problems.join("; ")}`);
}

function described(folder: string, name: string): BackupFile {
  const hash = createHash("sha256");
  let size = 0;
  readFile(join(folder, name), (read) => {
    const buffer = new Uint8Array(64 * 1024);
    for (let got = read(buffer); got !== null; got = read(buffer)) {
      hash.update(buffer.subarray(0, got));
      size += got;
    }
  });
  return { name, size, sha256: hash.digest("hex") };
}

function readFile(path: string, use: (read: (buffer: Uint8Array) => number | null) => void): void {
  const file = Deno.openSync(path, { read: true });
  try {
    use((buffer) => file.readSync(buffer));
  } finally {
    file.close();
  }
}

/** Copies what belongs to the backup into `folder`. */
function collect(
  { dataDir, plain, named = [] }: BackupOptions,
  folder: string,
): { names: string[]; leftOut: string[] } {
  const names = [DATABASE_FILE];
  const leftOut: string[] = [];
  try {
    copyDatabase(join(dataDir, DATABASE_FILE), join(folder, DATABASE_FILE));
  } catch (error) {
    throw new HubError("store.corrupt", `Cannot copy the hub's database: ${messageOf(error)}`, {
      remedy: "Look at it with: hubcap doctor",
      cause: error,
    });
  }
  Deno.mkdirSync(join(folder, SQL_FOLDER));
  for (const name of filesIn(dataDir, SQL_FOLDER, MAX_DATABASES)) {
    try {
      copyDatabase(join(dataDir, name), join(folder, name));
      names.push(name);
    } catch (error) {
      // A script can break what is its own, but not the backup of the hub.
      leftOut.push(`${name}: ${messageOf(error)}`);
    }
  }
  Deno.mkdirSync(join(folder, TEXT_FOLDER));
  const texts = filesIn(dataDir, TEXT_FOLDER, MAX_TEXTS);
  names.push(...texts.filter((name) => copyPlain(join(dataDir, name), join(folder, name), MAX_FILE)));
  for (const name of plain) {
    const path = join(dataDir, name);
    const place = placeOf(path, named);
    if (place === null) continue; // not every hub has one
    if (place === "") leftOut.push(`${name}: it is a link to a file that the configuration does not name`);
    else if (copyPlain(place, join(folder, name), MAX_PLAIN)) names.push(name);
    else leftOut.push(`${name}: it is no file of at most ${MAX_PLAIN} bytes`);
  }
  return { names, leftOut };
}

/**
 * Where a plain file is: behind a link only if the operator named that file, because a script that may write here
 * could have made the link. `""` for any other link, `null` where there is nothing.
 */
function placeOf(path: string, named: readonly string[]): string | null {
  const real = (file: string): string | null => {
    try {
      return Deno.realPathSync(file);
    } catch {
      return null;
    }
  };
  try {
    if (!Deno.lstatSync(path).isSymlink) return path;
  } catch {
    return null;
  }
  const target = real(path);
  return target !== null && named.some((file) => real(file) === target) ? target : "";
}

/** Copies a plain file of at most so many bytes. `false`: it is none. */
function copyPlain(from: string, to: string, most: number): boolean {
  try {
    const { isFile, size } = Deno.lstatSync(from);
    if (!isFile || size > most) return false;
  } catch {
    return false; // gone meanwhile
  }
  Deno.copyFileSync(from, to);
  return true;
}

function writeArchive(path: string, folder: string, contents: BackupContents): void {
  const seconds = Math.floor(Date.parse(contents.made) / 1000);
  const archive = Deno.openSync(path, { createNew: true, write: true, mode: 0o600 });
  try {
    let rest: Uint8Array | null = new TextEncoder().encode(JSON.stringify(contents, null, 1));
    appendEntry(archive, { name: CONTENTS_FILE, size: rest.length }, seconds, (buffer) => {
      if (rest === null || rest.length === 0) return null;
      const part = rest.subarray(0, buffer.length);
      buffer.set(part);
      rest = rest.subarray(part.length);
      return part.length;
    });
    for (const entry of contents.files) {
      readFile(join(folder, entry.name), (read) => appendEntry(archive, entry, seconds, read));
    }
    endArchive(archive);
  } finally {
    archive.close();
  }
}

/** Takes the name, so that nobody else's file is ever replaced. */
function reserve(file: string): void {
  try {
    Deno.openSync(file, { createNew: true, write: true, mode: 0o600 }).close();
  } catch (error) {
    const exists = error instanceof Deno.errors.AlreadyExists;
    throw new HubError(
      "store.unwritable",
      exists ? `"${file}" exists already` : `Cannot write "${file}": ${systemTextOf(error)}`,
      {
        remedy: exists ? "Choose another name: backups are never overwritten" : "Choose another place",
        cause: error,
      },
    );
  }
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch {
    // gone already, or not ours to remove
  }
}

/**
 * Makes a backup, also while a hub runs. The file appears whole or empty.
 *
 * @throws {HubError} `store.unwritable` when there is such a file or no room, `store.corrupt` when the hub's own
 * database cannot be copied.
 */
export function makeBackup(options: BackupOptions): BackupReport {
  const { dataDir, file, version, now } = options;
  try {
    Deno.statSync(join(dataDir, DATABASE_FILE));
  } catch (error) {
    throw new HubError("store.unwritable", `There is no database in "${dataDir}"`, {
      remedy: "Name the hub's data folder with --data or its configuration with --config",
      cause: error,
    });
  }
  reserve(file);
  let folder: string | undefined;
  try {
    folder = Deno.makeTempDirSync({ dir: dirname(file), prefix: ".hubcap-backup-" });
    const { names, leftOut } = collect(options, folder);
    const files = names.map((name) => described(folder!, name));
    const contents = { format: 1, made: new Date(now).toISOString(), hubcap: version, files } as const;
    const whole = join(folder, "backup.tar");
    writeArchive(whole, folder, contents);
    Deno.renameSync(whole, file);
    return { files, leftOut };
  } catch (error) {
    removeQuietly(file);
    if (error instanceof HubError) throw error;
    throw new HubError("store.unwritable", `Cannot write the backup "${file}": ${systemTextOf(error)}`, {
      remedy: "See that the disk has room for a copy of the data folder",
      cause: error,
    });
  } finally {
    if (folder !== undefined) removeQuietly(folder);
  }
}
