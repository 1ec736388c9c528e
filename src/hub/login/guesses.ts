/**
 * Who has to wait before the next password is looked at. Owns the wrong passwords of the last time and the checks
 * under way, by address and by nick, and the waits that grow with them; both tables are bounded. Knows no connection
 * and no account.
 *
 * The wait of an address stops whoever tries many passwords, the wait of a nick whoever does so from many addresses,
 * and the count of checks under way whoever tries them all at the same moment.
 *
 * @module
 */
import type { Clock } from "../../core/clock.ts";

/** Most entries of a table; a further one takes the place of the one that was quiet for the longest time. */
const MOST_GUESSED = 20_000;
/** A longer row of wrong ones does not double the wait any more. */
const MOST_COUNTED = 40;

/** One table. */
export interface GuessTable {
  /** Whole seconds, rounded up, until a password is looked at again; 0 = now. */
  waitOf(key: string): number;
  /** Passwords that are being looked at. */
  underWay(key: string): number;
  /** A password is being looked at, until the attempt is told its end. */
  begin(key: string): Attempt;
  /** Forgets the wrong ones of a key. */
  forget(key: string): void;
  /** Drops what is old. */
  sweep(): void;
  /** Keys held. */
  readonly size: number;
}

/** One password being looked at. Exactly one of the two is to be called, once. */
export interface Attempt {
  /** It was right, or nobody looked at it. */
  right(): void;
  /** It was wrong: the wait is `first` seconds, doubled with each further wrong one, at most `most`. */
  wrong(first: number, most: number): void;
}

/** Both tables. */
export interface Guesses {
  /** By address; the key is that of limits (`limitKey`). */
  readonly addresses: GuessTable;
  /** By nick key. */
  readonly nicks: GuessTable;
}

/** Times are monotonic milliseconds. */
interface Entry {
  count: number;
  until: number;
  at: number;
  underWay: number;
}

/** Creates both tables; `forgetAfter` gives the seconds after which wrong passwords are forgotten. */
export function createGuesses(clock: Clock, forgetAfter: () => number, most: number = MOST_GUESSED): Guesses {
  return { addresses: createTable(clock, forgetAfter, most), nicks: createTable(clock, forgetAfter, most) };
}

function createTable(clock: Clock, forgetAfter: () => number, limit: number): GuessTable {
  const entries = new Map<string, Entry>();
  const isOld = ({ at, until }: Entry, now: number) => now >= until && now - at >= forgetAfter() * 1000;
  const isEmpty = ({ count, underWay }: Entry) => count === 0 && underWay === 0;
  const put = (key: string, entry: Entry) => {
    // The order of the map is that of the last attempts.
    entries.delete(key);
    if (entries.size >= limit) entries.delete(entries.keys().next().value!);
    entries.set(key, entry);
  };
  const end = (key: string, begun: Entry, change: (entry: Entry) => void) => {
    // A full table may have let go of the entry meanwhile.
    const entry = entries.get(key) ?? begun;
    entry.underWay = Math.max(0, entry.underWay - 1);
    change(entry);
    if (isEmpty(entry)) entries.delete(key);
    else put(key, entry);
  };
  return {
    waitOf: (key) => Math.ceil(Math.max(0, (entries.get(key)?.until ?? 0) - clock.mono()) / 1000),
    underWay: (key) => entries.get(key)?.underWay ?? 0,
    begin(key) {
      const entry = entries.get(key) ?? { count: 0, until: 0, at: 0, underWay: 0 };
      entry.underWay++;
      put(key, entry);
      return {
        right: () => end(key, entry, () => {}),
        wrong: (first, most) =>
          end(key, entry, (current) => {
            const now = clock.mono();
            const before = isOld(current, now) ? 0 : current.count;
            current.count = Math.min(before + 1, MOST_COUNTED);
            current.until = Math.max(current.until, now + Math.min(first * 2 ** before, most) * 1000);
            current.at = now;
          }),
      };
    },
    forget(key) {
      const entry = entries.get(key);
      if (!entry) return;
      entry.count = entry.until = 0;
      if (isEmpty(entry)) entries.delete(key);
    },
    sweep() {
      const now = clock.mono();
      for (const [key, entry] of entries) if (entry.underWay === 0 && isOld(entry, now)) entries.delete(key);
    },
    get size() {
      return entries.size;
    },
  };
}
