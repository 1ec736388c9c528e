/**
 * How many connections of one address are logging in. Owns the counts; whoever opens and closes connections tells.
 *
 * One address could otherwise take every place that the hub has for logins, and keep it until they time out.
 *
 * @module
 */
import { limitKey } from "../../core/ip.ts";
import { isLoopback } from "../../net/addresses.ts";
import type { Session } from "../model.ts";

/** The counts. */
export interface LoginCounts {
  /** True when an address has `most` connections logging in; 0 is no limit, and this machine has none. */
  isFull(ip: string, most: number): boolean;
  /** A login has begun. */
  begin(session: Session): void;
  /** It is over: the user is in, or the connection gone. Harmless when said twice. */
  end(session: Session): void;
  /** Logins under way. */
  readonly size: number;
}

/** Creates empty counts. */
export function createLoginCounts(): LoginCounts {
  const under = new Set<Session>();
  const counts = new Map<string, number>();
  return {
    isFull: (ip, most) => most > 0 && (counts.get(limitKey(ip)) ?? 0) >= most && !isLoopback(ip),
    begin(session) {
      if (under.has(session)) return;
      under.add(session);
      const key = limitKey(session.ip);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    end(session) {
      if (!under.delete(session)) return;
      const key = limitKey(session.ip);
      const left = counts.get(key)! - 1;
      if (left > 0) counts.set(key, left);
      else counts.delete(key);
    },
    get size() {
      return under.size;
    },
  };
}
