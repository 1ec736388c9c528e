/**
 * Plays rounds for as long as asked, each with another seed: `deno task bench fuzz [minutes] [first seed]`, or this
 * file run by hand. Stops at the first breach, which names its seed.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { playMany } from "./play.ts";

const [minutes, seed] = [Number(Deno.args[0] ?? 10), Number(Deno.args[1] ?? Date.now() % 2 ** 31)];
console.log(`For ${minutes} min from seed ${seed}`);
const start = performance.now();
let shown = start;
const played = await playMany(seed, ({ rounds, frames }) => {
  const now = performance.now();
  if (now - shown > 30_000) {
    console.log(`${rounds} rounds, ${frames} frames`);
    shown = now;
  }
  return now - start < minutes * 60_000;
});
console.log(played, `${Math.round(played.frames / (performance.now() - start) * 1000)} frames/s`);
