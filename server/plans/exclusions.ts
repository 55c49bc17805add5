import type { Knex } from 'knex';
import { compareLayers } from '../geo/compare-layers.ts';
import type { Bounds } from '../geo/position.ts';
import { type FlatPolygon, polygonsOfWkb } from '../geo/wkb.ts';

/** Land that is declared to be nobody's, by edits that are not undone. */
export async function readExclusions(
  db: Knex,
  planId: number,
  [west, south, east, north]: Bounds = [-180, -90, 180, 90],
): Promise<FlatPolygon[]> {
  const { rows } = await db.raw(
    `select st_asbinary(plan_exclusions.geometry) as wkb from plan_exclusions
     left join edits on edits.id = plan_exclusions.edit_id
     where plan_exclusions.plan_id = :planId and edits.undone_at is null
       and plan_exclusions.geometry && st_makeenvelope(:west, :south, :east, :north, 4326)
     order by plan_exclusions.id`,
    { planId, west, south, east, north },
  );
  return rows.flatMap(({ wkb }: { wkb: Buffer }) => polygonsOfWkb(wkb));
}

/** What is left of gaps without the land that is declared to be nobody's. */
export function withoutExclusions(
  gaps: readonly FlatPolygon[],
  exclusions: readonly FlatPolygon[],
  toleranceMetres: number,
): readonly FlatPolygon[] {
  if (exclusions.length === 0) return gaps;
  return compareLayers([gaps, exclusions], [(has) => has(0) && !has(1)], toleranceMetres).flat();
}
