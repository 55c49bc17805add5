import Flatbush from 'flatbush';
import type { Knex } from 'knex';
import type { Bounds } from '../../geo/position.ts';
import { type FlatPolygon, wkbOfPolygons } from '../../geo/wkb.ts';
import type { Outline } from '../cell-store.ts';
import { boundsOf } from '../generate/territory.ts';
import { intersections, type Pair, uniteOutlines } from './overlay.ts';
import type { Unit } from './partition.ts';

/** Two cells, by their places in the list, that share inside. */
export type Overlap = { cells: Pair; areaSquareMetres: number; geometry: string };

type Crossed = { union: FlatPolygon[]; holes: FlatPolygon[]; overlaps: Overlap[] };

/** Union, holes and overlaps of valid outlines as PostGIS finds them. */
export async function crossOutlines(
  db: Knex,
  outlines: readonly Outline[],
  units: readonly Unit[],
): Promise<Crossed> {
  const wkbs = units.map(({ outline }) => wkbOfPolygons(outline));
  const pairs = await overlappingPairs(db, wkbs, nearPairs(units));
  const found = await intersections(db, wkbs, pairs);
  const overlaps: Overlap[] = [];
  const within: Pair[] = [];
  for (const { pair, bounds, ...shared } of found) {
    const [one, other] = [units[pair[0]], units[pair[1]]];
    if (!one || !other) continue;
    if (one.cells.length === 1 && other.cells.length === 1)
      overlaps.push({ ...shared, cells: [one.cells[0] ?? 0, other.cells[0] ?? 0] });
    else
      for (const a of membersIn(outlines, one, bounds))
        for (const b of membersIn(outlines, other, bounds)) within.push([a, b]);
  }
  overlaps.push(...(await overlapsAmong(db, outlines, within)));
  return { ...(await uniteOutlines(db, wkbs)), overlaps };
}

function nearPairs(units: readonly Unit[]): Pair[] {
  if (units.length < 2) return [];
  const boxes = units.map(({ outline }) => boundsOf(outline));
  const tree = new Flatbush(boxes.length);
  for (const box of boxes) tree.add(...box);
  tree.finish();
  return boxes.flatMap((box, a) => tree.search(...box, (b) => b > a).map((b): Pair => [a, b]));
}

function membersIn(outlines: readonly Outline[], unit: Unit, [west, south, east, north]: Bounds): number[] {
  if (unit.cells.length === 1) return unit.cells;
  return unit.cells.filter((index) => {
    const [w, s, e, n] = boundsOf(outlines[index] ?? []);
    return w <= east && e >= west && s <= north && n >= south;
  });
}

async function overlapsAmong(
  db: Knex,
  outlines: readonly Outline[],
  pairs: readonly Pair[],
): Promise<Overlap[]> {
  const used = [...new Set(pairs.flat())];
  const placeOf = new Map(used.map((index, place) => [index, place]));
  const wkbs = used.map((index) => wkbOfPolygons(outlines[index] ?? []));
  const near = pairs.map(([a, b]): Pair => [placeOf.get(a) ?? 0, placeOf.get(b) ?? 0]);
  const found = await intersections(db, wkbs, await overlappingPairs(db, wkbs, near));
  return found.map(({ pair, areaSquareMetres, geometry }) => ({
    cells: [used[pair[0]] ?? 0, used[pair[1]] ?? 0],
    areaSquareMetres,
    geometry,
  }));
}

const pairsAtOnce = 20_000;

/** Those of the pairs whose insides meet. */
async function overlappingPairs(db: Knex, wkbs: readonly Buffer[], pairs: readonly Pair[]): Promise<Pair[]> {
  const found: Pair[] = [];
  for (let start = 0; start < pairs.length; start += pairsAtOnce) {
    const part = pairs.slice(start, start + pairsAtOnce);
    const { rows } = await db.raw(
      `with outline as materialized (
         select place::int - 1 as place, st_setsrid(st_geomfromwkb(wkb), 4326) as shape
         from unnest(:wkbs::bytea[]) with ordinality as given(wkb, place)
       )
       select pair.a, pair.b from unnest(:as::int[], :bs::int[]) as pair(a, b)
       join outline one on one.place = pair.a join outline other on other.place = pair.b
       where st_relate(one.shape, other.shape, 'T********') order by pair.a, pair.b`,
      { wkbs, as: part.map(([a]) => a), bs: part.map(([, b]) => b) },
    );
    for (const { a, b } of rows) found.push([a, b]);
  }
  return found;
}
