/**
 * What operators may write to mean a script or a file: `#3`, `3`, a name with or without extension, a path, a
 * `file:` URL. One space of numbers: a file that is not loaded gets the number it will have when it is.
 *
 * @module
 */
import { basename, fromFileUrl } from "@std/path";
import { scriptNameOf } from "../config/load.ts";
import { HubError } from "../core/errors.ts";
import type { Slot } from "./slot.ts";

/** What names are looked up in. */
export interface ScriptNamesOptions {
  /** Loaded scripts, in call order. */
  readonly slots: readonly Slot[];
  /** Folder of the files. */
  readonly folder: string;
  /** Files in it, by name. */
  listFiles(): Promise<string[]>;
  /** Sources of the config's entries, by name; default none. */
  readonly sources?: ReadonlyMap<string, string> | undefined;
  /** A new number. */
  reserveId(): number;
}

/** A file of the folder. */
export interface NamedFile {
  /** Number of the script, or the one it will have. */
  readonly id: number;
  /** Name in the folder. */
  readonly file: string;
  /** The script, when it is loaded. */
  readonly slot: Slot | undefined;
}

/** Looks scripts and files up. */
export interface ScriptNames {
  /** A loaded script. @throws {HubError} `script.unknown` when nothing fits. */
  script(what: string): Slot;
  /** The files of the folder. */
  files(): Promise<NamedFile[]>;
  /**
   * What to load: a loaded script, or a source and perhaps the number that was shown for it.
   *
   * @throws {HubError} `script.unknown` when nothing fits.
   */
  source(what: string): Promise<Slot | { readonly source: string; readonly id: number | undefined }>;
}

const EXTENSION = /(?:\/mod)?\.[cm]?[jt]s$/;
const numberOf = (what: string): number | undefined => {
  const digits = /^#?(\d{1,9})$/.exec(what)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

/** Creates a look-up. */
export function createScriptNames(options: ScriptNamesOptions): ScriptNames {
  const { slots, folder, listFiles, sources, reserveId } = options;
  /** Numbers shown for files that are not loaded, by path. */
  const reserved = new Map<string, number>();

  const find = (what: string): Slot | undefined => {
    const number = numberOf(what);
    if (number !== undefined) return slots.find(({ id }) => id === number);
    const path = pathOf(what);
    const stem = what.replace(EXTENSION, "");
    return slots.find(({ definition: { name } }) => name === what) ??
      slots.find(({ definition: { name, source, file } }) =>
        name === stem || source === what || file === path || basename(file) === what
      );
  };

  const fileId = (path: string): number => {
    const known = reserved.get(path);
    if (known !== undefined && !slots.some(({ id }) => id === known)) return known;
    const id = reserveId();
    reserved.set(path, id);
    return id;
  };

  const files = async (): Promise<NamedFile[]> => {
    const names = await listFiles();
    const paths = new Set(names.map((file) => `${folder}/${file}`));
    for (const path of reserved.keys()) if (!paths.has(path)) reserved.delete(path);
    return names.map((file) => {
      const path = `${folder}/${file}`;
      const slot = slots.find(({ definition }) => definition.file === path);
      // A number that was used up by a load is not shown again.
      if (slot) reserved.delete(path);
      return { file, slot, id: slot?.id ?? fileId(path) };
    });
  };

  return {
    files,
    script(what) {
      const slot = find(what);
      if (slot) return slot;
      throw new HubError(
        "script.unknown",
        what ? `There is no script "${what}" in the list` : "Name a script",
        { remedy: "!tslist shows the names and numbers" },
      );
    },
    async source(what) {
      const remedy = "!tsfiles shows the files to choose from";
      if (what === "") throw new HubError("script.unknown", "Name a script", { remedy });
      const path = pathOf(what);
      const number = numberOf(what);
      const isPath = path !== what || (/[\\/:]/.test(what) && !/^[^\\/:]+\/mod\.ts$/.test(what));
      let wanted = isPath ? path : undefined;
      if (number !== undefined) wanted = [...reserved].find(([, id]) => id === number)?.[0];
      else if (!isPath) {
        const file = (await listFiles()).find((file) =>
          file === what || scriptNameOf(`${folder}/${file}`) === what
        );
        wanted = file === undefined ? sources?.get(what) : `${folder}/${file}`;
      }
      const slot = slots.find(({ definition: { file } }) => file === wanted) ?? find(what);
      if (slot) return slot;
      if (wanted !== undefined) {
        const id = reserved.get(wanted);
        reserved.delete(wanted); // used up, whatever comes of the load
        return { source: wanted, id };
      }
      throw new HubError("script.unknown", `There is no file "${what}" in ${folder}`, { remedy });
    },
  };
}

/** The path of a `file:` URL; anything else as it is. */
function pathOf(what: string): string {
  if (!what.startsWith("file:")) return what;
  try {
    return fromFileUrl(what);
  } catch {
    return what;
  }
}
