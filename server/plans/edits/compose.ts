import { PointTable } from '../../geo/point-table.ts';
import { ringArea } from '../../geo/ring-area.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Change, MadeCell } from './change.ts';
import type { Attributes } from './edit.ts';
import { type Ground, outlineOf } from './ground.ts';

/** Land after an edit: what cells hold now, by their places in the ground, and what becomes a cell of its own. */
export type Holding = {
  kept: ReadonlyMap<number, ReadonlySet<number>>;
  /** Cells whose outlines are written anew though they hold what they held: for the vertices of their neighbours. */
  rebuilt?: ReadonlySet<number>;
  made?: { land: ReadonlySet<number>; cutFrom?: LoadedCell; set?: Attributes }[];
};

/**
 * The change of the plan's cells that gives them this land. A cell that is left in several parts goes on in its largest;
 * the others become cells of their own, unless it had as many parts before. Neighbours get the vertices that are new on
 * their borders.
 */
export function compose(ground: Ground, { kept, rebuilt, made = [] }: Holding): Change {
  const change = { removed: [] as LoadedCell[], made: [] as MadeCell[] };
  const newNodes = newNodesOf(ground);
  ground.cells.forEach((cell, place) => {
    const held = new Set(ground.facesOf[place]);
    const land = kept.get(place) ?? held;
    const isSame = land.size === held.size && [...land].every((face) => held.has(face));
    if (isSame && !rebuilt?.has(place) && !hasNewVertex(ground, held, newNodes)) return;
    change.removed.push(cell);
    if (land.size > 0) change.made.push(...continued(ground, cell, land));
  });
  for (const { land, cutFrom, set } of made)
    change.made.push({
      outline: outlineOf(ground, land),
      ...(cutFrom && { cutFrom }),
      ...(set && { set }),
    });
  return change;
}

function continued(ground: Ground, cell: LoadedCell, land: ReadonlySet<number>): MadeCell[] {
  const parts = outlineOf(ground, land);
  if (parts.length <= Math.max(1, cell.outline.length) || cell.enclave)
    return [{ outline: parts, continues: cell }];
  const sized = parts.map((part) => ({ part, size: ringArea(part[0]) }));
  sized.sort((one, other) => other.size - one.size);
  return sized.map(({ part }, index) =>
    index === 0 ? { outline: [part], continues: cell } : { outline: [part], cutFrom: cell },
  );
}

/** Nodes that were no vertex of any cell: ends of the edit's line, its crossings with borders. */
function newNodesOf({ cells, faces: { edges } }: Ground): ReadonlySet<number> {
  const points = new PointTable();
  for (const ring of cells.flatMap(({ outline }) => outline.flat()))
    for (let i = 0; i + 1 < ring.length; i += 2)
      points.id(Math.round((ring[i] ?? 0) * 1e7), Math.round((ring[i + 1] ?? 0) * 1e7));
  const known = points.size;
  const isNew = (node: number) => points.id(edges.xs[node] ?? 0, edges.ys[node] ?? 0) >= known;
  return new Set(Array.from(edges.xs.keys()).filter(isNew));
}

function hasNewVertex(ground: Ground, land: ReadonlySet<number>, newNodes: ReadonlySet<number>): boolean {
  if (newNodes.size === 0) return false;
  for (const face of land)
    for (const half of ground.halvesOf[face] ?? []) {
      if (land.has(ground.faces.faceOf[half ^ 1] ?? 0)) continue;
      if (newNodes.has(ground.faces.origin[half] ?? 0)) return true;
    }
  return false;
}
