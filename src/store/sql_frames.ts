/**
 * The way between the hub and the process that runs a script's SQL: values in frames of a length word and the bytes of
 * the channel's codec. Owns what the two ends agree on and the bound on a frame; runs nothing.
 *
 * @module
 */
import { Decoder } from "../channel/decoder.ts";
import { Encoder } from "../channel/encoder.ts";
import { Scratch } from "../channel/scratch.ts";
import { HubError } from "../core/errors.ts";
import type { SqlParam } from "./sql_engine.ts";

/** Largest frame, in bytes: a result or the parameters of a statement, with room for wide text. */
export const MAX_FRAME: number = 8 << 20;

/** The word by which a compiled binary knows that it shall run SQL. Users do not type it. */
export const SQL_VERB = "sql-process";
/** Exit code of a process whose statement took too long. */
export const TOO_LONG = 75;
/** First item of an answer: what the rest is. */
export const ANSWER = { rows: 0, error: 1, unusable: 2 } as const;

/** What the hub sends: statement, parameters, most rows. */
export type SqlRequest = [sql: string, params: SqlParam[], limit: number];
/** What comes back: rows, the statement's error, or why the database cannot be used at all. */
export type SqlAnswer = [kind: number, rows: (string | null)[][] | string];

/** Makes frames. */
export interface FrameWriter {
  /** The bytes of one value. @throws {TypeError | RangeError} When it is no data or too large. */
  frame(value: unknown): Uint8Array<ArrayBuffer>;
}

/** Creates a writer. */
export function createFrameWriter(): FrameWriter {
  const encoder = new Encoder(MAX_FRAME);
  return {
    frame(value) {
      encoder.reset();
      encoder.value(value, "value");
      const bytes = new Uint8Array(4 + encoder.length);
      new DataView(bytes.buffer).setUint32(0, encoder.length, true);
      bytes.set(encoder.scratch.bytes.subarray(0, encoder.length), 4);
      return bytes;
    },
  };
}

/** Cuts a stream of bytes into values. */
export interface FrameReader {
  /** Takes more bytes and hands out every value that is complete. @throws {HubError} `channel.corrupt`. */
  push(chunk: Uint8Array): unknown[];
}

/** Creates a reader. */
export function createFrameReader(): FrameReader {
  const scratch = new Scratch();
  const decoder = new Decoder(scratch);
  const head = new Uint8Array(4);
  let need = 4, have = 0, inHead = true;
  const values: unknown[] = [];
  const complete = () => {
    if (inHead) {
      need = new DataView(head.buffer).getUint32(0, true);
      if (need === 0 || need > MAX_FRAME) {
        throw new HubError("channel.corrupt", `A frame claims ${need} bytes`);
      }
      scratch.reserve(need, 0);
    } else {
      decoder.reset(need);
      values.push(decoder.value());
      scratch.trim();
      need = 4;
    }
    inHead = !inHead;
    have = 0;
  };
  return {
    push(chunk) {
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + need - have);
        (inHead ? head : scratch.bytes).set(part, have);
        at += part.length;
        have += part.length;
        if (have === need) complete();
      }
      return values.splice(0);
    },
  };
}
