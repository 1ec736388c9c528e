/**
 * The triggers of a hub in the order in which they are needed: by word, at login, on help, by time. Owns the index
 * and the times; it is made anew when the stored triggers changed. Shows nothing.
 *
 * @module
 */
import { type Trigger, TriggerFlag, type TriggerStore } from "../../store/triggers.ts";

/** The triggers of one hub. */
export interface TriggerBook {
  /** The trigger of a typed word, in any case, or `null`. */
  find(word: string): Trigger | null;
  /** Those shown at login, by word. */
  login(): readonly Trigger[];
  /** Those shown on help, by word. */
  help(): readonly Trigger[];
  /** The next whose time has come at `now` (monotonic milliseconds), or `null`; its next time begins then. */
  due(now: number): Trigger | null;
  /**
   * True while one more text that a single user causes may be shown to everybody in this second (monotonic
   * milliseconds): whoever comes in again and again must not make the hub write to all.
   */
  mayTellAll(now: number): boolean;
}

/** Such texts in one second. */
const TOLD_PER_SECOND = 4;

interface Timed {
  readonly trigger: Trigger;
  at: number;
}

interface Index {
  readonly of: readonly Trigger[];
  readonly login: readonly Trigger[];
  readonly help: readonly Trigger[];
}

/** Creates the book over the stored triggers. */
export function createTriggerBook(store: TriggerStore): TriggerBook {
  const flagged = (bit: number) => store.all().filter(({ flags }) => (flags & bit) !== 0);
  let index: Index | null = null;
  let timed: Timed[] = [];
  let timedOf: readonly Trigger[] | null = null;

  const indexed = (): Index => {
    const all = store.all();
    if (index?.of === all) return index;
    return index = { of: all, login: flagged(TriggerFlag.Motd), help: flagged(TriggerFlag.Help) };
  };
  // A trigger keeps its time when others, or its text, are changed.
  const schedule = (now: number) => {
    timedOf = store.all();
    const before = new Map(timed.map((entry) => [entry.trigger.command, entry]));
    timed = timedOf.filter(({ seconds }) => seconds > 0).map((trigger) => {
      const old = before.get(trigger.command);
      const at = old?.trigger.seconds === trigger.seconds ? old.at : now + trigger.seconds * 1000;
      return { trigger, at };
    });
  };

  let toldSince = -Infinity;
  let told = 0;

  return {
    find: (word) => store.get(word),
    login: () => indexed().login,
    help: () => indexed().help,
    due(now) {
      if (store.all() !== timedOf) schedule(now);
      let next: Timed | null = null;
      for (const entry of timed) if (entry.at <= now && (next === null || entry.at < next.at)) next = entry;
      if (next === null) return null;
      next.at = now + next.trigger.seconds * 1000;
      return next.trigger;
    },
    mayTellAll(now) {
      if (now - toldSince >= 1000) {
        toldSince = now;
        told = 0;
      }
      return ++told <= TOLD_PER_SECOND;
    },
  };
}
