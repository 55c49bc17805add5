import type { FlatPolygon } from '../../geo/wkb.ts';
import type { LoadedCell } from '../load-cells.ts';
import { type Change, type MadeCell, nameOf, type Refusal, refuseAt } from './change.ts';
import type { Position, Reshape } from './edit.ts';

const keyOf = (lon: number, lat: number) => `${lon},${lat}`;
const edgeKey = (a: Position, b: Position) => `${keyOf(...a)};${keyOf(...b)}`;

/** Positions made by a hand go to 1e-7 degree, a centimetre, as all others here. */
const settled = ([lon, lat]: Position): Position => [
  Math.round(lon * 1e7) / 1e7,
  Math.round(lat * 1e7) / 1e7,
];

type Rewriting = {
  /** Longitudes of what is named: most vertices of a large cell are told from it without being spelled out. */
  lons: ReadonlySet<number>;
  moves: ReadonlyMap<string, Position>;
  inserts: ReadonlyMap<string, Position>;
  removes: ReadonlySet<string>;
  /** What was found of them; what was not is refused. */
  met: Set<string>;
};

/**
 * Moves, adds and removes vertices of borders, named by their stored positions: every cell that has the vertex or the
 * edge follows, so that nothing comes apart.
 */
export function reshapeVertices(cells: readonly LoadedCell[], edit: Reshape): Change | Refusal {
  const rewriting = rewritingOf(edit);
  const twice = namedTwice(edit);
  if (twice) return twice;
  const change = { removed: [] as LoadedCell[], made: [] as MadeCell[] };
  for (const cell of cells) {
    const outline = cell.outline.map((polygon) => polygon.map((ring) => rewritten(ring, rewriting)));
    if (isSame(cell.outline, outline)) continue;
    const collapsed = outline.flat().some((ring) => ring.length < 8);
    if (collapsed) return collapses(cell);
    change.removed.push(cell);
    change.made.push({ outline, continues: cell });
  }
  const wanted = [...rewriting.moves.keys(), ...rewriting.removes, ...(edit.inserts ?? []).map(edgeOf)];
  const lost = wanted.find((key) => !rewriting.met.has(key));
  return lost === undefined ? change : noSuchVertex(lost);
}

/** A vertex or an edge can be told one thing only. */
function namedTwice({ moves = [], inserts = [], removes = [] }: Reshape): Refusal | undefined {
  const vertices = [...moves.map(({ from }) => from), ...removes];
  const edges = inserts.map(({ a, b }) => [keyOf(...a), keyOf(...b)].sort().join(';'));
  const isTwice = new Set(vertices.map((vertex) => keyOf(...vertex))).size < vertices.length;
  if (!isTwice && new Set(edges).size === edges.length) return undefined;
  const [place] = [...vertices, ...inserts.map(({ at }) => at)];
  return {
    refused: 'named-twice',
    english: 'A vertex or an edge is named twice in one edit.',
    chinese: '同一次修改中重复指定了顶点或边。',
    ...(place && { place: { type: 'Point' as const, coordinates: place } }),
  };
}

const edgeOf = ({ a, b }: { a: Position; b: Position }) => edgeKey(a, b);

function rewritingOf({ moves = [], inserts = [], removes = [] }: Reshape): Rewriting {
  const starts = [...moves.map(({ from }) => from), ...removes, ...inserts.flatMap(({ a, b }) => [a, b])];
  return {
    lons: new Set(starts.map(([lon]) => lon)),
    moves: new Map(moves.map(({ from, to }) => [keyOf(...from), settled(to)])),
    inserts: new Map(
      inserts.flatMap(({ a, b, at }) => [
        [edgeKey(a, b), settled(at)],
        [edgeKey(b, a), settled(at)],
      ]),
    ),
    removes: new Set(removes.map((position) => keyOf(...position))),
    met: new Set(),
  };
}

function rewritten(ring: Float64Array, { lons, moves, inserts, removes, met }: Rewriting): Float64Array {
  if (!ring.some((value, place) => place % 2 === 0 && lons.has(value))) return ring;
  const positions: Position[] = [];
  const add = (position: Position) => {
    const last = positions.at(-1);
    if (last?.[0] !== position[0] || last[1] !== position[1]) positions.push(position);
  };
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const here: Position = [ring[i] ?? 0, ring[i + 1] ?? 0];
    if (!lons.has(here[0])) {
      add(here);
      continue;
    }
    const next: Position = [ring[i + 2] ?? 0, ring[i + 3] ?? 0];
    const key = keyOf(...here);
    if (moves.has(key) || removes.has(key)) met.add(key);
    if (!removes.has(key)) add(moves.get(key) ?? here);
    const inserted = inserts.get(edgeKey(here, next));
    if (!inserted) continue;
    met.add(edgeKey(here, next)).add(edgeKey(next, here));
    add(inserted);
  }
  const [first] = positions;
  if (first) add(first);
  return Float64Array.from(positions.flat());
}

function isSame(one: readonly FlatPolygon[], other: readonly FlatPolygon[]): boolean {
  const [a, b] = [one.flat(), other.flat()];
  return a.every((ring, index) => {
    const twin = b[index];
    return twin?.length === ring.length && ring.every((value, place) => value === twin[place]);
  });
}

function collapses(cell: LoadedCell): Refusal {
  return refuseAt(
    cell,
    'outline-collapses',
    `Nothing would be left between the borders of ${nameOf(cell)}; merge or delete the cell instead.`,
    `“${nameOf(cell)}”的边界将重合，范围为空；请改用合并或删除。`,
  );
}

function noSuchVertex(key: string): Refusal {
  const [lon = 0, lat = 0] = (key.split(';')[0] ?? '').split(',').map(Number);
  return {
    refused: 'vertex-not-found',
    english: `No border has a vertex or an edge at ${key.replace(';', ' to ')}; load the cells again.`,
    chinese: `没有边界经过 ${key.replace(';', ' 至 ')} 的顶点或边，请重新加载网格。`,
    place: { type: 'Point', coordinates: [lon, lat] },
  };
}
