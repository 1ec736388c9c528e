/**
 * The end of a run: the first signal stops the hub in order, the second one or the time limit ends it at once.
 * Owns who waits for whom; knows nothing of what stopping means.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";

/** Signals that stop a hub. */
export const STOP_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM"];

/** Where signals come from; `Deno` itself, or a test. */
export interface SignalSource {
  /** Starts listening. */
  addSignalListener(signal: Deno.Signal, listener: () => void): void;
  /** Stops listening. */
  removeSignalListener(signal: Deno.Signal, listener: () => void): void;
}

/** What {@linkcode createStopper} needs. */
export interface StopperOptions {
  /** Source of signals. */
  readonly signals: SignalSource;
  /** Measures the limit. */
  readonly clock: Clock;
  /** Stops the hub in order; called once. */
  readonly stop: (reason: string) => Promise<void>;
  /** Hears of a stop that failed or was cut short. */
  readonly warn: (message: string, error?: unknown) => void;
  /** Milliseconds an orderly stop may take, default 3000. */
  readonly limitMs?: number;
}

/** Ends a run. */
export interface Stopper {
  /** Stops for another reason than a signal; `code` is the exit code of an orderly stop, default 0. */
  request(reason: string, code?: number): void;
  /** Resolves with the exit code: of the request, or 1 when the stop failed or was cut short. Never rejects. */
  readonly ended: Promise<number>;
}

/** Starts to listen for signals. They are let go of when the run has ended. */
export function createStopper(options: StopperOptions): Stopper {
  const { signals, clock, stop, warn, limitMs = 3000 } = options;
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  let stopping = false;
  const onSignal = STOP_SIGNALS.map((signal) => [signal, () => request(signal)] as const);
  const end = (code: number) => {
    for (const [signal, listener] of onSignal) signals.removeSignalListener(signal, listener);
    resolve(code);
  };
  const request = (reason: string, code = 0) => {
    if (stopping) {
      warn(`Stopped at once: ${reason} while stopping`);
      end(1);
      return;
    }
    stopping = true;
    const cancel = clock.after(limitMs, () => {
      warn(`Stopped at once: not done within ${limitMs} ms`);
      end(1);
    });
    stop(reason).then(() => end(code), (error) => {
      warn("Stopping failed", error);
      end(1);
    }).finally(cancel);
  };
  for (const [signal, listener] of onSignal) signals.addSignalListener(signal, listener);
  return { request, ended };
}
