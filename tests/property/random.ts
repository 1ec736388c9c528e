/**
 * Chance that can be repeated: the same seed gives the same choices. Owns the generator; knows nothing of what is
 * chosen.
 *
 * @module
 */

/** Choices of one round. */
export interface Random {
  /** From 0 up to, not including, 1. */
  float(): number;
  /** A whole number from 0 up to, not including, `below`. */
  int(below: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of these. */
  pick<T>(of: readonly T[]): T;
}

/** Creates a generator (mulberry32) from a whole number. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const float = () => {
    state = state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(state ^ state >>> 15, 1 | state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 4_294_967_296;
  };
  const int = (below: number) => Math.floor(float() * below);
  return { float, int, chance: (probability) => float() < probability, pick: (of) => of[int(of.length)]! };
}
