/**
 * The hub's end of one script's channel. Sends hooks, state and answers without ever blocking; reads what the script
 * wrote without trusting any of it. Owns the backlog, the list of unanswered hooks and calls, and their bounds.
 * Knows nothing of hook or call names, of deadlines, or of workers: the host above decides what a dead end means.
 *
 * @module
 */
import { HubError, messageOf } from "../core/errors.ts";
import { Backlog } from "./backlog.ts";
import { MAX_DEPTH, type Value, WRAP_DEPTH } from "./codec.ts";
import { Encoder } from "./encoder.ts";
import {
  DEFAULT_MAX_RECORD_BYTES,
  encodeRecord,
  IMMEDIATE,
  KIND,
  MAX_NAME,
  NESTED,
  RecordReader,
} from "./records.ts";
import { channelMemory, DEFAULT_RING_BYTES, RingReader, RingWriter } from "./ring.ts";

/** What the script's records mean. Must not throw. Arguments are fresh values that the handler may keep. */
export interface HostHandlers {
  /** The script answered the hook `seq`. */
  decision(seq: number, value: Value): void;
  /** The hook `seq` returned a promise; its decision comes later. */
  pending(seq: number): void;
  /** A call nobody waits for. */
  cast(fn: number, args: Value[]): void;
  /** A call the script waits for: answer now or later with {@linkcode HostEnd.reply} or {@linkcode HostEnd.fail}. */
  call(id: number, fn: number, args: Value[]): void;
  /** A report of the worker. */
  notice(op: number, args: Value[]): void;
  /** The script wrote something impossible. At most once; the end is dead. */
  corrupt(reason: string): void;
  /** The script does not keep up, so its view of the hub would have a gap. At most once; the end is dead. */
  overflow(reason: string): void;
}

/** Bounds of a {@linkcode HostEnd}, in bytes. */
export interface HostEndOptions {
  /** Data bytes of each ring, a power of two (256 KiB). */
  readonly ringBytes?: number;
  /** The largest record in either direction (4 MiB). */
  readonly maxRecordBytes?: number;
  /** Records that wait because the ring is full (8 MiB). */
  readonly maxBacklogBytes?: number;
  /** Hooks without a decision, {@linkcode EVENT_OVERHEAD} bytes added to each (16 MiB). */
  readonly maxOpenBytes?: number;
}

/** What an end has done and holds. */
export interface HostCounters {
  /** Hooks sent. */
  events: number;
  /** Hooks refused because their arguments could not be sent. */
  refused: number;
  /** Decisions read. */
  decisions: number;
  /** Casts read. */
  casts: number;
  /** Calls read. */
  calls: number;
  /** Notices read. */
  notices: number;
  /** Bytes that wait because the ring is full. */
  backlogBytes: number;
  /** Bytes of hooks that have no decision yet, overhead included. */
  openBytes: number;
}

/** What the bookkeeping of one unanswered hook is charged with, in bytes. */
export const EVENT_OVERHEAD = 64;
/** Calls of one script that may wait at once; more are forged, since calls only nest. */
export const MAX_OPEN_CALLS = 64;

/** The host's side of a channel; one per script. All methods return at once. */
export class HostEnd {
  /** The shared memory to hand to the worker's `ScriptEnd`. */
  readonly memory: SharedArrayBuffer;
  /** Live counters; read only. */
  readonly counters: HostCounters = {
    events: 0,
    refused: 0,
    decisions: 0,
    casts: 0,
    calls: 0,
    notices: 0,
    backlogBytes: 0,
    openBytes: 0,
  };
  /** Why the last event returned 0, when its arguments were to blame. */
  refusal: unknown = undefined;
  readonly #handlers: HostHandlers;
  readonly #maxBacklogBytes: number;
  readonly #maxOpenBytes: number;
  readonly #down: RingWriter;
  readonly #up: RingReader;
  readonly #records: RecordReader;
  readonly #encoder: Encoder;
  readonly #backlog = new Backlog();
  /** Unanswered hooks and what they are charged with; negative once the script said "later". */
  readonly #open = new Map<number, number>();
  readonly #calls = new Set<number>();
  #later = 0;
  #seq = 0;
  #dead = false;

  /** An end over fresh memory. */
  constructor(handlers: HostHandlers, options: HostEndOptions = {}) {
    const maxRecordBytes = options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES;
    this.#handlers = handlers;
    this.#maxBacklogBytes = options.maxBacklogBytes ?? 8 * 1024 * 1024;
    this.#maxOpenBytes = options.maxOpenBytes ?? 16 * 1024 * 1024;
    this.memory = channelMemory(options.ringBytes ?? DEFAULT_RING_BYTES);
    this.#down = new RingWriter(this.memory, "down");
    this.#up = new RingReader(this.memory, "up");
    this.#records = new RecordReader(this.#up, maxRecordBytes, MAX_DEPTH);
    this.#encoder = new Encoder(maxRecordBytes, MAX_DEPTH + WRAP_DEPTH);
  }

