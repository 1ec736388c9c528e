/**
 * One hub per data folder: a lock file that the system lets go of when its process ends, however it ends. Owns the
 * file; knows nothing of what is guarded.
 *
 * @module
 */
import { join } from "@std/path";
import { HubError, systemTextOf } from "../core/errors.ts";

/** File name inside the data folder. It stays when nobody holds it. */
const LOCK_FILE = "hub.lock";

/** A data folder that is ours. */
export interface FolderLock {
  /** Lets the next one have it. Harmless when called twice. */
  release(): void;
}

function holderOf(path: string): string {
  try {
    const pid = Deno.readTextFileSync(path).trim();
    return /^\d{1,10}$/.test(pid) ? ` (process ${pid})` : "";
  } catch {
    return ""; // locked against reading, too, on some systems
  }
}

/**
 * Takes the folder, making it where there is none.
 *
 * @throws {HubError} `store.busy` when somebody has it, `store.unwritable` when the file cannot be made.
 */
export function lockFolder(dataDir: string): FolderLock {
  const path = join(dataDir, LOCK_FILE);
  let file: Deno.FsFile | undefined;
  let ours: boolean;
  try {
    Deno.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    file = Deno.openSync(path, { create: true, read: true, write: true, mode: 0o600 });
    ours = file.tryLockSync(true);
  } catch (error) {
    file?.close();
    throw new HubError(
      "store.unwritable",
      `Cannot use the data folder "${dataDir}": ${systemTextOf(error)}`,
      {
        remedy: "Make the folder writable or choose another one",
        cause: error,
      },
    );
  }
  const held = file;
  if (!ours) {
    held.close();
    throw new HubError("store.busy", `A hub uses the data folder "${dataDir}"${holderOf(path)}`, {
      remedy: "Stop that hub, or choose another folder with --data",
    });
  }
  held.truncateSync(0);
  held.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
  let open = true;
  return {
    release() {
      if (open) held.close();
      open = false;
    },
  };
}

/** True while a hub uses the folder. Makes nothing. */
export function isLocked(dataDir: string): boolean {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(join(dataDir, LOCK_FILE), { read: true });
  } catch {
    return false; // no file, no hub
  }
  try {
    return !file.tryLockSync(false);
  } finally {
    file.close();
  }
}
