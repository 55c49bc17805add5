import type { Knex } from 'knex';
import { outlinePacker } from '../geo/packed-outlines.ts';
import { loadCells } from './load-cells.ts';
import { remembered } from './remembered.ts';

/** The cells of one plan in memory, a draft's too. */
export type PlanIndex = Readonly<{
  /** Ids of the plan's cells that hold the point, in degrees: one, unless the plan has gaps or overlaps there. */
  locate: (lon: number, lat: number) => number[];
}>;

const remember = remembered(4, async (db: Knex, key: string): Promise<PlanIndex> => {
  const cells = await loadCells(db, Number(key.split(':')[0]));
  const packer = outlinePacker();
  for (const { outline } of cells) packer.add(outline);
  const ids = cells.map(({ id }) => id);
  const packed = packer.pack();
  return {
    locate: (lon, lat) => {
      const found: number[] = [];
      packed.holding(lon, lat, (index) => found.push(ids[index] ?? 0));
      return found;
    },
  };
});

/** The index of a plan at its current revision. */
export function planIndex(db: Knex, planId: number, revision: number): Promise<PlanIndex> {
  return remember(db, `${planId}:${revision}`);
}