  /** True after {@linkcode HostEnd.close}, a corrupt record or an overflow: nothing is sent or read any more. */
  get dead(): boolean {
    return this.#dead;
  }

  /** Hooks whose decision is expected now; those that answer later are not counted. */
  get outstanding(): number {
    return this.#open.size - this.#later;
  }

  /** Most bytes that were ever unread in the ring to the script. */
  get ringHighWater(): number {
    return this.#down.highWater;
  }

  /**
   * Sends a hook.
   *
   * @param nested True when a blocked call waits for it: it then runs even while the script itself waits.
   * @returns The sequence number its decision will carry; 0 when it was not sent, because the end is dead or because
   *   the arguments are too large or no data.
   */
  event(hook: number, args: readonly unknown[], nested = false): number {
    this.refusal = undefined;
    if (this.#dead) return 0;
    do this.#seq = this.#seq === 0x7fffffff ? 1 : this.#seq + 1; while (this.#open.has(this.#seq));
    const seq = this.#seq;
    this.refusal = this.#encode(KIND.event, nested ? NESTED : 0, hook, seq, args);
    if (this.refusal !== undefined) {
      this.counters.refused++;
      return 0;
    }
    const charge = this.#encoder.length + EVENT_OVERHEAD;
    this.counters.events++;
    this.counters.openBytes += charge;
    this.#open.set(seq, charge);
    if (this.counters.openBytes > this.#maxOpenBytes) {
      this.#overflow(
        `${this.#open.size} hooks are unanswered, over the limit of ${this.#maxOpenBytes} bytes`,
      );
      return 0;
    }
    this.#send();
    return this.#dead ? 0 : seq;
  }

  /** Sends a change of the replicated state. One that cannot be sent is an overflow: a replica has no gaps. */
  delta(op: number, args: readonly unknown[]): void {
    this.#must(KIND.delta, 0, op, args);
  }

  /** Sends an order to the worker; an `immediate` one is obeyed even while the script waits for an answer. */
  control(op: number, args: readonly unknown[], immediate = false): void {
    this.#must(KIND.control, immediate ? IMMEDIATE : 0, op, args);
  }

