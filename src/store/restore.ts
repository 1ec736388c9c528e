/**
 * Putting a backup back: reads the archive into a folder beside the data, proves that it is what its table of contents
 * says and that its databases are whole, and only then moves it in. What was there before is kept. Owns that order.
 *
 * @module
 */
import { join } from "@std/path";
import { HubError, systemTextOf } from "../core/errors.ts";
import { type ArchiveEntry, damaged, readArchive } from "./archive.ts";
import { type BackupContents, CONTENTS_FILE, isBackupName, MAX_FILES } from "./backup.ts";
import { checkDatabase } from "./check_database.ts";
import { APPLICATION_ID, DATABASE_FILE, SQL_FOLDER } from "./database.ts";
import { lockFolder } from "./folder_lock.ts";
import { MIGRATIONS } from "./migrations.ts";
import { TEXT_FOLDER } from "./text_files.ts";

/** Largest table of contents. */
const MAX_CONTENTS = 1 << 20;

/** What {@linkcode restoreBackup} needs. */
export interface RestoreOptions {
  /** The backup. */
  readonly file: string;
  /** Data folder; no hub may use it. */
  readonly dataDir: string;
  /** Names of plain files that may be in it. */
  readonly plain: readonly string[];
  /** Put what is there aside, instead of refusing. */
  readonly force: boolean;
  /** Unix milliseconds. */
  readonly now: number;
}

/** What was done. */
export interface RestoreReport {
  /** The backup's table of contents. */
  readonly contents: BackupContents;
  /** Folder with what was there before, or `null`. */
  readonly before: string | null;
}

function parseContents(bytes: Uint8Array, plain: readonly string[]): BackupContents {
  let value: Partial<BackupContents>;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) ?? {};
  } catch {
    throw damaged("its table of contents cannot be read");
  }
  const { format, files, made, hubcap } = value;
  if (format !== 1 || !Array.isArray(files) || typeof made !== "string" || typeof hubcap !== "string") {
    throw damaged("its table of contents is of no kind this Hubcap knows");
  }
  const known = files.length <= MAX_FILES + plain.length &&
    files.every((file) =>
      typeof file?.name === "string" && typeof file.size === "number" && typeof file.sha256 === "string" &&
      isBackupName(file.name, plain)
    );
  const names = new Set(known ? files.map(({ name }) => name) : []);
  if (names.size !== files.length || !names.has(DATABASE_FILE)) {
    throw damaged("its table of contents names files that do not belong to a hub");
  }
  return { format, made: made.slice(0, 40), hubcap: hubcap.slice(0, 40), files };
}

/** Unpacks into `folder`; everything matches the table of contents afterwards. */
function unpack(archive: Deno.FsFile, folder: string, plain: readonly string[]): BackupContents {
  let contents: BackupContents | undefined;
  let next = 0;
  let collected = new Uint8Array();
  let target: Deno.FsFile | undefined;
  const open = (entry: ArchiveEntry) => {
    if (!contents) {
      if (entry.name !== CONTENTS_FILE || entry.size > MAX_CONTENTS) {
        throw damaged("it has no table of contents");
      }
      collected = new Uint8Array(entry.size);
      let at = 0;
      return {
        write(bytes: Uint8Array) {
          collected.set(bytes, at);
          at += bytes.length;
        },
      };
    }
    const wanted = contents.files[next];
    if (wanted?.name !== entry.name || wanted.size !== entry.size) {
      throw damaged(`"${entry.name.slice(0, 100)}" does not match the table of contents`);
    }
    const file = target = Deno.openSync(join(folder, entry.name), {
      createNew: true,
      write: true,
      mode: 0o600,
    });
    return {
      write(bytes: Uint8Array) {
        for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
      },
    };
  };
  try {
    readArchive(archive, {
      open,
      done(entry, sha256) {
        if (!contents) {
          contents = parseContents(collected, plain);
          return;
        }
        target?.syncSync();
        target?.close();
        target = undefined;
        if (contents.files[next++]!.sha256 !== sha256) throw damaged(`"${entry.name}" has changed`);
      },
    });
  } finally {
    target?.close();
  }
  if (!contents || next !== contents.files.length) throw damaged("files are missing");
  return contents;
}

