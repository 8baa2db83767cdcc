/** Yes-or-no and spread decisions, the same ones for the same seed. */
export interface Dice {
  /** True with the given probability. */
  isHit(probability: number): boolean;
  /** A whole number from 0 up to and including `max`. */
  upTo(max: number): number;
}

export function createDice(seed: number): Dice {
  // Park and Miller's generator: plenty for deciding what gets lost.
  let state = (seed % 2_147_483_646) + 1;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
  next();
  return {
    isHit: (probability) => probability > 0 && next() < probability,
    upTo: (max) => (max > 0 ? Math.floor(next() * (max + 1)) : 0),
  };
}