  /**
   * Answers a call. A value that cannot be sent becomes a failure that says so.
   *
   * @returns False when no such call waits.
   */
  reply(callId: number, value: unknown): boolean {
    if (this.#dead || !this.#calls.delete(callId)) return false;
    const error = this.#encode(KIND.reply, 0, 0, callId, value);
    if (error !== undefined) {
      const code = error instanceof RangeError ? "channel.full" : "script.failed";
      this.#encode(KIND.fail, 0, 0, callId, [code, messageOf(error)]);
    }
    this.#send();
    return true;
  }

  /**
   * Fails a call: the script's `call` throws an error with this `code` and `message`.
   *
   * @returns False when no such call waits.
   */
  fail(callId: number, code: string, message: string): boolean {
    if (this.#dead || !this.#calls.delete(callId)) return false;
    this.#must(KIND.fail, 0, 0, [code, message], callId);
    return true;
  }

  /**
   * Ends this side: drops what was not sent and reads nothing more. No handler runs. A script that waits for an answer
   * or for room goes on: its call throws, what it sends is lost.
   */
  close(): void {
    if (!this.#dead) {
      this.#down.close();
      this.#up.close();
    }
    this.#dead = true;
    this.#backlog.clear();
    this.counters.backlogBytes = 0;
  }

  /**
   * Reads what the script wrote and sends what waited for room.
   *
   * @param limit Where to stop, so that other scripts and sockets get their turn: a record counts one, and one more
   *   per KiB.
   * @returns The work done; 0 means there was none.
   */
  poll(limit = 1024): number {
    if (this.#dead) return 0;
    let work = this.#backlog.empty ? 0 : this.#flush();
    while (work < limit && !this.#dead && this.#read()) work += 1 + (this.#records.bytes >> 10);
    if (this.#up.unacknowledged() > 0) this.#up.ack();
    return work;
  }

  /** Tells the script that no bell is needed: somebody polls. */
  stayAwake(): void {
    this.#up.stayAwake();
  }

  /**
   * Prepares for sleep: from now on the script rings.
   *
   * @returns False when there is work left, so that nobody may sleep.
   */
  trySleep(): boolean {
    if (this.#dead) return true;
    this.#up.announceSleep();
    if (!this.#backlog.empty) {
      this.#down.wantRoom();
      if (this.#flush() > 0) return false;
    }
    return !this.#up.pending();
  }

  /** After {@linkcode HostEnd.trySleep}: a promise for the script's bell, `undefined` when it has rung already. */
  bell(): Promise<unknown> | undefined {
    return this.#up.bell();
  }

  /** Settles the promise of {@linkcode HostEnd.bell}, which cannot be cancelled otherwise. */
  ringBell(): void {
    this.#up.wakeSelf();
  }

  #encode(kind: number, flags: number, name: number, id: number, value: unknown): unknown {
    try {
      if (!(name >= 0 && name <= MAX_NAME)) {
        throw new RangeError(`Cannot send ${name}: names end at ${MAX_NAME}`);
      }
      encodeRecord(this.#encoder, kind, flags, name, id, value, "the value");
      return undefined;
    } catch (error) {
      return error ?? "unknown";
    }
  }

  #must(kind: number, flags: number, name: number, value: readonly unknown[], id = 0): void {
    if (this.#dead) return;
    const error = this.#encode(kind, flags, name, id, value);
    if (error === undefined) this.#send();
    else this.#overflow(messageOf(error));
  }

  /** Writes the encoded record, or as much of it as fits and keeps the rest. */
  #send(): void {
    const { scratch, length } = this.#encoder;
    try {
      const at = this.#backlog.empty ? this.#down.write(scratch, 0, length) : 0;
      if (at < length) this.#keep(at);
    } catch (error) {
      this.#corrupt(error);
    }
  }

  #keep(at: number): void {
    const { scratch, length } = this.#encoder;
    if (this.#backlog.bytes + length - at > this.#maxBacklogBytes) {
      return this.#overflow(`More than ${this.#maxBacklogBytes} bytes wait for the script`);
    }
    this.#backlog.push(scratch, at, length);
    this.counters.backlogBytes = this.#backlog.bytes;
  }

  #flush(): number {
    try {
      const work = this.#backlog.flush(this.#down);
      this.counters.backlogBytes = this.#backlog.bytes;
      if (this.#backlog.empty) this.#down.enoughRoom();
      return work;
    } catch (error) {
      this.#corrupt(error);
      return 0;
    }
  }

  /** Reads and handles one record; false when there is none. */
  #read(): boolean {
    const records = this.#records;
    let value: Value;
    try {
      if (!records.next()) return false;
      value = records.value();
      if (records.flags !== 0) {
        throw new HubError("channel.corrupt", `A record has the flags ${records.flags}`);
      }
    } catch (error) {
      this.#corrupt(error);
      return false;
    }
    this.#handle(records.kind, records.name, records.id, value);
    return true;
  }

  #handle(kind: number, name: number, id: number, value: Value): void {
    if (kind === KIND.decision) return this.#decided(id, value);
    if (kind === KIND.pending) return this.#postponed(id);
    if (!Array.isArray(value)) return this.#corrupt(`A record of kind ${kind} has no arguments`);
    switch (kind) {
      case KIND.cast:
        this.counters.casts++;
        return this.#handlers.cast(name, value);
      case KIND.notice:
        this.counters.notices++;
        return this.#handlers.notice(name, value);
      case KIND.call:
        this.counters.calls++;
        if (this.#calls.has(id)) return this.#corrupt(`The call ${id} is made twice`);
        if (this.#calls.size >= MAX_OPEN_CALLS) {
          return this.#corrupt(`Over ${MAX_OPEN_CALLS} calls wait at once`);
        }
        this.#calls.add(id);
        return this.#handlers.call(id, name, value);
      default:
        return this.#corrupt(`A record has the unknown kind ${kind}`);
    }
  }

  #decided(seq: number, value: Value): void {
    const charge = this.#open.get(seq);
    if (charge === undefined) return this.#corrupt(`A decision answers the hook ${seq}, which is not open`);
    this.#open.delete(seq);
    if (charge < 0) this.#later--;
    this.counters.openBytes -= Math.abs(charge);
    this.counters.decisions++;
    this.#handlers.decision(seq, value);
  }

  #postponed(seq: number): void {
    const charge = this.#open.get(seq);
    if (charge === undefined || charge < 0) return this.#corrupt(`The hook ${seq} cannot be postponed`);
    this.#open.set(seq, -charge);
    this.#later++;
    this.#handlers.pending(seq);
  }

  #corrupt(reason: unknown): void {
    if (this.#dead) return;
    this.close();
    this.#handlers.corrupt(messageOf(reason));
  }

  #overflow(reason: string): void {
    if (this.#dead) return;
    this.close();
    this.#handlers.overflow(reason);
  }
}
