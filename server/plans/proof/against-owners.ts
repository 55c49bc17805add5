import { compareLayers } from '../../geo/compare-layers.ts';
import { coveredBy } from '../../geo/covered.ts';
import { haveOneBorder } from '../../geo/matched-edges.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import type { Land } from '../generate/read-territories.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Partition } from './partition.ts';

/** Land of cells that reaches beyond their owner: `ownerAreaId` is whose cells they are. */
export type Trespass = { ownerAreaId: number; polygon: FlatPolygon };

/**
 * Where cells of an owner reach out of it, and where cells of the scope itself reach into a village, community or forest
 * area. Each owner's cells are compared with it in one piece.
 */
export function againstOwners(
  { scope, owners }: { scope: Land['scope'] | undefined; owners: Land['owners'] },
  cells: readonly LoadedCell[],
  partition: Partition,
  toleranceMetres: number,
): Trespass[] {
  const byId = new Map(owners.map((owner) => [owner.areaId, owner]));
  const used = new Set(cells.flatMap(({ ownerAreaId }) => ownerAreaId ?? []));
  // What the scope's cells have outside of the scope is told as such; without owners they reach into nobody's land.
  const compared = [...used].filter((areaId) =>
    areaId === scope?.areaId ? owners.some(({ polygons }) => polygons.length > 0) : byId.has(areaId),
  );
  const beyond = (polygons: readonly FlatPolygon[], ownerAreaId: number): FlatPolygon[] => {
    if (ownerAreaId === scope?.areaId) {
      const others = owners.flatMap((owner) => owner.polygons);
      return compareLayers([polygons, others], [(has) => has(0) && has(1)], toleranceMetres).flat();
    }
    const own = byId.get(ownerAreaId)?.polygons ?? [];
    if (haveOneBorder(polygons, own)) return [];
    return compareLayers([polygons, own], [(has) => has(0) && !has(1)], toleranceMetres).flat();
  };
  return heldByOwner(cells, partition, compared).flatMap(({ ownerAreaId, polygons }) =>
    beyond(polygons, ownerAreaId).map((polygon) => ({ ownerAreaId, polygon })),
  );
}

/** The union of each owner's cells where it can be told from shared edges, else its cells one by one. */
function heldByOwner(cells: readonly LoadedCell[], partition: Partition, owners: readonly number[]) {
  const isClean =
    partition.tangles.length === 0 &&
    partition.overlaps.length === 0 &&
    cells.every(({ isValid }) => isValid);
  const borders =
    isClean && owners.length > 0 ? bordersByOwner(cells, partition) : new Map<number, OwnedEdge[]>();
  return [...owners]
    .sort((a, b) => a - b)
    .map((ownerAreaId) => {
      const border = borders.get(ownerAreaId);
      const more = new Map(border?.map(({ edge, leftMore }) => [edge, leftMore]));
      const covered = border && coveredBy(partition.matched, [...more.keys()], (edge) => more.get(edge) ?? 0);
      if (covered) return { ownerAreaId, polygons: covered.union };
      const own = cells.filter((cell) => cell.ownerAreaId === ownerAreaId);
      return { ownerAreaId, polygons: own.flatMap(({ outline }) => outline) };
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
  const ownerAreaIds = cells.map(({ ownerAreaId }) => ownerAreaId);
  const ownerOf = (cell: number) => (cell < 0 ? undefined : ownerAreaIds[cell]);
  for (let edge = 0; edge < matched.net.length; edge++) {
    const left = ownerOf(matched.leftOf[edge] ?? -1);
    const right = ownerOf(matched.rightOf[edge] ?? -1);
    if (left === right) continue;
    add(left, edge, 1);
    add(right, edge, -1);
  }
  return borders;
}
