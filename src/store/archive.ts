/**
 * The file format of a backup: a plain tar archive (`tar tf` shows it) of regular files with short names. Owns
 * writing and strict reading; what may be inside is for others to say. Holds 64 KiB at a time.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { HubError } from "../core/errors.ts";

const BLOCK = 512;
const CHUNK = 64 * 1024;
/** Eleven octal digits. */
const MAX_SIZE = 8 ** 11 - 1;
/** Bytes of the longest name of a file in an archive. */
export const MAX_NAME = 100;

/** A file in an archive. */
export interface ArchiveEntry {
  /** Path with forward slashes. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");

function headerOf({ name, size }: ArchiveEntry, seconds: number): Uint8Array {
  const header = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  put(0, name);
  put(100, "0000600\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, `${octal(size, 11)}\0`);
  put(136, `${octal(Math.max(0, seconds), 11)}\0`);
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\0" + "00");
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return header;
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

const padding = (size: number): number => (BLOCK - size % BLOCK) % BLOCK;

/** Appends one file. `read` fills a buffer and returns how much, or null at the end, as `Deno.FsFile` does. */
export function appendEntry(
  archive: Deno.FsFile,
  entry: ArchiveEntry,
  seconds: number,
  read: (buffer: Uint8Array) => number | null,
): void {
  if (new TextEncoder().encode(entry.name).length > MAX_NAME || entry.size > MAX_SIZE) {
    throw new TypeError(`Cannot archive "${entry.name}": its name or its size is too long`);
  }
  writeAll(archive, headerOf(entry, seconds));
  const buffer = new Uint8Array(CHUNK);
  let written = 0;
  for (let got = read(buffer); got !== null; got = read(buffer)) {
    writeAll(archive, buffer.subarray(0, got));
    written += got;
  }
  if (written !== entry.size) throw new Error(`"${entry.name}" changed while it was archived`);
  writeAll(archive, new Uint8Array(padding(written)));
}

/** Writes the end of an archive and waits until it is on the disk. */
export function endArchive(archive: Deno.FsFile): void {
  writeAll(archive, new Uint8Array(2 * BLOCK));
  archive.syncSync();
}

function readFull(file: Deno.FsFile, into: Uint8Array): void {
  for (let at = 0; at < into.length;) {
    const got = file.readSync(into.subarray(at));
    if (got === null) throw damaged("it ends too early");
    at += got;
  }
}

/** The error of an archive that cannot be used. */
export function damaged(why: string): HubError {
  return new HubError("store.corrupt", `This is no backup, or a damaged one: ${why}`, {
    remedy: "Choose another backup file",
  });
}

function parseHeader(header: Uint8Array): ArchiveEntry {
  const text = (from: number, length: number) =>
    new TextDecoder().decode(header.subarray(from, from + length)).replace(/[\0 ][^]*$/, "");
  if (text(257, 5) !== "ustar") throw damaged("it is not an archive");
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (parseInt(text(148, 8), 8) !== sum) throw damaged("a header is broken");
  const size = text(124, 12);
  if (header[156] !== 0x30 || !/^[0-7]{11}$/.test(size)) throw damaged("it holds something else than files");
  return { name: text(0, MAX_NAME), size: parseInt(size, 8) };
}

/** What {@linkcode readArchive} calls for each file. */
export interface ArchiveVisitor {
  /** Looks at the name and size and returns where the bytes go. May throw to refuse. */
  open(entry: ArchiveEntry): { write(bytes: Uint8Array): void };
  /** The file is complete. */
  done(entry: ArchiveEntry, sha256: string): void;
}

/**
 * Reads an archive from its start to its end mark.
 *
 * @throws {HubError} `store.corrupt`.
 */
export function readArchive(archive: Deno.FsFile, visitor: ArchiveVisitor): void {
  const header = new Uint8Array(BLOCK);
  const buffer = new Uint8Array(CHUNK);
  for (;;) {
    readFull(archive, header);
    if (header.every((byte) => byte === 0)) return;
    const entry = parseHeader(header);
    const sink = visitor.open(entry);
    const hash = createHash("sha256");
    for (let left = entry.size; left > 0;) {
      const part = buffer.subarray(0, Math.min(left, CHUNK));
      readFull(archive, part);
      hash.update(part);
      sink.write(part);
      left -= part.length;
    }
    readFull(archive, new Uint8Array(padding(entry.size)));
    visitor.done(entry, hash.digest("hex"));
  }
}
