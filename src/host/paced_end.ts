/**
 * A host end that leaves the sockets their share: a script that floods its channel is read in short slices with a
 * rest of about that length after each. Meanwhile its ring fills and the script waits, which its deadlines count.
 * Knows nothing of what the records mean.
 *
 * The rest matters more than the slice: Deno's event loop looks at its sockets only every few dozen turns while there
 * is always something left to do, so 5 ms of reading in every turn would keep users waiting for 300.
 *
 * @module
 */
import { HostEnd, type HostEndOptions, type HostHandlers } from "../channel/host_end.ts";

/** Work between two looks at the clock; see `HostEnd.poll`. */
const STEP = 32;

/** Longest time one poll may take before the script has to rest (ms). */
export const SLICE_MS = 2;

/** How a {@linkcode PacedEnd} behaves. */
export interface PacedEndOptions extends HostEndOptions {
  /** Milliseconds that never run backwards. */
  readonly now: () => number;
}

/** A host end with a share of the hub thread. */
export class PacedEnd extends HostEnd {
  readonly #now: () => number;
  /** End of the rest; 0 while there is none. */
  #restUntil = 0;

  /** An end over fresh memory. */
  constructor(handlers: HostHandlers, options: PacedEndOptions) {
    super(handlers, options);
    this.#now = options.now;
  }

  /** As `HostEnd.poll`, and 0 while the script rests. Looks at the clock only when there is much to read. */
  override poll(limit = 1024): number {
    if (this.#restUntil > 0) {
      if (this.#now() < this.#restUntil) return 0;
      this.#restUntil = 0;
    }
    let work = super.poll(Math.min(STEP, limit));
    if (work < STEP) return work;
    const start = this.#now();
    while (work < limit) {
      const done = super.poll(Math.min(STEP, limit - work));
      work += done;
      if (done < STEP) break;
      const now = this.#now();
      if (now - start < SLICE_MS) continue;
      this.#restUntil = now + (now - start);
      break;
    }
    return work;
  }

  /**
   * Reads what is here, rest or not, in at most `turns` polls. What lies in a full ring takes no more turns than the
   * ring has KiB; a script that goes on writing does not keep the hub here.
   */
  catchUp(turns: number): void {
    for (let left = turns; left > 0 && super.poll() > 0; left--);
  }
}
