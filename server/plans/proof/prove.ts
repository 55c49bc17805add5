import type { Knex } from 'knex';
import { loadCells } from '../load-cells.ts';
import type { Plan } from '../plan.ts';
import { remembered } from '../remembered.ts';
import { againstOwners } from './against-owners.ts';
import { againstScope } from './against-scope.ts';
import type { Finding } from './finding.ts';
import {
  codeFindings,
  gapFindings,
  multipartFindings,
  outsideFindings,
  overlapFindings,
  trespassFindings,
  unmatchedFindings,
} from './findings.ts';
import { invalidFindings } from './invalid.ts';
import { partitionOf } from './partition.ts';
import { placesOf } from './place.ts';

/**
 * Everything that is wrong with a plan's cells: closed and valid, no overlaps, no gaps inside the scope, nothing outside
 * of it, common borders vertex for vertex, each cell inside its owner, codes well-formed and unique. Without a scope
 * area the scope is the outer outline of the cells, and every hole in it is a gap.
 */
export async function provePlan(
  db: Knex,
  plan: Pick<Plan, 'id' | 'revision' | 'scopeAreaId'>,
): Promise<readonly Finding[]> {
  const areas = await db('revisions').where({ name: 'areas' }).first('revision');
  return remember(db, [plan.id, plan.revision, plan.scopeAreaId ?? 0, areas.revision].join(':'));
}

const remember = remembered(3, async (db: Knex, key: string): Promise<readonly Finding[]> => {
  const [planId = 0, , scopeAreaId = 0] = key.split(':').map(Number);
  return prove(db, planId, scopeAreaId || null);
});

async function prove(db: Knex, planId: number, scopeAreaId: number | null): Promise<Finding[]> {
  const cells = await loadCells(db, planId);
  const partition = await partitionOf(db, cells);
  const { gaps, outside } =
    scopeAreaId === null
      ? { gaps: partition.holes, outside: [] }
      : await againstScope(db, scopeAreaId, partition.union, partition.holes);
  const trespasses = await againstOwners(db, scopeAreaId, cells, partition);
  const trespassPlaces = await placesOf(
    db,
    cells,
    trespasses.map(({ polygon }) => polygon),
  );
  const names = await areaNames(
    db,
    trespasses.map(({ ownerAreaId }) => ownerAreaId),
  );
  return [
    ...(await invalidFindings(db, cells)),
    ...overlapFindings(cells, partition),
    ...gapFindings(await placesOf(db, cells, gaps)),
    ...outsideFindings(await placesOf(db, cells, outside)),
    ...trespassFindings(
      trespassPlaces.map((place, index) => ({
        ...place,
        ownerName: names.get(trespasses[index]?.ownerAreaId ?? 0) ?? '',
      })),
    ),
    ...unmatchedFindings(cells, partition),
    ...multipartFindings(cells),
    ...codeFindings(cells),
  ];
}

async function areaNames(db: Knex, ids: readonly number[]): Promise<Map<number, string>> {
  const rows: { id: number; name: string }[] = await db('areas')
    .whereRaw('id = any(?)', [[...new Set(ids)]])
    .select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}
