/**
 * `max_users` on its way to another value, step by step, so that a hub fills or empties slowly. Owns the steps; every
 * one is an ordinary change of the setting, so a restart goes on with the value reached.
 *
 * @module
 */
import { messageOf } from "../../core/errors.ts";
import type { HubContext } from "../context.ts";

/** Milliseconds between two steps: every one is written and told to the scripts. */
const STEP = 10_000;

/** Begins to move `max_users` to `to` within `minutes`; a move under way ends where it is. */
export function startMove(hub: HubContext, to: number, minutes: number): void {
  const since = hub.clock.mono();
  hub.limitMove = {
    from: hub.vars.max_users,
    to,
    since,
    until: since + minutes * 60_000,
    stepAt: since + STEP,
  };
  if (minutes === 0) moveLimit(hub, since);
}

/** Makes the step that is due; called once a second. `now` is monotonic milliseconds. */
export function moveLimit(hub: HubContext, now: number): void {
  const move = hub.limitMove;
  if (move === null) return;
  const over = now >= move.until;
  if (!over && now < move.stepAt) return;
  move.stepAt = now + STEP;
  const part = over ? 1 : (now - move.since) / (move.until - move.since);
  if (over) hub.limitMove = null;
  const value = Math.round(move.from + (move.to - move.from) * part);
  try {
    if (value !== hub.vars.max_users) hub.store.settings.set("max_users", value);
  } catch (error) {
    hub.limitMove = null;
    hub.log.warn("User limit not moved", { error: messageOf(error) });
  }
}
