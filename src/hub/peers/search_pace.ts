/**
 * How often a user may search. Owns the intervals by class and their accounting. Knows no search.
 *
 * @module
 */
import type { SettingValues } from "../../config/settings.ts";
import { type Pace, UserClass } from "../model.ts";

/** Seconds of one search interval. Masters never wait. */
export function searchInterval(vars: Readonly<SettingValues>, userClass: number, active: boolean): number {
  if (userClass >= UserClass.Master) return 0;
  if (userClass >= UserClass.Operator) return vars.int_search_op;
  if (userClass === UserClass.Vip) return vars.int_search_vip;
  if (userClass === UserClass.Registered) return active ? vars.int_search_reg : vars.int_search_reg_pas;
  return active ? vars.int_search : vars.int_search_pas;
}

/** Milliseconds until the next search is fine, 0 = now. Changes nothing. */
export function searchWait(pace: Pace, now: number, seconds: number, allowed: number): number {
  const over = pace.searchAt + seconds * 1000;
  return seconds === 0 || now >= over || pace.searches < allowed ? 0 : over - now;
}

/** Counts a search. */
export function countSearch(pace: Pace, now: number, seconds: number): void {
  if (now >= pace.searchAt + seconds * 1000) {
    pace.searchAt = now;
    pace.searches = 0;
  }
  pace.searches++;
}
