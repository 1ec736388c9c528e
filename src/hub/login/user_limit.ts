/**
 * `max_users` on its way to another value, step by step, so that a hub fills or empties slowly. Owns the steps; every
 * one is an ordinary change of the setting, so a restart goes on with the value reached.
 *
 * @module
 */
import { messageOf } from "../../core/errors.ts";
import type { HubContext } from "../context.ts";
import { setConfig } from "../settings_live.ts";
import { MAIN_SET } from "../../config/settings.ts";
import { reportToOperators } from "../talk/op_chat.ts";

/** Milliseconds between two steps: every one is written and told to the scripts. */
const STEP = 10_000;

/**
 * Begins to move `max_users` to `to` within `minutes` for `by`; a move under way ends where it is. `done` gets `null`
 * once it is under way, with 0 minutes once it is over, or why the limit stays.
 */
export function startMove(
  hub: HubContext,
  to: number,
  minutes: number,
  by: string,
  done: (problem: string | null) => void,
): void {
  const since = hub.clock.mono();
  hub.limitMove = {
    from: hub.vars.max_users,
    to,
    since,
    until: since + minutes * 60_000,
    stepAt: since + STEP,
    by,
  };
  if (minutes === 0) return moveLimit(hub, since, done);
  done(null);
}

/**
 * Makes the step that is due, unless a script objects, which ends the move; called once a second. `now` is monotonic
 * milliseconds.
 */
export function moveLimit(
  hub: HubContext,
  now: number,
  done: (problem: string | null) => void = (problem) => stopped(hub, problem),
): void {
  const move = hub.limitMove;
  if (move === null) return;
  const over = now >= move.until;
  if (!over && now < move.stepAt) return;
  move.stepAt = now + STEP;
  const part = over ? 1 : (now - move.since) / (move.until - move.since);
  if (over) hub.limitMove = null;
  const value = Math.round(move.from + (move.to - move.from) * part);
  if (value === hub.vars.max_users) return done(null);
  try {
    setConfig(hub, MAIN_SET, "max_users", String(value), move.by, (problem) => {
      if (problem !== null && hub.limitMove === move) hub.limitMove = null;
      done(problem);
    });
  } catch (error) {
    hub.limitMove = null;
    hub.log.warn("User limit not moved", { error: messageOf(error) });
  }
}

function stopped(hub: HubContext, problem: string | null): void {
  if (problem !== null) reportToOperators(hub, `max_users stays ${hub.vars.max_users}: ${problem}`);
}
