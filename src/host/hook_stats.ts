/**
 * How often and how long a script's hooks ran. Owns counting only; shown by `!tslist` and the metrics.
 *
 * @module
 */
import type { Metrics } from "../core/metrics.ts";

/** Figures of one script, kept across its restarts. */
export interface HookStats {
  /** Hooks answered. */
  readonly handledCount: number;
  /** Hooks that threw or rejected. */
  readonly failedCount: number;
  /** Hooks that were too slow. */
  readonly timedOutCount: number;
  /** Mean milliseconds from sending a hook to its answer. */
  readonly meanMs: number;
  /** Longest of these. */
  readonly maxMs: number;
  /** A hook was answered after `ms`. */
  handled(hook: string, ms: number): void;
  /** A hook threw. */
  failed(hook: string): void;
  /** A hook was too slow. */
  timedOut(hook: string): void;
}

/** Creates the figures of one script. */
export function createHookStats(metrics: Metrics, script: string): HookStats {
  const labels = { script };
  const handled = metrics.counter("hubcap_script_hooks_total", "Hooks answered", labels);
  const failed = metrics.counter("hubcap_script_hook_errors_total", "Hooks that threw or rejected", labels);
  const timedOut = metrics.counter("hubcap_script_hook_timeouts_total", "Hooks that were too slow", labels);
  const time = metrics.counter("hubcap_script_hook_ms_total", "Milliseconds from hook to answer", labels);
  let max = 0;
  return {
    get handledCount() {
      return handled.value;
    },
    get failedCount() {
      return failed.value;
    },
    get timedOutCount() {
      return timedOut.value;
    },
    get meanMs() {
      return handled.value === 0 ? 0 : time.value / handled.value;
    },
    get maxMs() {
      return max;
    },
    handled(_hook, ms) {
      handled.value++;
      time.value += ms;
      if (ms > max) max = ms;
    },
    failed: () => void failed.value++,
    timedOut: () => void timedOut.value++,
  };
}
