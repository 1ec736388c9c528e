/**
 * The `console` a script sees: formats like the usual one, within bounds, and hands the text to the runtime.
 * Nothing reaches the hub's own terminal, which belongs to the operator.
 *
 * @module
 */
import type { LogLevel, LogSink } from "./log_limit.ts";
import { format, show } from "./show.ts";

/** Longest line kept, in UTF-16 units. */
export const MAX_LINE = 4000;

const SHOWN = Object.freeze({ breakLength: 120 });

// Taken now: a script may replace these on the prototype, and a logged line must not call into it.
const { apply } = Reflect;
const { slice } = String.prototype;

/** What the console needs. */
export interface ConsoleOptions {
  /** Takes the lines; must not throw. */
  log: LogSink;
  /** Milliseconds that never run backwards. */
  now(): number;
}

/** Builds the console. */
export function scriptConsole({ log, now }: ConsoleOptions): object {
  const write = (level: LogLevel, text: string) => {
    log(level, text.length > MAX_LINE ? `${apply(slice, text, [0, MAX_LINE])}…` : text);
  };
  const printer = (level: LogLevel) => (...values: unknown[]): void => {
    let text: string;
    try {
      text = format(values, SHOWN);
    } catch {
      text = "(a value that cannot be shown)";
    }
    write(level, text);
  };
  const info = printer("info");
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();
  return {
    log: info,
    info,
    debug: printer("debug"),
    warn: printer("warn"),
    error: printer("error"),
    trace: (...values: unknown[]) => {
      write("debug", `${format(values, SHOWN)}\n${new Error("Trace").stack ?? ""}`);
    },
    dir: (value: unknown) => write("info", show(value, SHOWN)),
    table: (value: unknown) => write("info", show(value, SHOWN)),
    group: info,
    groupEnd: () => {},
    assert: (condition?: unknown, ...values: unknown[]) => {
      if (!condition) write("error", `Assertion failed: ${format(values, SHOWN)}`);
    },
    count: (label = "default") => {
      if (counts.size >= 1000) counts.clear();
      const value = (counts.get(`${label}`) ?? 0) + 1;
      counts.set(`${label}`, value);
      write("info", `${label}: ${value}`);
    },
    time: (label = "default") => {
      if (starts.size >= 1000) starts.clear();
      starts.set(`${label}`, now());
    },
    timeEnd: (label = "default") => {
      const start = starts.get(`${label}`);
      if (start !== undefined) write("info", `${label}: ${(now() - start).toFixed(3)} ms`);
      starts.delete(`${label}`);
    },
  };
}
