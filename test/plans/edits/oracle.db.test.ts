import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wkbOfPolygons } from '../../../server/geo/wkb.ts';
import { isRefusal } from '../../../server/plans/edits/change.ts';
import type { LoadedCell } from '../../../server/plans/load-cells.ts';
import { partitionOf } from '../../../server/plans/proof/partition.ts';
import { testDatabase } from '../../support/database.ts';
import { applied, shakenPlan, shakes, wish } from './random-edits.ts';

const { db, isEmbedded } = await testDatabase();
const note = isEmbedded ? '' : ' (skipped: only the embedded database has ST_CoverageInvalidEdges)';

/** How many cells PostGIS finds edges of that match no neighbour's. */
async function invalidEdges(cells: readonly LoadedCell[]): Promise<number> {
  const { rows } = await db.raw(
    `select count(*)::int as count from (
       select st_coverageinvalidedges(st_geomfromwkb(wkb)) over () as wrong from unnest(:wkbs::bytea[]) as given(wkb)
     ) checked where wrong is not null`,
    { wkbs: cells.map(({ outline }) => wkbOfPolygons(outline)) },
  );
  return rows[0].count;
}

/** Whether the proof finds cells that do not match. */
async function isTold(cells: readonly LoadedCell[]): Promise<boolean> {
  const { tangles, overlaps } = await partitionOf(db, cells);
  return tangles.length > 0 || overlaps.length > 0;
}

test.skipIf(!isEmbedded)(
  `PostGIS finds no invalid edge after any edits, as the proof${note}`,
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(shakes, fc.array(wish, { minLength: 1, maxLength: 6 }), async (shaken, wishes) => {
        let cells = shakenPlan(shaken);
        for (const make of wishes) {
          const change = make(cells);
          if (!isRefusal(change)) cells = applied(cells, change);
        }
        expect([await invalidEdges(cells), await isTold(cells)]).toEqual([0, false]);
      }),
      { numRuns: 150 },
    );
  },
);

test.skipIf(!isEmbedded)(
  `both find a vertex that one cell alone has moved${note}`,
  { timeout: 120_000 },
  async () => {
    const inner = fc.constantFrom(6, 7, 10, 11);
    const step = fc.integer({ min: 50, max: 2_000 });
    await fc.assert(
      fc.asyncProperty(shakes, inner, step, step, async (shaken, place, east, north) => {
        const cells = shakenPlan(shaken);
        const ring = cells[place - 1]?.outline[0]?.[0];
        if (!ring) throw new Error('no such cell');
        ring[2] = (ring[2] ?? 0) + east / 1e7;
        ring[3] = (ring[3] ?? 0) - north / 1e7;
        expect([(await invalidEdges(cells)) > 0, await isTold(cells)]).toEqual([true, true]);
      }),
      { numRuns: 100 },
    );
  },
);
