import type { PairClass } from './crosswalk.ts';

/** Two cells that share land, by their places in the lists of the two layers. */
export type Corresponding = { one: number; other: number };

/**
 * How each pair corresponds, by how many partners its two sides have: one cell to several, several to one, or, where
 * both sides have several, a border that crosses the other layer's.
 */
export function classify<T extends Corresponding>(pairs: readonly T[]): (T & { class: PairClass })[] {
  const partners = (key: 'one' | 'other') => {
    const counts = new Map<number, number>();
    for (const pair of pairs) counts.set(pair[key], (counts.get(pair[key]) ?? 0) + 1);
    return counts;
  };
  const [ofOne, ofOther] = [partners('one'), partners('other')];
  return pairs.map((pair) => ({
    ...pair,
    class: classOf(ofOne.get(pair.one) ?? 1, ofOther.get(pair.other) ?? 1),
  }));
}

function classOf(partnersOfOne: number, partnersOfOther: number): PairClass {
  if (partnersOfOne > 1 && partnersOfOther > 1) return 'crossing';
  if (partnersOfOne > 1) return '1:N';
  return partnersOfOther > 1 ? 'N:1' : '1:1';
}
