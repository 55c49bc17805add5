import type { Knex } from 'knex';
import { coveredBy } from '../../geo/covered.ts';
import { type FlatPolygon, polygonsOfWkb, wkbOfPolygons } from '../../geo/wkb.ts';
import { ownerKinds } from '../generate/read-territories.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Partition } from './partition.ts';
import { thickParts } from './tolerance.ts';

/** Land of cells that reaches beyond their owner: `ownerAreaId` is whose cells they are. */
export type Trespass = { ownerAreaId: number; polygon: FlatPolygon };

/**
 * Where cells of an owner reach out of it, and where cells of the scope itself reach into a village, community or forest
 * area. Each owner's cells are compared with it in one piece.
 */
export async function againstOwners(
  db: Knex,
  scopeAreaId: number | null,
  cells: readonly LoadedCell[],
  partition: Partition,
): Promise<Trespass[]> {
  const parts = piecesByOwner(cells, partition);
  if (parts.length === 0) return [];
  const { rows } = await db.raw(
    `with part as (
       select owner, case when st_isvalid(sent) then sent else st_collectionextract(st_makevalid(sent), 3) end as shape
       from unnest(:owners::bigint[], :wkbs::bytea[]) as given(owner, wkb)
       cross join lateral (select st_setsrid(st_geomfromwkb(wkb), 4326) as sent) parsed
     ), held as materialized (select owner, st_unaryunion(st_collect(shape)) as shape from part group by owner),
     inner_area as materialized (
       select area.geometry as shape from areas area join areas scope on scope.id = :scopeAreaId
       where area.id <> scope.id and area.kind = any(:kinds) and st_covers(scope.geometry, area.interior_point)
     ), trespass as (
       select held.owner, ${thickParts('st_difference(held.shape, owner_area.geometry)')} as shape
       from held join areas owner_area on owner_area.id = held.owner
       where not st_covers(owner_area.geometry, held.shape)
       union all
       select held.owner, ${thickParts('st_intersection(held.shape, inner_area.shape)')}
       from held join inner_area on held.shape && inner_area.shape where held.owner = :scopeAreaId
     )
     select owner, st_asbinary(piece.geom) as wkb
     from trespass cross join lateral st_dump(shape) piece where not st_isempty(piece.geom)
     order by owner, st_xmin(piece.geom), st_ymin(piece.geom)`,
    {
      scopeAreaId,
      kinds: [...ownerKinds],
      owners: parts.map(({ ownerAreaId }) => ownerAreaId),
      wkbs: parts.map(({ polygons }) => wkbOfPolygons(polygons)),
    },
  );
  return rows.flatMap(({ owner, wkb }: { owner: number; wkb: Buffer }) =>
    polygonsOfWkb(wkb).map((polygon) => ({ ownerAreaId: owner, polygon })),
  );
}

/** The union of each owner's cells where it can be told from shared edges, else its cells one by one. */
function piecesByOwner(cells: readonly LoadedCell[], partition: Partition) {
  const isClean =
    partition.tangles.length === 0 &&
    partition.overlaps.length === 0 &&
    cells.every(({ isValid }) => isValid);
  const borders = isClean ? bordersByOwner(cells, partition) : new Map<number, OwnedEdge[]>();
  const owners = new Set(cells.flatMap(({ ownerAreaId }) => ownerAreaId ?? []));
  return [...owners]
    .sort((a, b) => a - b)
    .flatMap((ownerAreaId) => {
      const border = borders.get(ownerAreaId);
      const more = new Map(border?.map(({ edge, leftMore }) => [edge, leftMore]));
      const covered = border && coveredBy(partition.matched, [...more.keys()], (edge) => more.get(edge) ?? 0);
      if (covered) return [{ ownerAreaId, polygons: covered.union }];
      const own = cells.filter((cell) => cell.ownerAreaId === ownerAreaId);
      return own.map(({ outline }) => ({ ownerAreaId, polygons: outline }));
    });
}

type OwnedEdge = { edge: number; leftMore: number };

/** The edges that part an owner's cells from others' and from no cell. */
function bordersByOwner(cells: readonly LoadedCell[], { matched }: Partition): Map<number, OwnedEdge[]> {
  const borders = new Map<number, OwnedEdge[]>();
  const add = (owner: number | null | undefined, edge: number, leftMore: number) => {
    if (owner === null || owner === undefined) return;
    const border = borders.get(owner) ?? [];
    border.push({ edge, leftMore });
    borders.set(owner, border);
  };
  matched.net.forEach((_, edge) => {
    const left = cells[matched.leftOf[edge] ?? -1]?.ownerAreaId;
    const right = cells[matched.rightOf[edge] ?? -1]?.ownerAreaId;
    if (left === right) return;
    add(left, edge, 1);
    add(right, edge, -1);
  });
  return borders;
}
