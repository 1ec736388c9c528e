/**
 * The worker's end of a channel. Owns the worker's event loop for hooks and the blocking wait for a call's answer.
 * Knows nothing of `vh`, of user modules or of names; the worker above does.
 *
 * The rings belong to this object alone: scripts never get a reference, and nothing here depends on built-ins that a
 * script can replace (see `primordials.ts`). The host is trusted; the script's values are not.
 *
 * @module
 */
import { MAX_DEPTH, type Value, WRAP_DEPTH } from "./codec.ts";
import { Encoder } from "./encoder.ts";
import {
  atomics,
  ErrorCtor,
  monotonic,
  objects,
  PromiseCtor,
  setImmediate,
  TypeErrorCtor,
} from "./primordials.ts";
import { DEFAULT_MAX_RECORD_BYTES, encodeRecord, IMMEDIATE, KIND, NESTED, RecordReader } from "./records.ts";
import { RingReader, RingWriter } from "./ring.ts";

/** What the host's records mean to the worker. */
export interface ScriptHandlers {
  /** Runs a hook and returns its answer, or a promise for it. May throw. */
  event(hook: number, args: Value[]): unknown;
  /** Changes the replicated state. */
  delta(op: number, args: Value[]): void;
  /** Obeys an order of the host. */
  control(op: number, args: Value[]): void;
  /**
   * A hook threw, rejected or answered with something that is no data. What this returns is the decision; `undefined`
   * is `null`.
   */
  failed(hook: number, error: unknown): unknown;
}

/** How a {@linkcode ScriptEnd} behaves. */
export interface ScriptEndOptions {
  /** The largest record in either direction, in bytes (4 MiB); must be the host's value. */
  readonly maxRecordBytes?: number;
  /** Milliseconds a call waits for its answer (60 000). */
  readonly callTimeoutMs?: number;
}

/** Calls that may wait at once, each from a hook that ran inside the one before. */
export const MAX_CALL_DEPTH = 32;
/** Records handled before timers and promises get their turn. */
const TURN_RECORDS = 1024;
/** Bounds of the spin before a call sleeps, in pauses of about 36 ns. */
const MIN_SPIN = 16, MAX_SPIN = 512;
/** Space is given back during a turn, not only at its end, so that a slow turn does not stall the host. */
const ACK_BYTES = 32 * 1024;
/** Sleeps are cut into slices, so that a bound on the whole wait is noticed. */
const SLICE_MS = 1000;

interface Waiting {
  readonly id: number;
  readonly outer: Waiting | undefined;
  answer: "none" | "reply" | "fail";
  value: Value;
}

interface Stashed {
  readonly kind: number;
  readonly name: number;
  readonly id: number;
  readonly args: Value[];
  next: Stashed | undefined;
}

/** The worker's side of a channel; one per script. */
export class ScriptEnd {
  readonly #handlers: ScriptHandlers;
  readonly #callTimeoutMs: number;
  readonly #up: RingWriter;
  readonly #down: RingReader;
  readonly #records: RecordReader;
  readonly #encoder: Encoder;
  readonly #turn: () => void = () => this.#runTurn();
  #encoding = false;
  #callId = 0;
  #depth = 0;
  #spin = MAX_SPIN;
  #waiting: Waiting | undefined;
  /** What arrived during a call and must wait for its end, oldest first. Bounded by the host's open hooks. */
  #first: Stashed | undefined;
  #last: Stashed | undefined;
  #asleep = false;
  #stopped = false;

  /** An end over the memory of a `HostEnd`. */
  constructor(memory: SharedArrayBuffer, handlers: ScriptHandlers, options: ScriptEndOptions = {}) {
    const maxRecordBytes = options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES;
    this.#handlers = handlers;
    this.#callTimeoutMs = options.callTimeoutMs ?? 60_000;
    this.#up = new RingWriter(memory, "up");
    this.#down = new RingReader(memory, "down");
    this.#records = new RecordReader(this.#down, maxRecordBytes, MAX_DEPTH + WRAP_DEPTH);
    this.#encoder = new Encoder(maxRecordBytes, MAX_DEPTH);
  }

  /**
   * Calls the host and does not wait. Blocks only while the ring is full, which throttles a flooding script.
   *
   * @throws {TypeError} When the arguments are no plain data.
   * @throws {RangeError} When they are larger than a record may be.
   */
  cast(fn: number, args: readonly unknown[]): void {
    this.#send(KIND.cast, fn, 0, args, "args");
  }

  /** Reports to the host. Blocks and throws as {@linkcode ScriptEnd.cast} does. */
  notice(op: number, args: readonly unknown[]): void {
    this.#send(KIND.notice, op, 0, args, "args");
  }

