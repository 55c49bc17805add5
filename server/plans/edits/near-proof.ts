import type { Knex } from 'knex';
import { compareLayers } from '../../geo/compare-layers.ts';
import type { Bounds } from '../../geo/position.ts';
import { type FlatPolygon, polygonsOfWkb } from '../../geo/wkb.ts';
import type { CodeTemplate } from '../code-template.ts';
import { readExclusions, withoutExclusions } from '../exclusions.ts';
import { ownerKinds } from '../generate/read-territories.ts';
import { boundsOf, type Territory } from '../generate/territory.ts';
import type { Limits } from '../limits.ts';
import type { LoadedCell } from '../load-cells.ts';
import { againstOwners } from '../proof/against-owners.ts';
import { gapsOfHoles } from '../proof/against-scope.ts';
import type { Finding } from '../proof/finding.ts';
import {
  codeFindings,
  gapFindings,
  multipartFindings,
  outsideFindings,
  overlapFindings,
  trespassFindings,
  unmatchedFindings,
} from '../proof/findings.ts';
import { invalidFindings } from '../proof/invalid.ts';
import { partitionOf } from '../proof/partition.ts';
import { placesOf } from '../proof/place.ts';
import { qualityFindings } from '../proof/quality.ts';
import { reusedCodeFindings } from '../proof/reused-codes.ts';
import { type ProofRules, readRules } from '../proof/rules.ts';
import { unionFindingsIn } from '../proof/unions.ts';

/** What the cells near an edit are held against: the scope, its owners and exclusions, clipped to their surroundings. */
export type Surroundings = {
  plan: { id: number; layer: string };
  /** The plan of whose cells they must be unions. */
  unionsOfPlanId: number | undefined;
  limits: Limits;
  scope: Territory | undefined;
  owners: Territory[];
  exclusions: FlatPolygon[];
  template: CodeTemplate;
};

/** Reads what of the scope and the owners lies near some cells and in a box, which may reach over land without a cell. */
export async function readSurroundings(
  db: Knex,
  plan: { id: number; scopeAreaId: number | null },
  cells: readonly LoadedCell[],
  box: Bounds,
): Promise<Surroundings> {
  const [west, south, east, north] = widened(boundsOf(cells.flatMap(({ outline }) => outline)), box);
  const { rows } = await db.raw(
    `with box as (select st_makeenvelope(:west, :south, :east, :north, 4326) as shape),
     near as (
       select area.id, area.kind, area.code, area.name, area.area_square_metres as size,
         st_collectionextract(st_clipbybox2d(area.geometry, box.shape), 3) as shape
       from areas area cross join box
       where area.geometry && box.shape and (area.id = :scopeAreaId or area.id = any(:ownerIds)
         or (:scopeAreaId::bigint is not null and area.kind = any(:kinds)))
     )
     select id, kind, code, name, size, st_asbinary(shape) as wkb from near
     where not st_isempty(shape) order by id`,
    {
      west,
      south,
      east,
      north,
      scopeAreaId: plan.scopeAreaId,
      ownerIds: [...new Set(cells.flatMap(({ ownerAreaId }) => ownerAreaId ?? []))],
      kinds: [...ownerKinds],
    },
  );
  const rules = await readRules(db, plan.id);
  const areas: Territory[] = rows.map(
    ({ id, size, wkb, ...rest }: Omit<Territory, 'areaId'> & { id: number; size: number; wkb: Buffer }) => ({
      ...rest,
      areaId: id,
      areaSquareMetres: size,
      polygons: polygonsOfWkb(wkb),
    }),
  );
  return {
    scope: areas.find(({ areaId }) => areaId === plan.scopeAreaId),
    owners: areas.filter(({ areaId }) => areaId !== plan.scopeAreaId),
    exclusions: await readExclusions(db, plan.id, [west, south, east, north]),
    ...ruled(plan.id, rules),
  };
}

/** What cells by themselves are held against. */
export async function readNoSurroundings(db: Knex, planId: number): Promise<Surroundings> {
  const rules = await readRules(db, planId);
  return { scope: undefined, owners: [], exclusions: [], ...ruled(planId, rules) };
}

const ruled = (planId: number, { layer, template, limits, unionsOf }: ProofRules) => ({
  plan: { id: planId, layer },
  unionsOfPlanId: unionsOf?.planId,
  template,
  limits,
});

function widened(one: Bounds, other: Bounds): Bounds {
  const reach = 0.001;
  return [
    Math.min(one[0], other[0]) - reach,
    Math.min(one[1], other[1]) - reach,
    Math.max(one[2], other[2]) + reach,
    Math.max(one[3], other[3]) + reach,
  ];
}

