import type { Knex } from 'knex';
import type { Scope } from '../../../access/scope.ts';
import { compareLayers } from '../../../geo/compare-layers.ts';
import { InvalidInput } from '../../../http/problem.ts';
import type { Balance, GenerateRequest } from '../../plan.ts';
import { toleranceMetres } from '../../proof/tolerance.ts';
import type { BalancedCells } from '../balanced/balanced-cells.ts';
import { shareOut } from '../balanced/share-out.ts';
import { chooseSide } from '../choose.ts';
import type { Land } from '../read-territories.ts';
import { squareGrid } from '../square-grid.ts';
import { boundsOf, type Territory } from '../territory.ts';
import { balancedCellsInWorker, type Watch } from '../thread/in-worker.ts';
import { hexLines } from './hex-grid.ts';
import { readHouseholds } from './read-households.ts';
import { linesMissing, readLines, readPoints } from './read-layers.ts';
import { voronoiLines } from './voronoi.ts';

/** The lines that a method cuts land along. */
export type Cuts = {
  /** Flat x, y, … in 1e-7 degree. */
  lines: number[][];
  /** A piece smaller than this joins its neighbour. */
  leastSquareMetres: number;
  cellMetres?: number;
  balance?: Balance[];
};

type Asked = {
  planId: number;
  scope: Scope;
  land: Land;
  chosen: readonly Territory[];
  request: GenerateRequest;
};

/** A piece smaller than this share of a square joins its neighbour. */
const leastShare = 0.15;
const leastBlockSquareMetres = 2_000;
const defaultCount = 10;

/** The cuts of a request: those of grids and points at once, those of balanced cells after a while. */
export async function cutsOf(db: Knex, asked: Asked, watch: Watch): Promise<Cuts> {
  const { land, chosen, request, scope } = asked;
  const polygons = chosen.map((territory) => territory.polygons);
  const lands = () => ownLands(land, chosen);
  switch (request.method) {
    case 'square':
    case 'hex': {
      const cellMetres = chooseSide(request, land.scope, chosen);
      const leastSquareMetres = leastShare * cellMetres ** 2;
      const lines =
        request.method === 'hex'
          ? hexLines(polygons.flat(), cellMetres)
          : squareGrid(land.scope.polygons, cellMetres).lines(polygons.map(boundsOf));
      return { lines, leastSquareMetres, cellMetres };
    }
    case 'voronoi': {
      const points = await readPoints(db, scope, request.points, land.scope.areaId);
      const places = points.map(({ lon, lat }): [number, number] => [lon, lat]);
      requirePoints(places.length);
      return {
        lines: lands().flatMap((territory) => voronoiLines(territory.polygons, places)),
        leastSquareMetres: leastBlockSquareMetres,
      };
    }
    case 'blocks': {
      if (request.lines === undefined) throw linesMissing();
      const found = await readLines(db, scope, request.lines, land.scope.areaId);
      return {
        lines: found.map(({ points }) => points.flat().map((value) => Math.round(value * 1e7))),
        leastSquareMetres: leastBlockSquareMetres,
      };
    }
    case 'balanced':
      return balancedCuts(db, { ...asked, chosen: lands() }, watch);
  }
}

/** Land of the scope beside its owners under this size is nobody's gap. */
const leastOwnSquareMetres = 2_000;

/** The land that each has for itself: the scope what its villages, communities and forest areas leave of it. */
function ownLands({ scope, owners }: Land, chosen: readonly Territory[]): Territory[] {
  return chosen.flatMap((territory) => {
    if (territory !== scope || owners.length === 0) return [territory];
    const [polygons = []] = compareLayers(
      [scope.polygons, owners.flatMap((owner) => owner.polygons)],
      [(has) => has(0) && !has(1)],
      toleranceMetres,
    );
    const areaSquareMetres =
      scope.areaSquareMetres - owners.reduce((sum, owner) => sum + owner.areaSquareMetres, 0);
    return polygons.length > 0 && areaSquareMetres > leastOwnSquareMetres
      ? [{ ...scope, polygons, areaSquareMetres }]
      : [];
  });
}

function requirePoints(count: number): void {
  if (count > 0) return;
  throw new InvalidInput(
    'no-points',
    "None of the layer's points lies in the plan's scope.",
    '该图层没有点落在方案范围内。',
    [{ path: 'points', reason: 'none in the scope' }],
  );
}

async function balancedCuts(
  db: Knex,
  { planId, scope, land, chosen, request }: Asked,
  watch: Watch,
): Promise<Cuts> {
  const { weight = 'area', tolerance = 0.1, seed = 1, quality = 'draft', count = defaultCount } = request;
  const lines =
    request.lines === undefined ? [] : await readLines(db, scope, request.lines, land.scope.areaId);
  const points =
    weight === 'points' ? await readPoints(db, scope, request.points, land.scope.areaId) : undefined;
  const pieces = weight === 'households' ? await readHouseholds(db, planId) : undefined;
  const shares = shareOut(
    chosen.map((territory) => weightIn(territory, points, pieces)),
    count,
  );
  const cuts: number[][] = [];
  const balance: Balance[] = [];
  for (const [index, territory] of chosen.entries()) {
    const n = shares[index] ?? 1;
    if (n < 2) continue;
    const own = pieces?.filter(({ ownerAreaId }) => ownerAreaId === territory.areaId);
    const made = await balancedCellsInWorker(
      {
        owner: territory.polygons,
        lines,
        n,
        tolerance,
        seed,
        quality,
        travel: territory.kind === 'community' ? 0 : 0.5,
        ...(points && { points }),
        ...(own && { pieces: own }),
      },
      {
        ...watch,
        onProgress: (share) => watch.onProgress?.((index + share) / chosen.length),
      },
    );
    cuts.push(...made.borders);
    balance.push(balanceOf(territory, n, made));
  }
  return { lines: cuts, leastSquareMetres: 1, balance };
}

/** What an owner weighs beside the others: its points, its households, or its land. */
function weightIn(
  territory: Territory,
  points: readonly { lon: number; lat: number; weight: number }[] | undefined,
  pieces: readonly { ownerAreaId: number | null; weight: number }[] | undefined,
): number {
  if (pieces)
    return pieces.reduce(
      (sum, piece) => (piece.ownerAreaId === territory.areaId ? sum + piece.weight : sum),
      0,
    );
  if (!points) return territory.areaSquareMetres;
  const [west, south, east, north] = boundsOf(territory.polygons);
  return points.reduce(
    (sum, { lon, lat, weight }) =>
      lon >= west && lon <= east && lat >= south && lat <= north ? sum + weight : sum,
    0,
  );
}

function balanceOf({ areaId }: Territory, cells: number, { atoms, metrics }: BalancedCells): Balance {
  return {
    ownerAreaId: areaId,
    cells,
    atoms,
    maxDeviation: metrics.maxDeviation,
    meanDeviation: metrics.meanDeviation,
    outOfTolerance: metrics.cellsOutOfTolerance,
    borderOnLines: metrics.lineShare,
    compactness: metrics.meanCompactness,
    travelMetres: metrics.meanTravelMetres,
  };
}
