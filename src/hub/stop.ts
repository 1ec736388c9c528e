/**
 * The end of the hub, now or after a while. Owns the one stop that may be pending; what a stop is, whoever runs the
 * hub knows.
 *
 * @module
 */
import { MAX_TIMER_MS } from "../core/clock.ts";
import type { HubContext } from "./context.ts";

/**
 * Stops the hub after `delayMs`, in place of a stop that is pending; `null` only calls that off. Code 0 stops, 1
 * restarts. True when a stop was pending.
 */
export function stopAfter(hub: HubContext, code: number, delayMs: number | null): boolean {
  const pending = hub.cancelStop !== null;
  hub.cancelStop?.();
  hub.cancelStop = null;
  if (delayMs === null) return pending;
  hub.cancelStop = hub.clock.after(Math.min(Math.max(0, delayMs), MAX_TIMER_MS), () => {
    hub.cancelStop = null;
    hub.requestStop(code);
  });
  return pending;
}
