import { PointTable } from '../../geo/point-table.ts';
import { ringArea } from '../../geo/ring-area.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Change, MadeCell } from './change.ts';
import { gridKey } from './crowded-vertices.ts';
import type { Attributes } from './edit.ts';
import { type Ground, outlineOf } from './ground.ts';

/** Land after an edit: what cells hold now, by their places in the ground, and what becomes a cell of its own. */
export type Holding = {
  kept: ReadonlyMap<number, ReadonlySet<number>>;
  /** Cells whose outlines are written anew though they hold what they held. */
  rebuilt?: ReadonlySet<number>;
  made?: { land: ReadonlySet<number>; cutFrom?: LoadedCell; set?: Attributes }[];
  /** Neighbours get all vertices that they lack on the borders of what is changed, not those alone that are new. */
  matching?: boolean;
};

/**
 * The change of the plan's cells that gives them this land. A cell that is left in several parts goes on in its largest;
 * the others become cells of their own, unless it had as many parts before. Neighbours get the vertices that are new on
 * their borders with what is changed; where borders cross elsewhere, nothing is touched.
 */
export function compose(ground: Ground, { kept, rebuilt, made = [], matching = false }: Holding): Change {
  const change = { removed: [] as LoadedCell[], made: [] as MadeCell[] };
  const held = ground.cells.map((_, place) => new Set(ground.facesOf[place]));
  const landOf = (place: number) => kept.get(place) ?? held[place] ?? new Set<number>();
  const isChanged = (place: number) =>
    rebuilt?.has(place) === true || !isSame(landOf(place), held[place] ?? new Set());
  const places = ground.cells.map((_, place) => place);
  const changed = new Set(places.filter(isChanged));
  const written = new Set(
    [...[...changed].map(landOf), ...made.map(({ land }) => land)].flatMap((land) => [
      ...borderNodes(ground, land),
    ]),
  );
  const newNodes = newNodesOf(ground);
  ground.cells.forEach((cell, place) => {
    if (changed.has(place)) {
      change.removed.push(cell);
      if (landOf(place).size > 0) change.made.push(...continued(ground, cell, landOf(place)));
      return;
    }
    if (!matching && newNodes.size === 0) return;
    const own = matching ? verticesOf(cell) : undefined;
    const lacks = (node: number) =>
      written.has(node) && (own ? !own.has(nameOf(ground, node)) : newNodes.has(node));
    const land = landOf(place);
    if (![...borderNodes(ground, land)].some(lacks)) return;
    change.removed.push(cell);
    // Crossings with others that nobody touched stay as they are.
    const without = (node: number) => newNodes.has(node) && !written.has(node);
    change.made.push({ outline: outlineOf(ground, land, without), continues: cell });
  });
  for (const { land, cutFrom, set } of made)
    change.made.push({
      outline: outlineOf(ground, land),
      ...(cutFrom && { cutFrom }),
      ...(set && { set }),
    });
  return change;
}

const isSame = (one: ReadonlySet<number>, other: ReadonlySet<number>) =>
  one.size === other.size && [...one].every((face) => other.has(face));

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

/** The nodes on the border of some land. */
function* borderNodes({ faces: { faceOf, origin }, halvesOf }: Ground, land: ReadonlySet<number>) {
  for (const face of land)
    for (const half of halvesOf[face] ?? []) if (!land.has(faceOf[half ^ 1] ?? 0)) yield origin[half] ?? 0;
}

const nameOf = ({ faces: { edges } }: Ground, node: number) =>
  gridKey(edges.xs[node] ?? 0, edges.ys[node] ?? 0);

function verticesOf({ outline }: LoadedCell): ReadonlySet<string> {
  const own = new Set<string>();
  for (const ring of outline.flat())
    for (let i = 0; i + 1 < ring.length; i += 2)
      own.add(gridKey(Math.round((ring[i] ?? 0) * 1e7), Math.round((ring[i + 1] ?? 0) * 1e7)));
  return own;
}
