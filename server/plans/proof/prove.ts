import type { Knex } from 'knex';
import { atOnce } from '../../database/at-once.ts';
import { readExclusions, withoutExclusions } from '../exclusions.ts';
import { type LoadedCell, loadCells } from '../load-cells.ts';
import { readOwners } from '../owners.ts';
import type { Plan } from '../plan.ts';
import { remembered } from '../remembered.ts';
import { againstOwners } from './against-owners.ts';
import { againstScope } from './against-scope.ts';
import { cutFindings } from './cut-by-lines.ts';
import { type EdgeMatching, edgeMatching } from './edge-matching.ts';
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
import { placesOf } from './place.ts';
import { balanceFindings, qualityFindings } from './quality.ts';
import { reusedCodeFindings } from './reused-codes.ts';
import { type ProofRules, readRules, rulesKey } from './rules.ts';
import { unionFindings } from './unions.ts';

/**
 * Everything that is wrong with a plan's cells: closed and valid, no overlaps, no gaps inside the scope, nothing outside
 * of it, common borders vertex for vertex, each cell inside its owner, codes well-formed and unique. Without a scope
 * area the scope is the outer outline of the cells, and every hole in it is a gap. Codes have the form of the plan's
 * template and are nobody else's; cells of a bound plan are unions of those of the other layer.
 */
export async function provePlan(
  db: Knex,
  plan: Pick<Plan, 'id' | 'revision' | 'scopeAreaId'>,
): Promise<readonly Finding[]> {
  const areas = await db('revisions').where({ name: 'areas' }).first('revision');
  const rules = rulesKey(await readRules(db, plan.id));
  return remember(db, [plan.id, plan.revision, plan.scopeAreaId ?? 0, areas.revision, rules].join(':'));
}

const remember = remembered(3, async (db: Knex, key: string): Promise<readonly Finding[]> => {
  const [planId = 0, , scopeAreaId = 0] = key.split(':').map(Number);
  return prove(db, planId, scopeAreaId || null);
});

async function prove(db: Knex, planId: number, scopeAreaId: number | null): Promise<Finding[]> {
  const { rows } = await db.raw('select count(*) as cells from plan_cells where plan_id = :planId', {
    planId,
  });
  const rules = await readRules(db, planId);
  const matching = edgeMatching(rows[0].cells);
  const [multipart, quality]: [Finding[], Finding[]] = [[], []];
  try {
    // What is wrong with a cell by itself is found out while the next cells are on their way.
    const cells = await loadCells(db, planId, (page) => {
      matching.add(page);
      multipart.push(...multipartFindings(page));
      quality.push(...qualityFindings(page, rules.limits));
    });
    return await proveCells(db, { id: planId, scopeAreaId, rules }, cells, matching, { multipart, quality });
  } finally {
    await matching.stop();
  }
}

async function proveCells(
  db: Knex,
  { id: planId, scopeAreaId, rules }: { id: number; scopeAreaId: number | null; rules: ProofRules },
  cells: readonly LoadedCell[],
  matching: EdgeMatching,
  { multipart, quality }: Record<'multipart' | 'quality', readonly Finding[]>,
): Promise<Finding[]> {
  const toleranceMetres = rules.limits.borderToleranceMetres;
  // What the database has to answer and what cells are by themselves is found out while another thread matches edges.
  const { unionsOf } = rules;
  const asked = atOnce(db, [
    () => matching.partition(db, cells),
    () => readOwners(db, scopeAreaId, cells),
    () => readExclusions(db, planId),
    () => invalidFindings(db, cells),
    () => cutFindings(db, { id: planId, scopeAreaId }, cells, rules.limits),
    () => reusedCodeFindings(db, planId, rules.layer, cells),
    () => (unionsOf ? unionFindings(db, cells, unionsOf.planId) : []),
  ]);
  const codes = codeFindings(cells, rules.template);
  const balance = balanceFindings(cells, rules.limits);
  const [partition, land, exclusions, invalid, cut, reused, divided] = await asked;
  const { gaps, outside } = land.scope
    ? againstScope(land.scope.polygons, partition.union, partition.holes, toleranceMetres)
    : { gaps: partition.holes, outside: [] };
  const trespasses = againstOwners(land, cells, partition, toleranceMetres);
  const trespassPlaces = await placesOf(
    db,
    cells,
    trespasses.map(({ polygon }) => polygon),
  );
  const names = new Map(land.owners.map(({ areaId, name }) => [areaId, name]));
  if (land.scope) names.set(land.scope.areaId, land.scope.name);
  return [
    ...invalid,
    ...overlapFindings(cells, partition),
    ...gapFindings(await placesOf(db, cells, withoutExclusions(gaps, exclusions, toleranceMetres))),
    ...outsideFindings(await placesOf(db, cells, outside)),
    ...trespassFindings(
      trespassPlaces.map((place, index) => ({
        ...place,
        ownerName: names.get(trespasses[index]?.ownerAreaId ?? 0) ?? '',
      })),
    ),
    ...unmatchedFindings(cells, partition),
    ...multipart,
    ...codes,
    ...quality,
    ...balance,
    ...cut,
    ...reused,
    ...divided,
  ];
}
