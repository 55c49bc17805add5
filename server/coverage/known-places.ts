import type { Knex } from 'knex';
import { coversArea } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import { placeOfArea } from '../obligations/person.ts';
import { areaCoverOf } from './area-queries.ts';
import { groundOf } from './ground.ts';
import type { Interval } from './interval.ts';
import { plansInForce } from './judged-plans.ts';
import { ownCellsOf } from './own-cells.ts';
import { placeAreas } from './place-queries.ts';
import type { Viewer } from './viewer.ts';

export type KnownPlace = { code: string | null; name: string; position: [lon: number, lat: number] | null };

/**
 * The cells in force in a period and the areas that a viewer covers, of an area those that it covers; by cell id or,
 * negative, area id. NotFound where the viewer does not cover that area.
 */
export async function placesInScope(
  db: Knex,
  { scope, planScope }: Viewer,
  period: Interval,
  areaId: number | null,
): Promise<ReadonlyMap<number, KnownPlace>> {
  if (areaId !== null && !coversArea(scope, areaId)) throw areaNotFound(areaId);
  const [plans, ownCells, areas] = await Promise.all([
    plansInForce(db, planScope, period),
    ownCellsOf(db, scope, period),
    placeAreas(db, scope),
  ]);
  if (areaId !== null && !areas.some(({ id }) => id === areaId)) throw areaNotFound(areaId);
  const obliged = plans.map((plan) => ({ ...plan, obliged: period }));
  const { cells, lands } = await groundOf(db, obliged, scope, ownCells);
  const places = new Map<number, KnownPlace>();
  const coversOther = await areaCoverOf(db, areaId === null ? [] : [areaId]);
  for (const area of areas)
    if (areaId === null || coversOther(areaId, area.id)) places.set(placeOfArea(area.id), area);
  const inside = areaId === null ? [] : await Promise.all(lands.map((land) => land.coveredBy(db, areaId)));
  for (const cell of cells)
    if (areaId === null || inside.some((ids) => ids.has(cell.id))) places.set(cell.id, cell);
  return places;
}

function areaNotFound(id: number): NotFound {
  return new NotFound(
    'area-not-found',
    `There is no area ${id} in your areas.`,
    `您的辖区内没有编号为 ${id} 的辖区。`,
  );
}
