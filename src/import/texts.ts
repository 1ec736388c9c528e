/**
 * The files that imported triggers show, from the folder of the old hub into that of this one. Owns which file may be
 * read (inside that folder only, whatever a row or a link says), the recoding and what is never replaced: a text that
 * is here already, unless it is an empty one of a new hub.
 *
 * @module
 */
import { basename, isAbsolute, join, relative } from "@std/path";
import { HubError, systemTextOf } from "../core/errors.ts";
import type { Codec } from "../nmdc/encoding.ts";
import {
  FIRST_FILES,
  isTextName,
  MAX_FILE,
  MAX_FILES,
  prepareTexts,
  TEXT_FOLDER,
} from "../store/text_files.ts";
import { textOf } from "./fields.ts";
import type { TableTally } from "./report.ts";

/** A file that a trigger shows. */
export interface WantedText {
  /** Where it is in the old hub's folder; `%[CC]` stands for a country. */
  readonly path: string;
  /** Its name among the texts of this hub, with the same `%[CC]`. */
  readonly name: string;
}

/** What {@linkcode copyTexts} needs. */
export interface CopyTextsOptions {
  /** Folder of the old hub's configuration. */
  readonly from: string;
  /** The hub's data folder. */
  readonly dataDir: string;
  /** Reads what is not UTF-8. */
  readonly codec: Codec;
  /** Only report. */
  readonly dryRun: boolean;
  /** The report. */
  readonly tally: TableTally;
}

const COUNTRY = "%[CC]";
/** Verlihub: login and password of the database, whoever made a trigger of it. */
const SECRET = /^dbconfig/i;
/** Entries of a folder that are looked at for countries. */
const MAX_ENTRIES = 10_000;

/**
 * Copies files.
 *
 * @throws {HubError} `cli.usage` when `from` is no folder that can be read, `store.unwritable` when a text cannot be
 * written; those before it stay, and the next run finds them there.
 */
export async function copyTexts(wanted: readonly WantedText[], options: CopyTextsOptions): Promise<void> {
  const { from, dataDir, dryRun, tally } = options;
  const root = rootOf(from);
  const folder = join(dataDir, TEXT_FOLDER);
  const origins = new Map<string, string>();
  try {
    if (!dryRun) await prepareTexts(folder);
    const names = namesIn(folder);
    for (const { path, name } of wanted.flatMap((one) => byCountry(root, one, tally))) {
      tally.read();
      const origin = origins.get(name);
      if (origin === path) tally.stored(false); // of two triggers
      else if (origin !== undefined) tally.skip("have the name of another one here", `${path} as ${name}`);
      else {
        origins.set(name, path);
        copy(root, path, join(folder, name), names, options);
      }
    }
  } catch (error) {
    if (error instanceof HubError) throw error;
    throw new HubError("store.unwritable", `Cannot write the texts in "${folder}": ${systemTextOf(error)}`, {
      remedy: "Make the folder writable",
      cause: error,
    });
  }
}

function rootOf(from: string): string {
  try {
    const root = Deno.realPathSync(from);
    if (Deno.statSync(root).isDirectory) return root;
    throw new Error("it is no folder");
  } catch (error) {
    throw new HubError("cli.usage", `Cannot read the texts of "${from}": ${systemTextOf(error)}`, {
      remedy: "Write --texts with the folder of the old hub's configuration",
      cause: error,
    });
  }
}

function namesIn(folder: string): Set<string> {
  try {
    return new Set([...Deno.readDirSync(folder)].map(({ name }) => name));
  } catch {
    return new Set(); // a dry run before the first start
  }
}

/** The true place of a path inside the folder, or why there is none. */
function placeOf(root: string, path: string): { readonly place: string } | string {
  try {
    const place = Deno.realPathSync(join(root, path));
    const inside = relative(root, place);
    return /^\.\.(?:[/\\]|$)/.test(inside) || isAbsolute(inside) ? "lead out of the folder" : { place };
  } catch {
    return "are not there";
  }
}

/** The files of all countries, where the name holds one. */
function byCountry(root: string, { path, name }: WantedText, tally: TableTally): WantedText[] {
  if (!path.includes(COUNTRY)) return [{ path, name }];
  const parts = path.split("/");
  const at = parts.findIndex((part) => part.includes(COUNTRY));
  const [before, after] = parts[at]!.split(COUNTRY) as [string, string];
  const parent = placeOf(root, parts.slice(0, at).join("/"));
  const codes = new Set<string>();
  if (typeof parent !== "string") {
    let seen = 0;
    for (const { name: entry } of Deno.readDirSync(parent.place)) {
      if (++seen > MAX_ENTRIES) break;
      const code = entry.slice(before.length, before.length + 2);
      if (!entry.startsWith(before) || !/^(?:[A-Z][A-Z0-9]|--)$/.test(code)) continue;
      if (entry.slice(before.length + 2).startsWith(after.split(COUNTRY)[0]!)) codes.add(code);
    }
  }
  const found = [...codes].sort().map((code) => ({
    path: path.replaceAll(COUNTRY, code),
    name: name.replaceAll(COUNTRY, code),
  })).filter((one) => typeof placeOf(root, one.path) !== "string" && isTextName(one.name));
  if (found.length > 0) return found;
  tally.read();
  tally.skip("are not there", path);
  return [];
}

/** The text of a file, or why it is none of this hub. Nothing but a plain file is opened: a pipe would never end. */
function readText(place: string, codec: Codec): { readonly text: string } | string {
  const tooLarge = `are larger than ${MAX_FILE} bytes, which this hub does not show`;
  const { isFile, size } = Deno.statSync(place);
  if (!isFile) return "are no files";
  if (size > MAX_FILE) return tooLarge;
  const text = textOf(Deno.readFileSync(place), codec).replace(/^\ufeff/, "");
  return new TextEncoder().encode(text).length > MAX_FILE ? tooLarge : { text };
}

function copy(
  root: string,
  path: string,
  target: string,
  names: Set<string>,
  { codec, dryRun, tally }: CopyTextsOptions,
): void {
  const name = basename(target);
  const shown = path === name ? name : `${path} as ${name}`;
  if (SECRET.test(path.split("/").at(-1)!)) return tally.skip("hold the password of a database", shown);
  const found = placeOf(root, path);
  if (typeof found === "string") return tally.skip(found, shown);
  const read = textAt(found.place, codec);
  if (typeof read === "string") return tally.skip(read, shown);
  const isHere = names.has(name);
  if (isHere && !isEmptyFirst(name, target)) {
    const old = Deno.lstatSync(target).isFile ? textAt(target, codec) : "";
    if (typeof old === "string" || old.text !== read.text) {
      return tally.skip("say something else here, which stays", shown);
    }
    return tally.stored(false);
  }
  if (!isHere && names.size >= MAX_FILES) return tally.skip(`are more than ${MAX_FILES}`, shown);
  names.add(name);
  if (!dryRun) {
    if (isHere) Deno.removeSync(target);
    // Never through a link that somebody leaves here meanwhile.
    Deno.writeTextFileSync(target, read.text, { createNew: true });
  }
  tally.stored(true);
}

function textAt(place: string, codec: Codec): { readonly text: string } | string {
  try {
    return readText(place, codec);
  } catch (error) {
    return `cannot be read (${systemTextOf(error)})`;
  }
}

function isEmptyFirst(name: string, target: string): boolean {
  if (!FIRST_FILES.includes(name)) return false;
  const { isFile, size } = Deno.lstatSync(target);
  return isFile && size === 0;
}