/** The databases are whole, and the hub's own is one that this version can use. */
function prove(folder: string, { files }: BackupContents): void {
  for (const { name } of files) {
    if (name !== DATABASE_FILE && !name.startsWith(`${SQL_FOLDER}/`)) continue;
    const { problems, application, version } = checkDatabase(join(folder, name));
    if (problems.length > 0) throw damaged(`${name}: ${problems[0]}`);
    if (name !== DATABASE_FILE) continue;
    if (application !== APPLICATION_ID) throw damaged("its database is not a hub's");
    if (version > MIGRATIONS.length) {
      throw new HubError("store.corrupt", `The backup is of a newer Hubcap: its version is ${version}`, {
        remedy: "Run the Hubcap that made it, or a newer one",
      });
    }
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Moves what is there out of the way. A write-ahead log must never meet another database. */
function putAside(dataDir: string, others: readonly string[], now: number): string | null {
  const names = [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`, SQL_FOLDER, ...others]
    .filter((name) => exists(join(dataDir, name)));
  if (names.length === 0) return null;
  const stamp = new Date(now).toISOString().replace(/[:.]/g, "-");
  const before = Deno.makeTempDirSync({ dir: dataDir, prefix: `before-restore-${stamp}-` });
  for (const name of names) Deno.renameSync(join(dataDir, name), join(before, name));
  return before;
}

/**
 * Restores a backup.
 *
 * @throws {HubError} `store.busy` while a hub runs there, `store.corrupt` for a file that is no whole backup,
 * `store.unwritable` when data is there and `force` is not given, or when the folder cannot be written.
 */
export function restoreBackup(options: RestoreOptions): RestoreReport {
  const { file, dataDir, plain, force, now } = options;
  const lock = lockFolder(dataDir);
  let folder: string | undefined;
  let archive: Deno.FsFile | undefined;
  try {
    if (!force && exists(join(dataDir, DATABASE_FILE))) {
      throw new HubError("store.unwritable", `There is a database in "${dataDir}" already`, {
        remedy: "Add --force to put it aside, or choose another folder with --data",
      });
    }
    archive = Deno.openSync(file, { read: true });
    folder = Deno.makeTempDirSync({ dir: dataDir, prefix: ".restore-" });
    for (const inside of [SQL_FOLDER, TEXT_FOLDER]) Deno.mkdirSync(join(folder, inside), { mode: 0o700 });
    const contents = unpack(archive, folder, plain);
    prove(folder, contents);
    // A backup without texts leaves those that are here.
    const texts = contents.files.some(({ name }) => name.startsWith(`${TEXT_FOLDER}/`)) ? [TEXT_FOLDER] : [];
    const before = putAside(dataDir, [...plain, ...texts], now);
    for (const inside of [SQL_FOLDER, ...texts]) Deno.renameSync(join(folder, inside), join(dataDir, inside));
    // The hub's database comes last: without it, nothing of a broken-off restore looks like a hub's data.
    const rest = contents.files.filter(({ name }) => !name.includes("/")).reverse();
    for (const { name } of rest) Deno.renameSync(join(folder, name), join(dataDir, name));
    return { contents, before };
  } catch (error) {
    if (error instanceof HubError) throw error;
    throw new HubError("store.unwritable", `Cannot restore "${file}": ${systemTextOf(error)}`, {
      remedy: "See that the file can be read and that the data folder is writable and has room",
      cause: error,
    });
  } finally {
    archive?.close();
    if (folder !== undefined) Deno.removeSync(folder, { recursive: true });
    lock.release();
  }
}
