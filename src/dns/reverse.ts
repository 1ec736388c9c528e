/**
 * Names of addresses, asked of the system's name servers without holding anybody up. Owns the bounds: look-ups at a
 * time, look-ups waiting, milliseconds each, entries and age of the cache. How a server is asked comes in.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";
import { parseIp } from "../core/ip.ts";

/** Look-ups under way at a time. */
export const MAX_RUNNING = 16;
/** Look-ups that may wait for their turn; further ones find nothing. */
export const MAX_WAITING = 256;
/** Milliseconds one look-up may take. */
export const LOOKUP_MS = 2000;
/** Addresses whose name is remembered. */
export const MAX_CACHED = 2000;
/** Milliseconds for which a name is remembered, */
const FOUND_MS = 10 * 60_000;
/** and that there was none. */
const MISSING_MS = 60_000;

/** What a look-up needs. */
export interface ReverseDnsOptions {
  /** Time. */
  readonly clock: Clock;
  /** Asks for the PTR records of a name such as `1.0.0.127.in-addr.arpa`; `signal` means: too late. */
  resolve(name: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** Looks names up. */
export interface ReverseDns {
  /** `done` gets the name of an address, or null: it has none, nobody answered in time, or too many ask. */
  hostOf(ip: string, done: (host: string | null) => void): void;
}

interface Cached {
  readonly host: string | null;
  readonly until: number;
}

/** The name under which servers keep the name of an address; null when the text is no address. */
export function reverseName(ip: string): string | null {
  const bytes = parseIp(ip)?.bytes;
  if (!bytes) return null;
  if (bytes.length === 4) return `${bytes.toReversed().join(".")}.in-addr.arpa`;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${[...digits].reverse().join(".")}.ip6.arpa`;
}

/** A name as it may be shown: nothing but what host names consist of, no final dot. */
function plainHost(answer: string | undefined): string | null {
  const host = answer?.replace(/\.$/, "") ?? "";
  return /^[A-Za-z0-9_.-]{1,253}$/.test(host) ? host : null;
}

/** Creates a look-up with an empty cache. */
export function createReverseDns({ clock, resolve }: ReverseDnsOptions): ReverseDns {
  const cache = new Map<string, Cached>();
  const asking = new Map<string, ((host: string | null) => void)[]>();
  const queue: string[] = [];
  let running = 0;

  const remember = (ip: string, host: string | null) => {
    cache.delete(ip);
    cache.set(ip, { host, until: clock.mono() + (host === null ? MISSING_MS : FOUND_MS) });
    if (cache.size > MAX_CACHED) cache.delete(cache.keys().next().value!); // the one that was found first
  };

  const ask = async (ip: string): Promise<void> => {
    const abort = new AbortController();
    const late = Promise.withResolvers<null>();
    const cancel = clock.after(LOOKUP_MS, () => {
      abort.abort();
      late.resolve(null);
    });
    let host: string | null;
    try {
      const answers = await Promise.race([resolve(reverseName(ip)!, abort.signal), late.promise]);
      host = plainHost(answers?.[0]);
    } catch {
      host = null; // no such record, no server: the same to a script
    }
    cancel();
    remember(ip, host);
    const waiting = asking.get(ip)!;
    asking.delete(ip);
    running--;
    next();
    for (const done of waiting) done(host);
  };

  const next = () => {
    while (running < MAX_RUNNING && queue.length > 0) {
      running++;
      void ask(queue.shift()!);
    }
  };

  return {
    hostOf(ip, done) {
      const known = cache.get(ip);
      if (known && known.until > clock.mono()) return done(known.host);
      const waiting = asking.get(ip);
      if (waiting) return void waiting.push(done);
      if (reverseName(ip) === null || queue.length >= MAX_WAITING) return done(null);
      asking.set(ip, [done]);
      queue.push(ip);
      next();
    },
  };
}
