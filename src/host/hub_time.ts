/**
 * A stopwatch for the time a script waits for the hub, which is not the script's fault. It runs while a call of the
 * script is open, except while a nested hook that came after the call is in the script's own hands: a script that
 * hangs in OnOperatorKicks because of its own KickUser is hanging, not waiting. Knows neither calls nor hooks.
 *
 * @module
 */

/** The stopwatch of one script. */
export interface HubTime {
  /** A call came; returns the function that says it was answered, to be called once. */
  callBegan(): () => void;
  /** A nested hook was sent. */
  hookBegan(): void;
  /** A nested hook was answered or returned a promise. */
  hookEnded(): void;
  /**
   * A call is open. The script's event loop stands still then, whatever hooks it answers: hooks and calls that cause
   * one another for ever show no progress.
   */
  readonly inCall: boolean;
  /** The hub's own thread stood still for so many milliseconds: whoever asked it, or answered it, had to wait. */
  stoodStill(ms: number): void;
  /** Milliseconds waited up to `now`. */
  at(now: number): number;
}

/** Creates a stopwatch over a monotonic time in milliseconds. */
export function createHubTime(mono: () => number): HubTime {
  /** How many nested hooks the script had when each open call came, oldest first. */
  const calls: { readonly hooks: number }[] = [];
  let hooks = 0;
  let spent = 0;
  let since: number | undefined;

  const update = () => {
    const last = calls.at(-1);
    const waits = last !== undefined && hooks <= last.hooks;
    if (waits === (since !== undefined)) return;
    const now = mono();
    if (since !== undefined) spent += now - since;
    since = waits ? now : undefined;
  };

  return {
    callBegan() {
      const call = { hooks };
      calls.push(call);
      update();
      return () => {
        calls.splice(calls.indexOf(call), 1);
        update();
      };
    },
    hookBegan() {
      hooks++;
      update();
    },
    hookEnded() {
      hooks--;
      update();
    },
    get inCall() {
      return calls.length > 0;
    },
    stoodStill(ms) {
      if (since === undefined) spent += ms;
    },
    at: (now) => spent + (since === undefined ? 0 : now - since),
  };
}
