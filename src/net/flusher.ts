/**
 * Decides when write queues are emptied: once per event-loop turn for everything written in that turn, and about
 * once a second for what may wait. One for all connections, so a broadcast costs one wake-up, not one per user.
 * Knows nothing of sockets.
 *
 * @module
 */
import { setImmediate } from "node:timers";
import type { Clock } from "../core/clock.ts";

/** Something with a write queue. */
export interface Flushable {
  /** Sends what is queued. Must not throw. */
  flush(): void;
}

/** Who is to be flushed, and when. */
export interface Flusher {
  /** Flushes `target` at the end of this event-loop turn. Call it once per target and turn. */
  soon(target: Flushable): void;
  /** Flushes `target` within the delay, with everybody else who waits. */
  later(target: Flushable): void;
}

/** Creates a flusher; what may wait leaves after `delayMs` (default 1000). */
export function createFlusher(clock: Clock, delayMs = 1000): Flusher {
  let turn: Flushable[] = [];
  const delayed = new Set<Flushable>();
  let waiting = false;

  const flushTurn = () => {
    const targets = turn;
    turn = [];
    for (const target of targets) target.flush();
  };
  const flushDelayed = () => {
    waiting = false;
    const targets = [...delayed];
    delayed.clear();
    for (const target of targets) target.flush();
  };
  return {
    soon(target) {
      if (turn.push(target) === 1) setImmediate(flushTurn);
    },
    later(target) {
      delayed.add(target);
      if (waiting) return;
      waiting = true;
      clock.after(delayMs, flushDelayed);
    },
  };
}
