/**
 * A MySQL dump as a source: the text `mysqldump`, `mariadb-dump` or phpMyAdmin wrote, plain or gzipped, of any size.
 * Owns reading the file and undoing the recoding that a dump does to text.
 *
 * @module
 */
import { isAscii, latin1Bytes } from "../core/bytes.ts";
import { HubError, messageOf } from "../core/errors.ts";
import { createStatements, type TextWay } from "./dump_statements.ts";
import { createTokenizer } from "./dump_tokens.ts";
import type { Source, SourceVisitor } from "./source.ts";

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** MySQL's latin1 is this page, with its five holes as control characters. */
function latin1Reverse(): ReadonlyMap<number, number> {
  const text = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, i) => i));
  return new Map([...text].map((char, byte) => [char.codePointAt(0)!, byte]));
}

/**
 * The bytes that stood in the table. Hubs write whatever bytes users send into latin1 columns; a dump in UTF-8 has
 * turned each of them into a character, which is turned back here. A dump that does not say what it is in is in UTF-8,
 * as the tools write it. Everything else stays as it is.
 */
export function restoredText(
  bytes: Uint8Array,
  { names, charset }: TextWay,
  reverse: ReadonlyMap<number, number>,
): Uint8Array {
  if (isAscii(bytes) || charset !== "latin1" || !/^(utf-?8|$)/.test(names)) return bytes;
  let narrow = "";
  try {
    for (const char of STRICT.decode(bytes)) {
      const byte = reverse.get(char.codePointAt(0)!);
      if (byte === undefined) return bytes;
      narrow += String.fromCharCode(byte);
    }
  } catch {
    return bytes; // the dump was written without recoding
  }
  return latin1Bytes(narrow);
}

/** Reads a dump given in pieces; for files see {@linkcode openDump}. */
export async function readDump(chunks: AsyncIterable<Uint8Array>, visitor: SourceVisitor): Promise<void> {
  const reverse = latin1Reverse();
  const statements = createStatements({
    visitor,
    restore: (bytes, way) => restoredText(bytes, way, reverse),
  });
  const tokenizer = createTokenizer(statements);
  for await (const chunk of chunks) tokenizer.push(chunk);
  tokenizer.end();
  statements.end();
}

async function chunksOf(path: string): Promise<AsyncIterable<Uint8Array>> {
  const file = await Deno.open(path, { read: true });
  const head = new Uint8Array(2);
  const got = await file.read(head);
  await file.seek(0, Deno.SeekMode.Start);
  const zipped = got === 2 && head[0] === 0x1f && head[1] === 0x8b;
  return zipped ? file.readable.pipeThrough(new DecompressionStream("gzip")) : file.readable;
}

/** A dump file as a source. Nothing is opened before the first read. */
export function openDump(path: string): Source {
  return {
    async read(visitor) {
      try {
        await readDump(await chunksOf(path), visitor);
      } catch (error) {
        if (error instanceof HubError) throw error;
        throw new HubError("cli.usage", `Cannot read the dump "${path}": ${messageOf(error)}`, {
          remedy: "Name a file that mysqldump wrote, plain or gzipped",
          cause: error,
        });
      }
    },
    close: () => Promise.resolve(),
  };
}
