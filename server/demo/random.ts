/** Seeded pseudo-random numbers, so that a demonstration is the same on every machine. */
export type Random = {
  /** Uniform in [0, 1). */
  next: () => number;
  /** Uniform in [from, to). */
  between: (from: number, to: number) => number;
  /** A whole number in [from, to]. */
  whole: (from: number, to: number) => number;
  /** True with the given probability. */
  chance: (probability: number) => boolean;
  pick: <T>(items: readonly T[]) => T;
  /** Roughly normal with mean 0 and deviation 1; a sum of uniforms, since Math.log differs between engines. */
  normal: () => number;
};

/** Mulberry32: 32 bits of state, good enough for a story and two lines long. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const between = (from: number, to: number) => from + (to - from) * next();
  return {
    next,
    between,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    normal: () => {
      let sum = -6;
      for (let term = 0; term < 12; term++) sum += next();
      return sum;
    },
  };
}
