/**
 * SIGHUP, the signal of those who move log files away: the log opens its file anew. Owns when it is listened to.
 *
 * @module
 */
import type { Log } from "../core/log.ts";
import type { SignalSource } from "./stopping.ts";

/** What {@linkcode reopenOnSignal} needs. */
export interface LogSignalOptions {
  /** Source of signals. */
  readonly signals: SignalSource;
  /** The log. */
  readonly log: Pick<Log, "reopen" | "info">;
  /** Whether it has a file. */
  readonly hasFile: boolean;
  /** Whether somebody sits in front of it. */
  readonly terminal: boolean;
}

/**
 * Starts to listen; returns what stops it. In a terminal nothing changes: there the signal says that the terminal is
 * gone, and the hub goes with it.
 */
export function reopenOnSignal({ signals, log, hasFile, terminal }: LogSignalOptions): () => void {
  if (!hasFile || terminal || Deno.build.os === "windows") return () => {};
  const reopen = () => {
    log.reopen();
    log.info("Log file opened anew");
  };
  signals.addSignalListener("SIGHUP", reopen);
  return () => signals.removeSignalListener("SIGHUP", reopen);
}
