/**
 * How late the hub is: an event loop with more to do than it can runs its timer late. Owns the measure and what it
 * means, first that searches are refused, then that nobody new is let in. Knows no message.
 *
 * @module
 */
import type { HubContext } from "./context.ts";
import { reportToOperators } from "./talk/op_chat.ts";

/** Milliseconds between two ticks of a hub that is not late. */
const TICK = 1000;
/** Milliseconds between two reports to operators. */
const QUIET = 600_000;

/** The measure of one hub. Times are monotonic milliseconds. */
export interface Load {
  /** Milliseconds by which each of the last three ticks was late: one pause, or a laptop that slept, is no load. */
  readonly delay: number;
  /** The hub's timer ran. */
  note(now: number): void;
  /** When operators may be told again. */
  tellAt: number;
}

/** Creates the measure of a hub that is not late. */
export function createLoad(): Load {
  let last = -Infinity;
  let before: readonly [number, number] = [0, 0];
  let delay = 0;
  return {
    get delay() {
      return delay;
    },
    note(now) {
      const late = last === -Infinity ? 0 : Math.max(0, now - last - TICK);
      last = now;
      delay = Math.min(late, ...before);
      before = [before[1], late];
    },
    tellAt: -Infinity,
  };
}

/** True while searches of users below operator are refused. */
export function refusesSearches({ load, vars }: HubContext): boolean {
  return load.delay > vars.load_search_delay && vars.load_search_delay > 0;
}

/** True while nobody new is let in but from where operators logged in last. */
export function refusesLogins({ load, vars }: HubContext): boolean {
  return load.delay > vars.load_login_delay && vars.load_login_delay > 0;
}

/** Measures, and tells operators when the hub begins to refuse. `now` is monotonic milliseconds. */
export function watchLoad(hub: HubContext, now: number): void {
  const { load } = hub;
  load.note(now);
  const logins = refusesLogins(hub);
  if (now < load.tellAt || !(logins || refusesSearches(hub))) return;
  load.tellAt = now + QUIET;
  const what = logins ? "new connections are" : "searches are";
  reportToOperators(
    hub,
    `The hub is ${Math.round(load.delay)} ms late: ${what} refused until it has caught up`,
  );
}
