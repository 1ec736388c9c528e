/**
 * Drives all host ends on the hub thread. Owns when to poll and when to sleep: once per event-loop turn while there is
 * work, asleep on the scripts' bells otherwise. Knows nothing of what the records mean.
 *
 * Sleeping ends wait on `Atomics.waitAsync`. Such a wait keeps no process alive (the hub's sockets do) and cannot be
 * cancelled: it stays armed across polls, is armed again only after it fired, and a removed end's is fired on purpose.
 *
 * @module
 */
import type { HostEnd } from "./host_end.ts";
import { monotonic, setImmediate } from "./primordials.ts";

/** How a {@linkcode Pump} behaves. */
export interface PumpOptions {
  /** Receives what a handler threw; the other ends go on. */
  readonly report: (error: unknown) => void;
  /** Microseconds of fruitless polling, one look per turn, before going to sleep (200). */
  readonly idleMicros?: number;
  /** Microseconds of polling within one turn while decisions are outstanding (30). Bounds the delay of sockets. */
  readonly turnMicros?: number;
  /** Processors. Polling within a turn helps only while fewer scripts are busy. */
  readonly cores?: number;
  /** Milliseconds that never run backwards. */
  readonly now?: () => number;
}

/** Polls every end it was given. */
export class Pump {
  /** Event-loop turns spent polling. */
  turns = 0;
  /** Times it went to sleep. */
  sleeps = 0;
  readonly #ends = new Set<HostEnd>();
  readonly #armed = new Set<HostEnd>();
  readonly #report: (error: unknown) => void;
  readonly #idleMs: number;
  readonly #turnMs: number;
  readonly #cores: number;
  readonly #now: () => number;
  readonly #turn: () => void = () => this.#runTurn();
  #awake = false;
  #idleSince = -1;

  /** A pump without ends; it does nothing until {@linkcode Pump.add}. */
  constructor(options: PumpOptions) {
    this.#report = options.report;
    this.#idleMs = (options.idleMicros ?? 200) / 1000;
    this.#turnMs = (options.turnMicros ?? 30) / 1000;
    this.#cores = options.cores ?? navigator.hardwareConcurrency;
    this.#now = options.now ?? monotonic;
  }

  /** Starts to poll `end`. */
  add(end: HostEnd): void {
    this.#ends.add(end);
    end.stayAwake();
    this.kick();
  }

  /** Stops polling `end`; harmless for one that was never added. */
  remove(end: HostEnd): void {
    this.#ends.delete(end);
    if (this.#armed.has(end)) end.ringBell();
  }

  /** Polls from the next turn on. Call it once after sending a turn's records. */
  kick(): void {
    this.#idleSince = -1;
    if (this.#awake) return;
    this.#awake = true;
    for (const end of this.#ends) end.stayAwake();
    setImmediate(this.#turn);
  }

  #runTurn(): void {
    this.turns++;
    const start = this.#now();
    let now = start, work = 0, busy: number;
    do {
      busy = 0;
      for (const end of this.#ends) {
        work += this.#poll(end);
        if (end.outstanding > 0 && !end.dead) busy++;
      }
      now = this.#now();
    } while (busy > 0 && busy < this.#cores && this.#idleSince < 0 && now - start < this.#turnMs);
    if (work > 0) this.#idleSince = -1;
    else if (this.#idleSince < 0) this.#idleSince = now;
    else if (now - this.#idleSince > this.#idleMs) return this.#sleep();
    setImmediate(this.#turn);
  }

  #poll(end: HostEnd): number {
    try {
      return end.poll();
    } catch (error) {
      this.#report(error);
      return 1;
    }
  }

  #sleep(): void {
    this.#awake = false;
    this.sleeps++;
    for (const end of this.#ends) {
      if (!end.trySleep()) return this.kick();
      if (this.#armed.has(end) || end.dead) continue;
      const bell = end.bell();
      if (bell === undefined) return this.kick();
      this.#armed.add(end);
      bell.then(() => this.#rung(end));
    }
  }

  /** Polls at once: waiting for the next turn would add its latency. */
  #rung(end: HostEnd): void {
    this.#armed.delete(end);
    if (!this.#ends.has(end)) return;
    this.#poll(end);
    this.kick();
  }
}