/**
 * Everything that is wrong with a plan inside a box, by the same rules as the proof of the whole: `cells` are all those
 * that meet the box. Nothing is weighed against cells far away, but for what published plans gave the codes of the
 * `touched` ones to: of an edit these alone can be wrong in another way than before.
 */
export async function proveNear(
  db: Knex,
  cells: readonly LoadedCell[],
  box: Bounds,
  surroundings: Surroundings,
  touched: ReadonlySet<number> = new Set(cells.map(({ id }) => id)),
): Promise<Finding[]> {
  const { scope, owners, exclusions, template, limits, plan, unionsOfPlanId } = surroundings;
  const coded = cells.filter(({ id }) => touched.has(id));
  const partition = await partitionOf(db, cells);
  const { gaps, outside } = strays(scope?.polygons, partition, exclusions, box, limits.borderToleranceMetres);
  const names = new Map([...owners, ...(scope ? [scope] : [])].map(({ areaId, name }) => [areaId, name]));
  const trespasses = againstOwners({ scope, owners }, cells, partition, limits.borderToleranceMetres);
  const places = await placesOf(db, cells, [
    ...gaps,
    ...outside,
    ...trespasses.map(({ polygon }) => polygon),
  ]);
  const trespassPlaces = places.slice(gaps.length + outside.length);
  return [
    ...(await invalidFindings(db, cells)),
    ...overlapFindings(cells, partition),
    ...gapFindings(places.slice(0, gaps.length)),
    ...outsideFindings(places.slice(gaps.length, gaps.length + outside.length)),
    ...trespassFindings(
      trespassPlaces.map((place, index) => ({
        ...place,
        ownerName: names.get(trespasses[index]?.ownerAreaId ?? 0) ?? '',
      })),
    ),
    ...unmatchedFindings(cells, partition),
    ...multipartFindings(cells),
    ...codeFindings(cells, template),
    ...qualityFindings(cells, limits),
    ...(await reusedCodeFindings(db, plan.id, plan.layer, coded, { only: true })),
    ...(unionsOfPlanId === undefined ? [] : await unionFindingsIn(db, plan.id, box, unionsOfPlanId)),
  ];
}

/** What is wrong with cells by themselves, wherever they lie: with their parts, codes, shapes and sizes. */
export async function proveAlone(
  db: Knex,
  cells: readonly LoadedCell[],
  { template, limits, plan }: Surroundings,
): Promise<Finding[]> {
  return [
    ...multipartFindings(cells),
    ...codeFindings(cells, template),
    ...qualityFindings(cells, limits),
    ...(await reusedCodeFindings(db, plan.id, plan.layer, cells, { only: true })),
  ];
}

/** Land of the scope in the box without a cell, and land of cells outside of the scope. */
function strays(
  scope: readonly FlatPolygon[] | undefined,
  { union, holes }: { union: readonly FlatPolygon[]; holes: readonly FlatPolygon[] },
  exclusions: readonly FlatPolygon[],
  box: Bounds,
  toleranceMetres: number,
) {
  // A plan that is its own scope has no land beside its cells but the holes between them.
  if (!scope && holes.length === 0) return { gaps: [], outside: [] };
  const [west, south, east, north] = box;
  // What reaches over the box may have cells beyond it; of holes inside of it nothing is too thin to be told.
  const [inside, reaching] = parted(holes, (hole) => liesIn(box, boundsOf([hole])));
  const filled = scope ? union.map((polygon) => polygon.slice(0, 1)) : [];
  const frame = [Float64Array.of(west, south, east, south, east, north, west, north, west, south)];
  const [gaps = [], outside = []] = compareLayers(
    [scope ?? reaching, filled, reaching, exclusions, [frame], inside],
    [
      (has) => has(0) && (!has(1) || has(2)) && !has(3) && has(4),
      (has) => scope !== undefined && has(1) && !has(0) && !has(2) && !has(5),
    ],
    toleranceMetres,
  );
  const enclosed = withoutExclusions(
    gapsOfHoles(scope, inside, toleranceMetres),
    exclusions,
    toleranceMetres,
  );
  return { gaps: [...gaps, ...enclosed], outside };
}

function parted<T>(all: readonly T[], isFirst: (one: T) => boolean): [first: T[], second: T[]] {
  const [first, second]: [T[], T[]] = [[], []];
  for (const one of all) (isFirst(one) ? first : second).push(one);
  return [first, second];
}

const liesIn = ([west, south, east, north]: Bounds, [w, s, e, n]: Bounds): boolean =>
  w >= west && s >= south && e <= east && n <= north;
