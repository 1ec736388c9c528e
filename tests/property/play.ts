/**
 * Rounds one after the other, each with the next seed, and what they came to together. Owns the length of a round.
 *
 * @module
 */
import { corpus } from "./mutate.ts";
import { playRound, type RoundReport } from "./round.ts";

/** Frames of one round: many hubs see more than one hub that lives long. */
export const ROUND_FRAMES = 20_000;

/** Sums over rounds; `peak` is the largest. */
export type Played = RoundReport & {
  /** Rounds played. */
  readonly rounds: number;
};

/** Plays rounds from `seed` on while `goesOn` says so. Throws at the first breach. */
export async function playMany(seed: number, goesOn: (played: Played) => boolean): Promise<Played> {
  const recorded = await corpus();
  let sum: Played = { frames: 0, writes: 0, logins: 0, asked: 0, peak: 0, rounds: 0 };
  while (goesOn(sum)) {
    const { frames, writes, logins, asked, peak } = await playRound(
      seed + sum.rounds,
      ROUND_FRAMES,
      recorded,
    );
    sum = {
      frames: sum.frames + frames,
      writes: sum.writes + writes,
      logins: sum.logins + logins,
      asked: sum.asked + asked,
      peak: Math.max(sum.peak, peak),
      rounds: sum.rounds + 1,
    };
  }
  return sum;
}
