import type { Knex } from 'knex';
import type { Bounds } from '../../geo/position.ts';
import { type FlatPolygon, polygonsOfWkb, wkbOfPolygons } from '../../geo/wkb.ts';
import type { Outline } from '../cell-store.ts';

// GEOS overlays at full precision first and, where that fails, again on a grid. The embedded database cannot catch the
// first failure: there the statement fails, and what failed is asked again with the grid. Asking with a grid at once
// would be simpler, but finds holes that are not there: 9 in the output areas of Cornwall, which have none.
const fullPrecision = -1;
const gridDegrees = 1e-12;
/** Holes thinner than this come from the grid. */
const gridNoiseDegrees = 1e-12;
const internalError = 'XX000';

/** Two outlines by their places in a list. */
export type Pair = [number, number];

export type Shared = { pair: Pair; areaSquareMetres: number; geometry: string; bounds: Bounds };

/** What makes each of some invalid outlines valid; no polygon where nothing is left. */
export async function madeValid(db: Knex, outlines: readonly Outline[]): Promise<Outline[]> {
  if (outlines.length === 0) return [];
  const { rows } = await db.raw(
    `select st_asbinary(st_collectionextract(st_makevalid(st_setsrid(st_geomfromwkb(wkb), 4326)), 3)) as wkb
     from unnest(:wkbs::bytea[]) with ordinality as given(wkb, place) order by place`,
    { wkbs: outlines.map(wkbOfPolygons) },
  );
  return rows.map(({ wkb }: { wkb: Buffer }) => polygonsOfWkb(wkb));
}

/** What each pair of outlines shares. */
export async function intersections(
  db: Knex,
  wkbs: readonly Buffer[],
  pairs: readonly Pair[],
): Promise<Shared[]> {
  if (pairs.length === 0) return [];
  try {
    return await intersect(db, wkbs, pairs, fullPrecision);
  } catch (error) {
    if (!isGeometryFailure(error)) throw error;
  }
  if (pairs.length === 1) return intersect(db, wkbs, pairs, gridDegrees);
  const half = pairs.length >> 1;
  return [
    ...(await intersections(db, wkbs, pairs.slice(0, half))),
    ...(await intersections(db, wkbs, pairs.slice(half))),
  ];
}

async function intersect(
  db: Knex,
  wkbs: readonly Buffer[],
  pairs: readonly Pair[],
  grid: number,
): Promise<Shared[]> {
  const used = [...new Set(pairs.flat())];
  const { rows } = await db.raw(
    `with outline as materialized (
       select place, st_setsrid(st_geomfromwkb(wkb), 4326) as shape
       from unnest(:places::int[], :wkbs::bytea[]) as given(place, wkb)
     ), shared as materialized (
       select pair.a, pair.b, st_intersection(one.shape, other.shape, :grid) as shape
       from unnest(:as::int[], :bs::int[]) as pair(a, b)
       join outline one on one.place = pair.a join outline other on other.place = pair.b
     )
     select a, b, st_area(polygonal::geography) as area, st_asgeojson(
         case when not st_isempty(polygonal) then st_collectionhomogenize(polygonal)
           when not st_isempty(shared.shape) then shared.shape else st_pointonsurface(one.shape) end, 15) as geometry,
       coalesce(st_xmin(shared.shape), st_xmin(one.shape)) as west, coalesce(st_ymin(shared.shape), st_ymin(one.shape)) as south,
       coalesce(st_xmax(shared.shape), st_xmax(one.shape)) as east, coalesce(st_ymax(shared.shape), st_ymax(one.shape)) as north
     from shared join outline one on one.place = shared.a
     cross join lateral (select st_collectionextract(shared.shape, 3) as polygonal) extracted
     order by a, b`,
    {
      grid,
      places: used,
      wkbs: used.map((place) => wkbs[place]),
      as: pairs.map(([a]) => a),
      bs: pairs.map(([, b]) => b),
    },
  );
  return rows.map(({ a, b, area, geometry, west, south, east, north }: Row) => ({
    pair: [a, b],
    areaSquareMetres: area,
    geometry,
    bounds: [west, south, east, north],
  }));
}

type Row = {
  a: number;
  b: number;
  area: number;
  geometry: string;
  west: number;
  south: number;
  east: number;
  north: number;
};

type United = { union: FlatPolygon[]; holes: FlatPolygon[] };

/** The union of outlines, and the holes in it. */
export async function uniteOutlines(db: Knex, wkbs: readonly Buffer[]): Promise<United> {
  try {
    return await unite(db, wkbs, fullPrecision);
  } catch (error) {
    if (!isGeometryFailure(error)) throw error;
    return unite(db, wkbs, gridDegrees);
  }
}

async function unite(db: Knex, wkbs: readonly Buffer[], grid: number): Promise<United> {
  const { rows } = await db.raw(
    `with united as materialized (
       select st_unaryunion(st_collect(st_setsrid(st_geomfromwkb(wkb), 4326)), :grid) as shape
       from unnest(:wkbs::bytea[]) as given(wkb)
     ), part as (select (st_dump(st_collectionextract(shape, 3))).geom as polygon from united)
     select st_asbinary(polygon) as wkb, array(
       select st_asbinary(hole.geom) from st_dumprings(polygon) hole
       where hole.path[1] > 0
         and (:grid < 0 or 2 * st_area(hole.geom) > :noise * st_perimeter(hole.geom))) as holes
     from part`,
    { wkbs: [...wkbs], grid, noise: gridNoiseDegrees },
  );
  return {
    union: rows.flatMap(({ wkb }: { wkb: Buffer }) => polygonsOfWkb(wkb)),
    holes: rows.flatMap(({ holes }: { holes: Buffer[] }) => holes.flatMap(polygonsOfWkb)),
  };
}

function isGeometryFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === internalError;
}
