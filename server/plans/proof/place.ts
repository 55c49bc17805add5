import type { Knex } from 'knex';
import { type FlatPolygon, wkbOfPolygons } from '../../geo/wkb.ts';
import { boundsOf } from '../generate/territory.ts';
import type { LoadedCell } from '../load-cells.ts';
import { CellTree } from './cell-tree.ts';

/** A piece of land with its size and the cells that it touches. */
export type Place = { geometry: string; areaSquareMetres: number; cells: number[] };

/** Measures pieces of land and finds the cells that touch each of them. */
export async function placesOf(
  db: Knex,
  cells: readonly LoadedCell[],
  polygons: readonly FlatPolygon[],
): Promise<Place[]> {
  if (polygons.length === 0) return [];
  const tree = new CellTree(cells);
  const near = polygons.flatMap((polygon, place) =>
    tree.meeting(boundsOf([polygon])).map((cell) => ({ place, cell })),
  );
  const used = [...new Set(near.map(({ cell }) => cell))];
  const numberOf = new Map(used.map((cell, number) => [cell, number]));
  const { rows } = await db.raw(
    `with piece as materialized (
       select place::int - 1 as place, st_setsrid(st_geomfromwkb(wkb), 4326) as shape
       from unnest(:pieces::bytea[]) with ordinality as given(wkb, place)
     ), outline as materialized (
       select number::int - 1 as number, st_setsrid(st_geomfromwkb(wkb), 4326) as shape
       from unnest(:outlines::bytea[]) with ordinality as given(wkb, number)
     )
     select st_asgeojson(piece.shape, 15) as geometry, st_area(piece.shape::geography) as area, array(
         select near.number from unnest(:places::int[], :numbers::int[]) as near(place, number)
         join outline on outline.number = near.number
         where near.place = piece.place and st_dwithin(outline.shape, piece.shape, 1e-9)
         order by near.number) as numbers
     from piece order by place`,
    {
      pieces: polygons.map((polygon) => wkbOfPolygons([polygon])),
      outlines: used.map((cell) => wkbOfPolygons(cells[cell]?.outline ?? [])),
      places: near.map(({ place }) => place),
      numbers: near.map(({ cell }) => numberOf.get(cell) ?? 0),
    },
  );
  return rows.map(({ geometry, area, numbers }: { geometry: string; area: number; numbers: number[] }) => ({
    geometry,
    areaSquareMetres: area,
    cells: numbers.flatMap((number) => cells[used[number] ?? -1]?.id ?? []),
  }));
}
