/**
 * Checks the folders and files a script is granted: absolute, existing where it matters, and without symlinks that
 * lead out, because Deno checks the path as written and then follows the link.
 * Knows nothing of other permissions.
 *
 * @module
 */
import { dirname, isAbsolute, relative, resolve } from "@std/path";

/** What {@linkcode grantedPaths} needs. */
export interface GrantedPathsOptions {
  /** Folder that relative entries start from. */
  folder: string;
  /** Builds the error for one entry. */
  fail(entry: string, why: string, remedy: string): Error;
}

/** Checked paths. */
export interface GrantedPaths {
  /** Absolute real paths. */
  granted: string[];
  /** What could not be checked, one sentence each. */
  warnings: string[];
}

/** Most directory entries looked at in one grant; a larger tree is granted with a warning. */
const MAX_SCANNED = 20_000;

/**
 * Turns the entries of a `read` or `write` list into absolute real paths. A path that does not exist yet is granted
 * when its folder exists, so that a script can create it.
 */
export async function grantedPaths(
  entries: readonly string[],
  { folder, fail }: GrantedPathsOptions,
): Promise<GrantedPaths> {
  const granted: string[] = [];
  const warnings: string[] = [];
  for (const entry of entries) {
    if (entry.trim() === "") throw fail(entry, "is empty", "Remove the entry");
    if (entry.includes("\0")) throw fail(entry, "is not a path", "Write a file or folder");
    if (entry.startsWith("~")) throw fail(entry, "starts with ~", "Write the path in full");
    if (entry.startsWith("file:")) throw fail(entry, "is a URL", "Write a path");
    const path = await realOrNew(resolve(folder, entry));
    if (path === undefined) {
      throw fail(entry, "is in no existing folder", "Create the folder or correct the path");
    }
    const scan = await findEscape(path);
    if (scan.escape !== undefined) {
      throw fail(
        entry,
        `holds the symlink ${scan.escape}, which leads outside`,
        "Remove the symlink or grant its target",
      );
    }
    if (scan.complete === false) {
      warnings.push(`${path} has more than ${MAX_SCANNED} entries: symlinks in it were not all checked`);
    }
    granted.push(path);
  }
  return { granted, warnings };
}

/** The real path; for something that does not exist, its place in the real folder. */
async function realOrNew(path: string): Promise<string | undefined> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return undefined;
  }
  try {
    const parent = dirname(path);
    return resolve(await Deno.realPath(parent), relative(parent, path));
  } catch {
    return undefined;
  }
}

/** True when `path` is `root` or below it. */
export function isInside(root: string, path: string): boolean {
  const rest = relative(root, path);
  return rest === "" || !(rest === ".." || /^\.\.[\\/]/.test(rest) || isAbsolute(rest));
}

/** Looks for a symlink below `root` that leads outside of it. */
async function findEscape(root: string): Promise<{ escape?: string; complete: boolean }> {
  const folders = [root];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    try {
      for await (const entry of Deno.readDir(folder)) {
        if (++seen > MAX_SCANNED) return { complete: false };
        const path = resolve(folder, entry.name);
        if (entry.isDirectory) folders.push(path);
        else if (entry.isSymlink && !(await staysInside(root, path))) return { escape: path, complete: true };
      }
    } catch (error) {
      // A file, or nothing yet: no tree to look through.
      if (folder !== root && !(error instanceof Deno.errors.NotFound)) return { complete: false };
    }
  }
  return { complete: true };
}

async function staysInside(root: string, link: string): Promise<boolean> {
  try {
    return isInside(root, await Deno.realPath(link));
  } catch {
    // Dangling: whoever creates the target decides, so judge by where it points.
    return isInside(root, resolve(dirname(link), await Deno.readLink(link)));
  }
}
