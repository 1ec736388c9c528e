/**
 * When histories are pruned: soon after the start and once a day, in small passes between which the hub serves its
 * users. Owns the pace; what is old stands in the settings, what is deleted is the store's business.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { messageOf } from "../../core/errors.ts";
import type { HubContext } from "../context.ts";

/** Rows one pass looks at most. A pass of this size costs a few milliseconds (`deno task bench bans`). */
export const PASS_ROWS = 500;
/** Milliseconds between the end of one round and the next, and after a round that failed. */
const DAY = 86_400_000;
const AFTER_FAILURE = 3_600_000;

/** Does one pass if one is due. `now` is monotonic milliseconds. */
export function pruneHistories(hub: HubContext, now: number): void {
  if (now < hub.pruneAt) return;
  const { vars, store } = hub;
  const ages = {
    bans: vars.keep_ended_bans,
    unbans: vars.keep_unbans,
    kicks: vars.keep_kicks,
    audit: vars.keep_audit,
  };
  try {
    const more = store.prune(ages, unixSeconds(hub.clock), PASS_ROWS);
    if (!more) hub.pruneAt = now + DAY;
  } catch (error) {
    hub.pruneAt = now + AFTER_FAILURE;
    hub.log.warn("Histories not pruned", { error: messageOf(error) });
  }
}
