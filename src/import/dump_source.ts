/**
 * A MySQL dump as a source: the text `mysqldump`, `mariadb-dump` or phpMyAdmin wrote, plain or gzipped, of any size.
 * Owns reading the file and undoing the recoding that a dump does to text.
 *
 * @module
 */
import { HubError, systemTextOf } from "../core/errors.ts";
import { createStatements, type TextWay } from "./dump_statements.ts";
import { createTokenizer } from "./dump_tokens.ts";
import { recodedBytes } from "./recoded.ts";
import type { Source, SourceVisitor } from "./source.ts";

/**
 * True for text that is the bytes of a hub, each as a character of UTF-8: of a latin1 table in a dump that is in
 * UTF-8 or does not say, as the tools write it, and of a table in UTF-8 unless the dump has turned it back.
 */
function isRecoded({ names, charset }: TextWay): boolean {
  if (charset === "latin1") return /^(utf-?8|$)/.test(names);
  return charset.startsWith("utf8") && /^(utf-?8|binary|$)/.test(names);
}

/** Reads a dump given in pieces; for files see {@linkcode openDump}. */
export async function readDump(chunks: AsyncIterable<Uint8Array>, visitor: SourceVisitor): Promise<void> {
  const original = recodedBytes();
  const statements = createStatements({
    visitor,
    restore: (bytes, way) => isRecoded(way) ? original(bytes) : bytes,
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
        throw new HubError("cli.usage", `Cannot read the dump "${path}": ${systemTextOf(error)}`, {
          remedy: "Name a file that mysqldump wrote, plain or gzipped",
          cause: error,
        });
      }
    },
    close: () => Promise.resolve(),
  };
}
