import type { Geometry } from 'geojson';
import type { AreaFeature, AreaKind } from '../../types.ts';
import type { PostingCell } from '../types.ts';
import { isInside } from './lasso.ts';

export const staffings = ['nobody', 'no-police', 'no-volunteer', 'somebody'] as const;
type Staffing = (typeof staffings)[number];

/** What cells are looked for; what is absent is not asked for. */
export type CellFilter = {
  text?: string;
  area?: number | undefined;
  ownerKind?: AreaKind | undefined;
  usage?: string | undefined;
  staffing?: Staffing | undefined;
  team?: number | undefined;
};

export const isFiltering = (filter: CellFilter): boolean =>
  Object.values(filter).some((value) => value !== undefined && value !== '');

/** The cells that a filter lets through, in their order. */
export function filterCells(
  cells: readonly PostingCell[],
  filter: CellFilter,
  areas: ReadonlyMap<number, AreaFeature>,
): PostingCell[] {
  const text = filter.text?.trim().toLowerCase() ?? '';
  const within = filter.area === undefined ? undefined : areas.get(filter.area);
  return cells.filter(
    (cell) =>
      (text === '' || `${cell.code} ${cell.name}`.toLowerCase().includes(text)) &&
      (within === undefined || liesIn(cell, within, areas)) &&
      (filter.ownerKind === undefined || kindOfOwner(cell, areas) === filter.ownerKind) &&
      (filter.usage === undefined || cell.usage === filter.usage) &&
      (filter.staffing === undefined || isStaffed[filter.staffing](cell)) &&
      (filter.team === undefined || cell.teamIds.includes(filter.team)),
  );
}

const isStaffed: Record<Staffing, (cell: PostingCell) => boolean> = {
  nobody: ({ people }) => people === 0,
  'no-police': ({ officers }) => officers === 0,
  'no-volunteer': ({ volunteers }) => volunteers === 0,
  somebody: ({ people }) => people > 0,
};

export function kindOfOwner(
  { ownerAreaId }: PostingCell,
  areas: ReadonlyMap<number, AreaFeature>,
): AreaKind | undefined {
  return ownerAreaId === null ? undefined : areas.get(ownerAreaId)?.properties.kind;
}

/** An area holds the cells of its descendants, and what lies in it: a station is nobody's parent. */
function liesIn(cell: PostingCell, area: AreaFeature, areas: ReadonlyMap<number, AreaFeature>): boolean {
  let id = cell.ownerAreaId;
  for (let depth = 0; id !== null && depth < 8; depth += 1) {
    if (id === area.id) return true;
    id = areas.get(id)?.properties.parentId ?? null;
  }
  return cell.point !== null && isInPolygons(area.geometry, cell.point);
}

function isInPolygons(geometry: Geometry, point: readonly [number, number]): boolean {
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return false;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some(([shell = [], ...holes]) => {
    const isIn = (ring: number[][]) =>
      isInside(
        ring.map(([x = 0, y = 0]) => [x, y] as const),
        point,
      );
    return isIn(shell) && !holes.some(isIn);
  });
}