  /**
   * Calls the host and blocks this thread until the answer is here. Meanwhile state changes are applied, nested hooks
   * and immediate controls run, and everything else is kept for afterwards.
   *
   * @throws {Error} With the host's `code` when the call failed; `script.timeout` when there was no answer in time;
   *   `script.overload` when {@linkcode MAX_CALL_DEPTH} calls wait already.
   * @throws {TypeError} When the arguments are no plain data.
   * @throws {RangeError} When they are larger than a record may be.
   */
  call(fn: number, args: readonly unknown[]): Value {
    if (this.#depth >= MAX_CALL_DEPTH) {
      throw failure("script.overload", `Cannot call: ${MAX_CALL_DEPTH} calls wait for an answer already`);
    }
    this.#callId = this.#callId === 0x7fffffff ? 1 : this.#callId + 1;
    const waiting: Waiting = { id: this.#callId, outer: this.#waiting, answer: "none", value: null };
    this.#send(KIND.call, fn, waiting.id, args, "args");
    this.#waiting = waiting;
    this.#depth++;
    try {
      this.#await(waiting);
    } finally {
      this.#waiting = waiting.outer;
      this.#depth--;
      // A call from a timer or promise used up the announcement of the sleeping loop; let it look again.
      if (this.#asleep && this.#depth === 0) this.#down.wakeSelf();
    }
    if (waiting.answer === "reply") return waiting.value;
    const reason = waiting.value as [code: string, message: string];
    throw failure(reason[0], reason[1]);
  }

  /**
   * Serves hooks from now on. Between them the thread sleeps without blocking, so timers, promises and I/O of the
   * script go on. Something else must keep the worker alive: a pending `Atomics.waitAsync` does not.
   */
  start(): void {
    this.#stopped = false;
    this.#runTurn();
  }

  /** Ends the loop of {@linkcode ScriptEnd.start} after the turn in work. */
  stop(): void {
    this.#stopped = true;
    if (this.#asleep) this.#down.wakeSelf();
  }

  /**
   * Handles what is here now, at most `limit` records.
   *
   * @returns Records handled.
   */
  drain(limit: number = TURN_RECORDS): number {
    let n = 0;
    while (n < limit && (this.#unstash() || this.#next())) n++;
    this.#ack();
    return n;
  }

  #runTurn(): void {
    if (this.#stopped) return;
    if (this.drain() > 0) {
      setImmediate(this.#turn);
      return;
    }
    this.#down.announceSleep();
    const bell = this.#down.pending() ? undefined : this.#down.bell();
    if (bell === undefined) {
      this.#down.stayAwake();
      setImmediate(this.#turn);
    } else {
      this.#asleep = true;
      this.#wake(bell);
    }
  }

  async #wake(bell: Promise<unknown>): Promise<void> {
    // With this own property `await` asks nothing that a script can replace.
    objects.defineProperty(
      bell,
      "constructor",
      { __proto__: null, value: PromiseCtor } as PropertyDescriptor,
    );
    await bell;
    this.#asleep = false;
    this.#runTurn();
  }

  #await(waiting: Waiting): void {
    const down = this.#down;
    let deadline = -1;
    for (;;) {
      while (waiting.answer === "none" && this.#next());
      this.#ack();
      if (waiting.answer !== "none") return;
      if (this.#spinUntilPending()) continue;
      const now = monotonic();
      if (deadline < 0) deadline = now + this.#callTimeoutMs;
      const left = deadline - now;
      if (down.closed()) throw failure("script.crashed", "Cannot call: the hub has closed the channel");
      if (left <= 0) {
        throw failure("script.timeout", `Cannot call: no answer within ${this.#callTimeoutMs} ms`);
      }
      down.announceSleep();
      if (!down.pending()) down.sleep(left < SLICE_MS ? left : SLICE_MS);
      down.stayAwake();
    }
  }

  /** Looks for the answer for some microseconds; for longer the more often that has paid off. */
  #spinUntilPending(): boolean {
    const down = this.#down, budget = this.#spin;
    for (let i = 0; i < budget; i++) {
      if (down.pending()) {
        this.#spin = budget * 2 > MAX_SPIN ? MAX_SPIN : budget * 2;
        return true;
      }
      atomics.pause();
    }
    this.#spin = budget / 2 < MIN_SPIN ? MIN_SPIN : budget / 2;
    return false;
  }

  /** Gives the space read back. The host never blocks, so it needs a bell when it waits for room. */
  #ack(): void {
    if (this.#down.unacknowledged() > 0 && this.#down.ack()) this.#up.wakeReader();
  }

  /** Handles the next record of the ring; false when there is none. */
  #next(): boolean {
    const records = this.#records;
    if (!records.next()) return false;
    const { kind, flags, name, id } = records;
    let value: Value;
    try {
      value = records.value();
    } catch (error) { // only a script that put setters on `Array.prototype` gets here
      this.#report(name, error);
      if (kind === KIND.event) this.#answer(id, name, null);
      return true;
    }
    if (this.#down.unacknowledged() >= ACK_BYTES) this.#ack();
    this.#take(kind, flags, name, id, value as Value[]);
    return true;
  }

  #take(kind: number, flags: number, name: number, id: number, value: Value[]): void {
    switch (kind) {
      case KIND.delta:
        try {
          this.#handlers.delta(name, value);
        } catch (error) {
          this.#report(-1, error);
        }
        return;
      case KIND.event:
        if (this.#depth > 0 && (flags & NESTED) === 0) return this.#stash(kind, name, id, value);
        return this.#decide(id, name, value);
      case KIND.control:
        if (this.#depth > 0 && (flags & IMMEDIATE) === 0) return this.#stash(kind, name, id, value);
        return this.#obey(name, value);
      case KIND.reply:
      case KIND.fail:
        return this.#settle(id, kind === KIND.reply ? "reply" : "fail", value);
    }
  }

  #stash(kind: number, name: number, id: number, args: Value[]): void {
    const stashed: Stashed = { kind, name, id, args, next: undefined };
    if (this.#last === undefined) this.#first = stashed;
    else this.#last.next = stashed;
    this.#last = stashed;
  }

  /** Handles the oldest kept record: it is older than anything in the ring. False when there is none. */
  #unstash(): boolean {
    const stashed = this.#first;
    if (stashed === undefined) return false;
    this.#first = stashed.next;
    if (this.#first === undefined) this.#last = undefined;
    if (stashed.kind === KIND.event) this.#decide(stashed.id, stashed.name, stashed.args);
    else this.#obey(stashed.name, stashed.args);
    return true;
  }

  /** Answers may come in any order. One whose call gave up finds nobody. */
  #settle(id: number, answer: "reply" | "fail", value: Value): void {
    for (let waiting = this.#waiting; waiting !== undefined; waiting = waiting.outer) {
      if (waiting.id !== id) continue;
      waiting.answer = answer;
      waiting.value = value;
      return;
    }
  }

  #obey(op: number, args: Value[]): void {
    try {
      this.#handlers.control(op, args);
    } catch (error) {
      this.#report(-1, error);
    }
  }

  #decide(seq: number, hook: number, args: Value[]): void {
    let answer: unknown = null, later = false;
    try {
      answer = this.#handlers.event(hook, args);
      later = isThenable(answer);
    } catch (error) {
      answer = this.#report(hook, error);
    }
    if (later) this.#decideLater(seq, hook, answer);
    else this.#answer(seq, hook, answer);
  }

  async #decideLater(seq: number, hook: number, promise: unknown): Promise<void> {
    this.#send(KIND.pending, 0, seq, null, "");
    let answer: unknown = null;
    try {
      answer = await promise;
    } catch (error) {
      answer = this.#report(hook, error);
    }
    this.#answer(seq, hook, answer);
  }

  #answer(seq: number, hook: number, answer: unknown): void {
    try {
      this.#send(KIND.decision, 0, seq, answer, "the answer");
    } catch (error) {
      this.#send(KIND.decision, 0, seq, this.#report(hook, error), "");
    }
  }

  /** The loop must outlive whatever a report stumbles over. */
  #report(hook: number, error: unknown): unknown {
    try {
      return this.#handlers.failed(hook, error) ?? null;
    } catch {
      return null; // a failure to report has nowhere to go
    }
  }

  /** User code can run while a value is read (getters), but never between the first and the last frame. */
  #send(kind: number, name: number, id: number, value: unknown, root: string): void {
    if (this.#encoding) throw new TypeErrorCtor(`Cannot send ${root}: another value is being read`);
    const encoder = this.#encoder;
    this.#encoding = true;
    try {
      encodeRecord(encoder, kind, 0, name, id, value, root);
      const { scratch, length } = encoder;
      let at = 0;
      while ((at = this.#up.write(scratch, at, length)) < length && !this.#up.closed()) {
        this.#up.waitRoom(SLICE_MS);
      }
    } finally {
      this.#encoding = false;
    }
  }
}

function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    typeof (value as PromiseLike<unknown>).then === "function";
}

function failure(code: string, message: string): Error {
  const error = new ErrorCtor(message);
  return objects.defineProperty(
    error,
    "code",
    { __proto__: null, value: code, enumerable: true, configurable: true } as PropertyDescriptor,
  );
}
