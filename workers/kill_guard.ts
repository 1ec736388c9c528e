/**
 * Keeps a kill out of Deno's own functions. Deno interrupts a thread once, and loses that interrupt when it comes
 * while a function of its own runs JavaScript, as each does to make its error. So the thread says when it is inside
 * such a function; whoever kills waits until it is out (src/host/jail), and a thread that is to die waits where the
 * interrupt works. Shares two cells with the hub: {@linkcode STOP} and {@linkcode PLACE}.
 *
 * @module
 */

/** Cell that the hub sets to 1 when the thread is to end. */
export const STOP = 0;
/** Cell in which the thread says where it is. */
export const PLACE = 1;
/** Value of {@linkcode PLACE}: inside a function that must not be interrupted. Anything else may be. */
export const INSIDE = 1;

/** How the runtime keeps a kill out of a function. */
export interface KillGuard {
  /** Runs `work`, during which the hub delays a kill (for half a second at most). */
  inside<Result>(work: () => Result): Result;
  /** Does not return once the thread is to end. For code that runs within a function that cannot be guarded. */
  halt(): void;
}

/** Guards the thread whose hub holds the other side of `cells`. */
export function killGuard(cells: Int32Array): KillGuard {
  const { load, store, wait } = Atomics;
  let depth = 0;
  const halt = () => {
    if (load(cells, STOP) === 0) return;
    store(cells, PLACE, 0);
    // For good; the interrupt ends it. Without processor time, should that be lost after all.
    for (;;) wait(cells, STOP, 1);
  };
  const pass = (place: number) => {
    store(cells, PLACE, place);
    halt();
  };
  return {
    halt,
    inside(work) {
      if (depth++ === 0) pass(INSIDE);
      try {
        return work();
      } finally {
        if (--depth === 0) pass(0);
      }
    },
  };
}
