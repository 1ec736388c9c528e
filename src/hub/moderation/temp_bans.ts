/**
 * Bans kept in memory only: floods, wrong passwords, nicks that come back too soon. Owns the two tables (address,
 * nick) and their bound. Knows neither who bans nor what a banned user is told.
 *
 * @module
 */
import type { Clock } from "../../core/clock.ts";

/** Why a temporary ban exists. */
export type TempBanKind = "flood" | "password" | "reconnect" | "kick" | "clone";

/** One temporary ban. */
export interface TempBan {
  /** End, Unix milliseconds. */
  readonly until: number;
  /** Why. */
  readonly kind: TempBanKind;
  /** Shown to the banned user. */
  readonly reason: string;
}

/** One table of temporary bans. */
export interface TempBanTable {
  /** Bans for `seconds`; a longer ban in force stays. 0 seconds does nothing. */
  add(key: string, seconds: number, kind: TempBanKind, reason: string): void;
  /** The ban in force, or `null`. */
  get(key: string): TempBan | null;
  /** Ends a ban. `false`: there was none. */
  remove(key: string): boolean;
  /** The bans in force, newest first, under the key they were made with. */
  list(limit: number): { key: string; ban: TempBan }[];
  /** Ends all bans; returns how many there were. */
  clear(): number;
  /** Drops what has expired. */
  sweep(): void;
  /** Bans held, expired ones not yet swept included. */
  readonly size: number;
}

/**
 * Creates a table of at most `limit` bans; when full, the oldest entry makes room. `keyOf` says which keys are one:
 * of addresses those that one client has together.
 */
export function createTempBans(
  clock: Clock,
  limit = 20_000,
  keyOf: (key: string) => string = (key) => key,
): TempBanTable {
  const bans = new Map<string, TempBan & { readonly label: string }>();
  const inForce = (ban: TempBan): boolean => ban.until > clock.now();
  const sweep = () => {
    for (const [key, ban] of bans) if (!inForce(ban)) bans.delete(key);
  };
  return {
    add(label, seconds, kind, reason) {
      if (seconds <= 0) return;
      const key = keyOf(label);
      const until = clock.now() + seconds * 1000;
      const old = bans.get(key);
      if (old && old.until >= until) return;
      bans.delete(key);
      if (bans.size >= limit) bans.delete(bans.keys().next().value!);
      bans.set(key, { until, kind, reason, label });
    },
    get(key) {
      const ban = bans.get(keyOf(key));
      return ban && inForce(ban) ? ban : null;
    },
    remove(label) {
      const key = keyOf(label);
      const ban = bans.get(key);
      return bans.delete(key) && inForce(ban!);
    },
    list: (limit) =>
      [...bans.values()].filter(inForce).slice(-limit).reverse().map((ban) => ({ key: ban.label, ban })),
    clear() {
      sweep();
      const count = bans.size;
      bans.clear();
      return count;
    },
    sweep,
    get size() {
      return bans.size;
    },
  };
}
