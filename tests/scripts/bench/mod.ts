/**
 * Does in a hook what the bench asks for in the chat text: `reads N`, `calls N`, `casts N`. Anything else passes.
 * The answer of a measurement is the time it took in milliseconds, as replacement text.
 *
 * @module
 */
import vh from "vh";

const WORK: Record<string, () => unknown> = {
  reads: () => vh.GetUserClass("user7"),
  calls: () => vh.GetConfig("bench", "nothing"),
  casts: () => vh.usermc("user7", "hello, this is a chat message of some usual length"),
};

export function OnParsedMsgChat(_nick: string, text: string): string | void {
  const [what = "", count = ""] = text.split(" ");
  const work = WORK[what];
  if (!work) return;
  const times = new Float64Array(what === "calls" ? Number(count) : 0);
  const start = performance.now();
  for (let i = 0; i < Number(count); i++) {
    if (times.length === 0) {
      work();
      continue;
    }
    const before = performance.now();
    work();
    times[i] = performance.now() - before;
  }
  const total = performance.now() - start;
  times.sort();
  const at = (q: number) => times[Math.floor(times.length * q)] ?? 0;
  return `${total} ${at(0.5)} ${at(0.99)}`;
}
