import type { Interval } from '../coverage/interval.ts';
import type { BandedOutline } from '../geo/banded-outline.ts';
import { simplifyLine } from '../geo/simplify.ts';
import { withoutScatter } from '../tracks/line.ts';
import type { Run } from './presence.ts';

/** A line is true to so small a part of the outline's width, and never less than receivers are. */
const partOfOutline = 1 / 2_000;
const receiverMetres = 3;
const metresPerE7 = 0.0111;

export type Way = [lon: number, lat: number][][];

/** How far the drawn way may lie from the fixes, for an outline of this size. */
export function toleranceMetres({ west, south, east, north }: BandedOutline['bounds']): number {
  const wide = (east - west) * Math.cos((((south + north) / 2e7) * Math.PI) / 180);
  return Math.max(receiverMetres, Math.max(wide, north - south) * metresPerE7 * partOfOutline);
}

/** The runs as lines of the period, freed of the scatter of a receiver at rest and simplified. */
export function wayOf(runs: readonly Run[], [from, to]: Interval, tolerance: number): Way {
  return runs.flatMap(({ points }): Way => {
    const inside = points
      .filter(({ at }) => at >= from && at <= to)
      .map((point) => ({ ...point, flags: 0, breakBefore: false, hidden: false }));
    if (inside.length < 2) return [];
    const drawn = simplifyLine(withoutScatter(inside), tolerance);
    const line = drawn.map(({ lonE7, latE7 }): [number, number] => [lonE7 / 1e7, latE7 / 1e7]);
    const [only] = line;
    // Somebody who stood still is a line too: it has two positions, which are one.
    return line.length === 1 && only ? [[only, only]] : [line];
  });
}
