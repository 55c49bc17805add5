import type { Knex } from 'knex';
import { evenOdd } from '../../geo/even-odd.ts';
import type { Bounds } from '../../geo/position.ts';
import { type FlatPolygon, polygonsOfWkb, wkbOfPolygons } from '../../geo/wkb.ts';
import type { Outline } from '../cell-store.ts';

// GEOS overlays at full precision first and, where that fails, again on a grid. The embedded database, compiled by emcc,
// cannot catch the first failure: the statement ends without its rows. There the grid is asked for at once. It is not
// everywhere, for it finds holes that are not there: 9 in the output areas of Cornwall, which have none.
const isEmbedded = "version() like '%emcc%'";
const gridSize = `(case when ${isEmbedded} then 1e-12 else -1 end)`;
/** Holes thinner than this, in degrees, come from the grid. */
const gridNoise = `(case when ${isEmbedded} then 1e-12 else 0 end)`;

/** Two outlines by their places in a list. */
export type Pair = [number, number];

export type Shared = { pair: Pair; areaSquareMetres: number; geometry: string; bounds: Bounds };

/**
 * What invalid outlines enclose an odd number of times. Our own way, for the embedded database, puts crossings a
 * millimetre beside the straight border of a neighbour, which would be told as a gap.
 */
export async function madeValid(db: Knex, outlines: readonly Outline[]): Promise<Outline[]> {
  if (outlines.length === 0) return [];
  const { rows } = await db.raw(
    `select case when not ${isEmbedded} then
         st_asbinary(st_collectionextract(st_makevalid(st_setsrid(st_geomfromwkb(wkb), 4326)), 3)) end as wkb
     from unnest(:wkbs::bytea[]) with ordinality as given(wkb, place) order by place`,
    { wkbs: outlines.map(wkbOfPolygons) },
  );
  return outlines.map((outline, index) => {
    const wkb: Buffer | null = rows[index]?.wkb ?? null;
    return wkb ? polygonsOfWkb(wkb) : evenOdd(outline);
  });
}

/** What each pair of outlines shares. */
export async function intersections(
  db: Knex,
  wkbs: readonly Buffer[],
  pairs: readonly Pair[],
): Promise<Shared[]> {
  if (pairs.length === 0) return [];
  const used = [...new Set(pairs.flat())];
  const { rows } = await db.raw(
    `with outline as materialized (
       select place, st_setsrid(st_geomfromwkb(wkb), 4326) as shape
       from unnest(:places::int[], :wkbs::bytea[]) as given(place, wkb)
     ), shared as materialized (
       select pair.a, pair.b, st_intersection(one.shape, other.shape, ${gridSize}) as shape
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
  const { rows } = await db.raw(
    `with united as materialized (
       select st_unaryunion(st_collect(st_setsrid(st_geomfromwkb(wkb), 4326)), ${gridSize}) as shape
       from unnest(:wkbs::bytea[]) as given(wkb)
     ), part as (select (st_dump(st_collectionextract(shape, 3))).geom as polygon from united)
     select st_asbinary(polygon) as wkb, array(
       select st_asbinary(hole.geom) from st_dumprings(polygon) hole
       where hole.path[1] > 0 and 2 * st_area(hole.geom) >= ${gridNoise} * st_perimeter(hole.geom)) as holes
     from part`,
    { wkbs: [...wkbs] },
  );
  return {
    union: rows.flatMap(({ wkb }: { wkb: Buffer }) => polygonsOfWkb(wkb)),
    holes: rows.flatMap(({ holes }: { holes: Buffer[] }) => holes.flatMap(polygonsOfWkb)),
  };
}
