import Flatbush from 'flatbush';
import type { Knex } from 'knex';
import type { Bounds } from '../../geo/position.ts';
import { type FlatPolygon, polygonsOfWkb, wkbOfPolygons } from '../../geo/wkb.ts';
import { boundsOf } from '../generate/territory.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Unit } from './partition.ts';

/** Two cells, by their places in the list, that share inside. */
export type Overlap = { cells: [number, number]; areaSquareMetres: number; geometry: string };

type Crossed = { union: FlatPolygon[]; holes: FlatPolygon[]; overlaps: Overlap[] };

/** Union, holes and overlaps as PostGIS finds them; invalid outlines are taken as what makes them valid. */
export async function crossOutlines(
  db: Knex,
  cells: readonly LoadedCell[],
  units: readonly Unit[],
): Promise<Crossed> {
  const coarse = await overlapsOf(
    db,
    units.map(({ outline }) => outline),
  );
  const overlaps: Overlap[] = [];
  const again = new Map<string, [number, number]>();
  for (const found of coarse) {
    const [one, other] = [units[found.pair[0]], units[found.pair[1]]];
    if (!one || !other) continue;
    for (const a of membersIn(cells, one, found.bounds)) {
      for (const b of membersIn(cells, other, found.bounds)) again.set(`${a},${b}`, [a, b]);
    }
    if (one.cells.length > 1 || other.cells.length > 1) continue;
    again.delete(`${one.cells[0]},${other.cells[0]}`);
    overlaps.push(toOverlap(found, [one.cells[0] ?? 0, other.cells[0] ?? 0]));
  }
  overlaps.push(...(await overlapsAmong(db, cells, [...again.values()])));
  return { ...(await unionOf(db, units)), overlaps };
}

function membersIn(cells: readonly LoadedCell[], unit: Unit, [west, south, east, north]: Bounds): number[] {
  if (unit.cells.length === 1) return unit.cells;
  return unit.cells.filter((index) => {
    const [w, s, e, n] = boundsOf(cells[index]?.outline ?? []);
    return w <= east && e >= west && s <= north && n >= south;
  });
}

async function overlapsAmong(
  db: Knex,
  cells: readonly LoadedCell[],
  pairs: readonly [number, number][],
): Promise<Overlap[]> {
  const used = [...new Set(pairs.flat())];
  const placeOf = new Map(used.map((index, place) => [index, place]));
  const outlines = used.map((index) => cells[index]?.outline ?? []);
  const found = await intersect(
    db,
    outlines,
    pairs.map(([a, b]) => [placeOf.get(a) ?? 0, placeOf.get(b) ?? 0]),
  );
  return found.map((row) => toOverlap(row, [used[row.pair[0]] ?? 0, used[row.pair[1]] ?? 0]));
}

type Found = { pair: [number, number]; areaSquareMetres: number; geometry: string; bounds: Bounds };

function toOverlap({ areaSquareMetres, geometry }: Found, cells: [number, number]): Overlap {
  return { cells, areaSquareMetres, geometry };
}

function overlapsOf(db: Knex, outlines: readonly (readonly FlatPolygon[])[]): Promise<Found[]> {
  if (outlines.length < 2) return Promise.resolve([]);
  const boxes = outlines.map(boundsOf);
  const tree = new Flatbush(boxes.length);
  for (const box of boxes) tree.add(...box);
  tree.finish();
  const pairs: [number, number][] = [];
  boxes.forEach((box, a) => {
    for (const b of tree.search(...box)) if (b > a) pairs.push([a, b]);
  });
  return intersect(db, outlines, pairs);
}

const pairsAtOnce = 20_000;

async function intersect(
  db: Knex,
  outlines: readonly (readonly FlatPolygon[])[],
  pairs: readonly (readonly [number, number])[],
): Promise<Found[]> {
  const found: Found[] = [];
  const wkbs = outlines.map(wkbOfPolygons);
  for (let start = 0; start < pairs.length; start += pairsAtOnce) {
    const part = pairs.slice(start, start + pairsAtOnce);
    const { rows } = await db.raw(
      `with outline as materialized (
         select place::int - 1 as place,
           case when st_isvalid(sent) then sent else st_collectionextract(st_makevalid(sent), 3) end as shape
         from unnest(:wkbs::bytea[]) with ordinality as given(wkb, place)
         cross join lateral (select st_setsrid(st_geomfromwkb(wkb), 4326) as sent) parsed
       ), shared as materialized (
         select pair.a, pair.b, st_intersection(one.shape, other.shape) as shape
         from unnest(:as::int[], :bs::int[]) as pair(a, b)
         join outline one on one.place = pair.a join outline other on other.place = pair.b
         where st_relate(one.shape, other.shape, 'T********')
       )
       select a, b, st_area(polygonal::geography) as area, st_asgeojson(
           case when st_isempty(polygonal) then shape else st_collectionhomogenize(polygonal) end, 15) as geometry,
         st_xmin(shape) as west, st_ymin(shape) as south, st_xmax(shape) as east, st_ymax(shape) as north
       from shared cross join lateral (select st_collectionextract(shape, 3) as polygonal) extracted
       order by a, b`,
      { wkbs, as: part.map(([a]) => a), bs: part.map(([, b]) => b) },
    );
    for (const { a, b, area, geometry, west, south, east, north } of rows)
      found.push({ pair: [a, b], areaSquareMetres: area, geometry, bounds: [west, south, east, north] });
  }
  return found;
}

async function unionOf(
  db: Knex,
  units: readonly Unit[],
): Promise<{ union: FlatPolygon[]; holes: FlatPolygon[] }> {
  const { rows } = await db.raw(
    `with united as materialized (
       select st_unaryunion(st_collect(
         case when st_isvalid(sent) then sent else st_collectionextract(st_makevalid(sent), 3) end)) as shape
       from unnest(:wkbs::bytea[]) as given(wkb)
       cross join lateral (select st_setsrid(st_geomfromwkb(wkb), 4326) as sent) parsed
     ), part as (select (st_dump(st_collectionextract(shape, 3))).geom as polygon from united)
     select st_asbinary(polygon) as wkb, array(
       select st_asbinary(hole.geom) from st_dumprings(polygon) hole where hole.path[1] > 0) as holes
     from part`,
    { wkbs: units.map(({ outline }) => wkbOfPolygons(outline)) },
  );
  return {
    union: rows.flatMap(({ wkb }: { wkb: Buffer }) => polygonsOfWkb(wkb)),
    holes: rows.flatMap(({ holes }: { holes: Buffer[] }) => holes.flatMap(polygonsOfWkb)),
  };
}
