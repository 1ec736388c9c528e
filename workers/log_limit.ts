/**
 * Bounds how many lines a script may log per second. Pure counting: time and the sink come from outside.
 * Keeps the first lines of each second and says once, at its end, how many were dropped.
 *
 * @module
 */

/** Weight of a log line. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Where log lines go. */
export type LogSink = (level: LogLevel, text: string) => void;

/** What a limiter needs. */
export interface LogLimitOptions {
  /** Lines let through per second. */
  perSecond: number;
  /** Milliseconds that never run backwards. */
  now(): number;
  /** Runs `fn` once after `ms` milliseconds. */
  after(ms: number, fn: () => void): void;
}

/** Wraps `sink` so that no more than `perSecond` lines, and one line about the dropped ones, pass per second. */
export function limitLog(sink: LogSink, { perSecond, now, after }: LogLimitOptions): LogSink {
  let start = -Infinity;
  let passed = 0;
  let dropped = 0;
  const report = () => {
    const lost = dropped;
    dropped = 0;
    sink("warn", `${lost} log lines dropped: more than ${perSecond} in a second`);
  };
  return (level, text) => {
    const time = now();
    if (time - start >= 1000) {
      start = time;
      passed = 0;
    }
    if (passed < perSecond) {
      passed++;
      sink(level, text);
    } else if (dropped++ === 0) {
      after(start + 1000 - time, report);
    }
  };
}
