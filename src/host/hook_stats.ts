/**
 * How often and how long a script's hooks ran. Owns counting only; shown by `!tslist` and the metrics.
 *
 * @module
 */
import type { Metrics } from "../core/metrics.ts";

/** Figures of one hook. */
export interface HookFigures {
  /** Its name. */
  readonly hook: string;
  /** Times it was answered. */
  readonly count: number;
  /** Mean milliseconds. */
  readonly meanMs: number;
  /** Longest of these. */
  readonly maxMs: number;
}

/** Names that are told apart; functions that the host calls count, too. */
const MAX_NAMES = 200;

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
  /** The `count` hooks that took most time altogether, the greediest first. */
  slowest(count: number): HookFigures[];
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
  const hooks = new Map<string, { count: number; ms: number; max: number }>();
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
    slowest: (count) =>
      [...hooks].sort(([, a], [, b]) => b.ms - a.ms).slice(0, count).map(([hook, { count, ms, max }]) => ({
        hook,
        count,
        meanMs: ms / count,
        maxMs: max,
      })),
    handled(hook, ms) {
      let of = hooks.get(hook);
      if (!of && hooks.size < MAX_NAMES) hooks.set(hook, of = { count: 0, ms: 0, max: 0 });
      if (of) {
        of.count++;
        of.ms += ms;
        if (ms > of.max) of.max = ms;
      }
      handled.value++;
      time.value += ms;
      if (ms > max) max = ms;
    },
    failed: () => void failed.value++,
    timedOut: () => void timedOut.value++,
  };
}
