import type { Geometry } from 'geojson';
import type { Borders } from '../borders/borders.ts';
import { lineOf } from '../borders/borders.ts';
import { crossingCheck } from '../borders/crossings.ts';
import { type Handle, handlesOf } from '../borders/handles.ts';
import { type LonLat, lonLatOf } from '../borders/position.ts';
import { type SnapLine, snapper } from '../borders/snap.ts';
import type { EditContext } from '../map/context.ts';

/** With more of them the map is nothing but dots: then only junctions have theirs, and the cells that are selected. */
const mostHandles = 1_500;

/** What can be taken hold of. */
export function offeredHandles(borders: Borders, selected: readonly number[]): Handle[] {
  const all = handlesOf(borders, borders.arcs);
  if (all.length <= mostHandles) return all;
  const own = borders.arcs.filter(({ cells }) => cells.some((cell) => selected.includes(cell)));
  return [
    ...handlesOf(borders, own),
    ...all.filter(
      ({ kind, at }) => kind === 'junction' && !own.some((arc) => endsAt(borders, arc.vertices, at)),
    ),
  ];
}

function endsAt({ positions }: Borders, vertices: number[], at: LonLat): boolean {
  return [vertices[0], vertices.at(-1)].some((end) => positions[end ?? -1] === at);
}

/** The lines of any geometry, to snap to. */
export function snapLinesOf(geometry: Geometry, kind: SnapLine['kind']): SnapLine[] {
  const one = (line: number[][]): SnapLine => ({ kind, line: line.map(lonLatOf) });
  if (geometry.type === 'LineString') return [one(geometry.coordinates)];
  if (geometry.type === 'MultiLineString' || geometry.type === 'Polygon')
    return geometry.coordinates.map(one);
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat().map(one);
  return [];
}

type Ground = {
  borders: Borders;
  handles: readonly Handle[];
  revision: number;
  fixed: readonly SnapLine[];
  snaps: boolean;
};

/** What the modes work with; gathered once for each state of the neighbourhood. */
export function editContext({ borders, handles, revision, fixed, snaps }: Ground): EditContext {
  const own = borders.arcs.map((arc): SnapLine => ({ kind: 'border', line: lineOf(borders, arc) }));
  const nothing = () => null;
  return {
    revision,
    borders,
    handles,
    crossing: crossingCheck(borders),
    snapDrawn: snaps ? snapper([...own, ...fixed]) : nothing,
    snapDragged: snaps ? snapper(fixed) : nothing,
  };
}
