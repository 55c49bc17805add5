import type { Knex } from 'knex';
import { outlinePacker, type PackedOutlines } from '../geo/packed-outlines.ts';
import type { Bounds } from '../geo/position.ts';
import { type LoadedCell, loadCells } from './load-cells.ts';
import { remembered } from './remembered.ts';

/** What is known of a cell beside its outline. */
export type IndexedCell = Pick<LoadedCell, 'id' | 'code' | 'name' | 'usage' | 'ownerAreaId'>;

/** The cells of one plan in memory, a draft's too. */
export type PlanIndex = Readonly<{
  /** Ids of the plan's cells that hold the point, in degrees: one, unless the plan has gaps or overlaps there. */
  locate: (lon: number, lat: number) => number[];
  /** The cells whose bounds meet the box, with their place for {@link PlanIndex.rings}. */
  meeting: (box: Bounds) => { cell: IndexedCell; place: number }[];
  rings: PackedOutlines['rings'];
}>;

const mostPlans = 6;

const remember = remembered(mostPlans, async (db: Knex, key: string): Promise<PlanIndex> => {
  const loaded = await loadCells(db, Number(key.split(':')[0]));
  const packer = outlinePacker();
  for (const { outline } of loaded) packer.add(outline);
  const packed = packer.pack();
  const cells = loaded.map(({ id, code, name, usage, ownerAreaId }) => ({
    id,
    code,
    name,
    usage,
    ownerAreaId,
  }));
  return {
    locate: (lon, lat) => {
      const found: number[] = [];
      packed.holding(lon, lat, (place) => {
        const cell = cells[place];
        if (cell) found.push(cell.id);
      });
      return found;
    },
    meeting: (box) =>
      packed.meeting(...box).flatMap((place) => {
        const cell = cells[place];
        return cell ? [{ cell, place }] : [];
      }),
    rings: packed.rings,
  };
});

/** The index of a plan at its current revision; a few plans are kept. */
export function planIndex(db: Knex, planId: number, revision: number): Promise<PlanIndex> {
  return remember(db, `${planId}:${revision}`);
}
