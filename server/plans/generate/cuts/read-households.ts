import type { Knex } from 'knex';
import type { FlatPolygon } from '../../../geo/wkb.ts';
import { InvalidInput } from '../../../http/problem.ts';
import { loadCells } from '../../load-cells.ts';

/** The draft's cells as pieces that are not cut, with their households as weight. Throws where none are known. */
export async function readHouseholds(
  db: Knex,
  planId: number,
): Promise<{ polygons: FlatPolygon[]; weight: number; ownerAreaId: number | null }[]> {
  const cells = await loadCells(db, planId);
  const known = cells.filter(({ households }) => households !== null);
  if (known.length > 0)
    return cells.map(({ outline, households, ownerAreaId }) => ({
      polygons: outline,
      weight: households ?? 0,
      ownerAreaId,
    }));
  throw new InvalidInput(
    'no-households',
    'The draft has no cells with households to balance; import small areas with households as its cells first, or weigh by area or by a layer of points.',
    '草案中没有带户数的网格可供均衡；请先导入带户数的小区块作为网格，或按面积、点图层均衡。',
    [{ path: 'weight', reason: 'no households are known' }],
  );
}
