/**
 * The script side of the channel bench: hooks that do one thing each, many times, and answer with how long it took.
 * Started by `channel.ts`; knows nothing of what is measured around it.
 *
 * @module
 */
import type { Value } from "../../src/channel/codec.ts";
import { ScriptEnd } from "../../src/channel/script_end.ts";

/** Hook numbers. */
export const HOOK = { answer: 0, calls: 1, reads: 2, casts: 3, callOnce: 4, nested: 5 } as const;
/** Function numbers. */
export const FN = { getClass: 1, send: 2, callBack: 3 } as const;

const classes = new Map<string, number>();

/** Runs `work` `n` times; the answer is `[microseconds in total, quantiles p50 and p99 in microseconds]`. */
function timed(n: number, sample: boolean, work: (i: number) => void): Value {
  const times: number[] = [];
  const start = performance.now();
  let last = start;
  for (let i = 0; i < n; i++) {
    work(i);
    if (!sample) continue;
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  const total = (performance.now() - start) * 1000;
  times.sort((a, b) => a - b);
  const at = (q: number) => (times[Math.floor(times.length * q)] ?? 0) * 1000;
  return [total, at(0.5), at(0.99)];
}

function hook(end: ScriptEnd, hook: number, args: Value[]): Value {
  const n = Number(args[0]);
  let sum = 0;
  switch (hook) {
    case HOOK.calls:
      return timed(n, true, (i) => void end.call(FN.getClass, [`user${i % 1000}`]));
    case HOOK.reads: {
      const nicks = Array.from({ length: 1000 }, (_, i) => `user${i}`);
      const times = timed(n, false, (i) => void (sum += classes.get(nicks[i % 1000]!) ?? 0));
      return sum > 0 ? times : null;
    }
    case HOOK.casts:
      return timed(n, false, (i) => end.cast(FN.send, [`user${i % 1000}`, "a message of usual length"]));
    case HOOK.callOnce:
      return end.call(FN.getClass, [args[0]]);
    case HOOK.nested:
      return timed(n, true, (i) => void end.call(FN.callBack, [i]));
    default:
      return null;
  }
}

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<SharedArrayBuffer>) => void) | null;
  postMessage(message: unknown): void;
};
scope.onmessage = (event) => {
  const end: ScriptEnd = new ScriptEnd(event.data, {
    event: (number, args) => hook(end, number, args),
    delta: (_op, args) => void classes.set(args[0] as string, args[1] as number),
    control: () => {},
    failed: (number, error) => end.notice(0, [number, String(error)]),
  });
  end.start();
  scope.postMessage("ready");
};
