/**
 * The hooks one script has not answered yet, and when each is too late. Pure bookkeeping over a clock's numbers.
 *
 * A hook that returned a promise and one that still runs both end at the limit; only the second costs the script
 * its life, because its worker serves nobody meanwhile.
 *
 * @module
 */

/** Who a hook was sent to. Exactly one of the first two is called per hook. */
export interface HookOwner {
  /** The answer is here, `ms` milliseconds after the hook was sent. */
  answered(open: OpenHook, value: unknown, ms: number): void;
  /** There will be no answer. */
  unanswered(open: OpenHook): void;
  /** Its limit has passed; `unanswered` follows. */
  timedOut(open: OpenHook): void;
}

/** One unanswered hook, or an exported function that the hub called. */
export interface OpenHook {
  /** Name of the hook, or of the function with `()`. */
  readonly hook: string;
  /** Who it was sent to. */
  readonly owner: HookOwner;
  /** Some script's blocking call waits for it. */
  readonly nested: boolean;
  /** When it was sent (monotonic ms). */
  readonly sentAt: number;
  /** Time spent waiting for the hub (see `HubTime`) at that moment. */
  readonly hubTimeAt: number;
  /** For the owner: hands the outcome to whoever asked. */
  readonly settle: (outcome: never) => void;
}

/** A hook that keeps calling the hub dies after this many times its limit, however the time was spent. */
const TOTAL_FACTOR = 10;

/** The unanswered hooks of one script. */
export class OpenHooks {
  readonly #limitMs: number;
  readonly #running = new Map<number, OpenHook>();
  readonly #promised = new Map<number, OpenHook>();
  #progressAt = 0;
  #progressHubTime = 0;

  /** An empty list whose hooks may take `limitMs`. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** A hook was sent. */
  add(seq: number, hook: OpenHook): void {
    this.#running.set(seq, hook);
  }

  /** The script answered, returned a promise, or otherwise showed that its event loop turns. */
  progress(now: number, hubTime: number): void {
    this.#progressAt = now;
    this.#progressHubTime = hubTime;
  }

  /** Is this a nested hook that has neither been answered nor returned a promise? */
  runsNested(seq: number): boolean {
    return this.#running.get(seq)?.nested === true;
  }

  /** Is a hook of this name on its way or in the script's hands? */
  runs(hook: string, owner: HookOwner): boolean {
    for (const open of this.#running.values()) if (open.hook === hook && open.owner === owner) return true;
    return false;
  }

  /** Takes out an answered hook; `undefined` when its limit came first. */
  take(seq: number): OpenHook | undefined {
    const open = this.#running.get(seq) ?? this.#promised.get(seq);
    this.#running.delete(seq);
    this.#promised.delete(seq);
    return open;
  }

  /** The hook returned a promise. */
  promise(seq: number): void {
    const open = this.#running.get(seq);
    if (!open) return;
    this.#running.delete(seq);
    this.#promised.set(seq, open);
  }

  /** Takes out the promised hooks whose limit has passed. */
  takeLate(now: number): OpenHook[] {
    const late: OpenHook[] = [];
    for (const [seq, open] of this.#promised) {
      if (now - open.sentAt <= this.#limitMs) continue;
      this.#promised.delete(seq);
      late.push(open);
    }
    return late;
  }

  /** The hook the script has been running for too long, if any. */
  stuck(now: number, hubTime: number): OpenHook | undefined {
    const oldest = this.oldest();
    return oldest && this.tooLong(oldest.sentAt, oldest.hubTimeAt, now, hubTime) ? oldest : undefined;
  }

  /** Has the script been busy for too long with something sent at `sentAt`? */
  tooLong(sentAt: number, hubTimeAt: number, now: number, hubTime: number): boolean {
    const later = this.#progressAt > sentAt;
    const total = now - (later ? this.#progressAt : sentAt);
    const own = total - (hubTime - (later ? this.#progressHubTime : hubTimeAt));
    return own > this.#limitMs || total > this.#limitMs * TOTAL_FACTOR;
  }

  /** How long nothing has come, though a hook runs or something sent at `pingAt` waits. */
  silentMs(now: number, pingAt: number = now): number {
    const sentAt = Math.min(pingAt, this.oldest()?.sentAt ?? now);
    return sentAt === now ? 0 : now - Math.max(sentAt, this.#progressAt);
  }

  /** The hook that is, or will be next, in the script's hands. */
  oldest(): OpenHook | undefined {
    return this.#running.values().next().value;
  }

  /** Takes out what was sent to `owner`; `running` hooks were neither answered nor have they returned a promise. */
  takeOf(owner: HookOwner): { readonly open: OpenHook; readonly running: boolean }[] {
    const all: { open: OpenHook; running: boolean }[] = [];
    for (const map of [this.#running, this.#promised]) {
      for (const [seq, open] of map) {
        if (open.owner !== owner) continue;
        map.delete(seq);
        all.push({ open, running: map === this.#running });
      }
    }
    return all;
  }

  /** Takes out everything. */
  takeAll(): OpenHook[] {
    const all = [...this.#running.values(), ...this.#promised.values()];
    this.#running.clear();
    this.#promised.clear();
    return all;
  }
}
