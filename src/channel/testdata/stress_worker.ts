/**
 * The script side of the stress test. Hooks: 0 answers, 1 calls and answers, 2 sets a timer that calls and casts the
 * result, 3 answers with a promise of a timer, 4 makes `args[0]` casts, 5 calls itself through the host
 * until `args[0]` is 0.
 *
 * @module
 */
import type { Value } from "../codec.ts";
import { ScriptEnd } from "../script_end.ts";

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<SharedArrayBuffer>) => void) | null;
  postMessage(message: unknown): void;
};

function answer(end: ScriptEnd, hook: number, args: Value[]): Value | Promise<Value> {
  switch (hook) {
    case 1:
      return end.call(1, args);
    case 2:
      setTimeout(() => end.cast(2, [end.call(1, args)]), 1);
      return null;
    case 3:
      return new Promise((resolve) => setTimeout(() => resolve(args), 1));
    case 4:
      for (let i = 0; i < Number(args[0]); i++) end.cast(3, [i, "some text that fills the ring"]);
      return null;
    case 5:
      return args[0] === 0 ? "bottom" : end.call(5, args);
    default:
      return args;
  }
}

scope.onmessage = ({ data }) => {
  const end: ScriptEnd = new ScriptEnd(data, {
    event: (hook, args) => answer(end, hook, args),
    delta: () => {},
    control: (op) => end.notice(op, []),
    failed: (hook, error) => end.notice(0, [hook, String(error)]),
  });
  end.start();
  scope.postMessage("ready");
};
