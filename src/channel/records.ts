/**
 * The records of a channel: their kinds, their header and how one is put together from frames.
 * Knows nothing of who sends what when; `host_end.ts` and `script_end.ts` do.
 *
 * A record is two words and a value: kind, flags and name packed into the first, the id into the second.
 *
 * @module
 */
import { HubError } from "../core/errors.ts";
import type { Value } from "./codec.ts";
import { Decoder } from "./decoder.ts";
import type { Encoder } from "./encoder.ts";
import type { RingReader } from "./ring.ts";
import { Scratch } from "./scratch.ts";

/** Kinds of records. Host → script up to `control`, script → host from `decision` on. */
export const KIND = {
  /** A hook to run: name = hook, id = sequence number, value = arguments. */
  event: 1,
  /** The answer to a call: id = call, value = result. */
  reply: 2,
  /** A failed call: id = call, value = `[code, message]`. */
  fail: 3,
  /** A change of the replicated state: name = operation, value = arguments. */
  delta: 4,
  /** An order to the worker: name = operation, value = arguments. */
  control: 5,
  /** The answer to a hook: id = sequence number, value = answer. */
  decision: 6,
  /** The hook returned a promise, its decision comes later: id = sequence number. */
  pending: 7,
  /** A call nobody waits for: name = function, value = arguments. */
  cast: 8,
  /** A call the script waits for: name = function, id = call, value = arguments. */
  call: 9,
  /** A report of the worker: name = operation, value = arguments. */
  notice: 10,
} as const;

/** Flag of an event: some blocked call waits for it, so it runs even while the script waits. */
export const NESTED = 1;
/** Flag of a control: it is obeyed even while the script waits. */
export const IMMEDIATE = 1;

/** Bytes of one record unless told otherwise. */
export const DEFAULT_MAX_RECORD_BYTES: number = 4 * 1024 * 1024;
/** The largest hook, function or operation number. */
export const MAX_NAME = 0xffff;

/** Puts one record into the encoder; `root` is what messages about the value call it. Throws as the encoder does. */
export function encodeRecord(
  encoder: Encoder,
  kind: number,
  flags: number,
  name: number,
  id: number,
  value: unknown,
  root: string,
): void {
  encoder.reset();
  encoder.word(kind | (flags << 8) | (name << 16));
  encoder.word(id);
  encoder.value(value, root);
}

/** Reads records from a ring. The fields describe the record that {@linkcode RecordReader.next} found. */
export class RecordReader {
  /** One of {@linkcode KIND}; unchecked. */
  kind = 0;
  /** Flag bits; unchecked. */
  flags = 0;
  /** Hook, function or operation. */
  name = 0;
  /** Sequence number or call, signed. */
  id = 0;
  /** Bytes of the whole record. */
  bytes = 0;
  readonly #ring: RingReader;
  readonly #decoder: Decoder;
  readonly #maxBytes: number;
  readonly #scratch = new Scratch();
  #have = 0;

  /** Reads from `ring`, refusing records larger than `maxBytes` and values deeper than `maxDepth`. */
  constructor(ring: RingReader, maxBytes: number, maxDepth: number) {
    this.#ring = ring;
    this.#maxBytes = maxBytes;
    this.#decoder = new Decoder(this.#scratch, maxDepth);
  }

  /**
   * Moves to the next record. A record of which fragments are missing is kept until they arrive.
   *
   * @throws {HubError} `channel.corrupt` when the ring holds no possible record.
   */
  next(): boolean {
    if (this.#have === 0) this.#scratch.trim();
    do {
      const n = this.#ring.read(this.#scratch, this.#have, this.#maxBytes);
      if (n < 0) return false;
      this.#have += n;
    } while (this.#ring.more);
    this.bytes = this.#have;
    this.#have = 0;
    this.#decoder.reset(this.bytes);
    const word = this.#decoder.word();
    this.kind = word & 0xff;
    this.flags = (word >>> 8) & 0xff;
    this.name = word >>> 16;
    this.id = this.#decoder.word();
    return true;
  }

  /**
   * The record's value; once per record.
   *
   * @throws {HubError} `channel.corrupt` when the bytes hold no value, or more than one.
   */
  value(): Value {
    const value = this.#decoder.value();
    if (!this.#decoder.done) throw new HubError("channel.corrupt", "A record goes on after its value");
    return value;
  }
}
