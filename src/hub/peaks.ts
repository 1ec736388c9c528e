/**
 * The most users and the most share this hub has had at one time. Owns how that is noticed and kept over restarts.
 *
 * @module
 */
import { messageOf } from "../core/errors.ts";
import type { Store } from "../store/types.ts";
import type { HubContext } from "./context.ts";

/** The set of free settings the hub itself keeps figures in. */
const SET = "hubcap";
/** Milliseconds between two writes; a crash forgets at most the peaks of this time. */
const EVERY = 60_000;

/** The stored peaks; 0 where none is stored. */
export function readPeaks({ settings }: Store): Pick<HubContext["peaks"], "users" | "share"> {
  const read = (name: string) => Math.max(0, Number(settings.getFree(SET, name)) || 0);
  return { users: read("peak_users"), share: read("peak_share") };
}

/** Looks whether there are more users, or more share, than ever. */
export function notePeaks({ peaks, users }: HubContext): void {
  if (users.people > peaks.users) peaks.users = users.people;
  if (users.share > peaks.share) peaks.share = users.share;
}

/** Stores new peaks, at most once a minute. `now` is monotonic milliseconds. */
export function keepPeaks(hub: HubContext, now: number): void {
  if (now < hub.peaks.storeAt) return;
  hub.peaks.storeAt = now + EVERY;
  writePeaks(hub);
}

/** Stores the peaks that are not stored yet. */
export function writePeaks({ store, peaks, log }: HubContext): void {
  const stored = readPeaks(store);
  try {
    if (peaks.users > stored.users) store.settings.setFree(SET, "peak_users", String(peaks.users));
    if (peaks.share > stored.share) store.settings.setFree(SET, "peak_share", String(peaks.share));
  } catch (error) {
    log.warn("Peaks not stored", { error: messageOf(error) });
  }
}
