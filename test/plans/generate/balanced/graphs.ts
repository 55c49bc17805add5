import { seededRandom } from '../../../../server/demo/random.ts';
import {
  type AtomEdge,
  type AtomGraph,
  atomGraph,
} from '../../../../server/plans/generate/balanced/graph.ts';

/** Atoms of 100 m squares in rows, numbered from the south-west; weights and borders of 1 and 100 m, or uneven by a seed. */
export function gridGraph(columns: number, rows: number, unevenSeed?: number): AtomGraph {
  const random = unevenSeed === undefined ? undefined : seededRandom(unevenSeed);
  const count = columns * rows;
  const metres = () => (random ? Math.round(random.between(40, 160)) : 100);
  const edges: AtomEdge[] = [];
  for (let atom = 0; atom < count; atom++) {
    if ((atom + 1) % columns !== 0) edges.push({ a: atom, b: atom + 1, metres: metres() });
    if (atom + columns < count) edges.push({ a: atom, b: atom + columns, metres: metres() });
  }
  const column = (value: (atom: number) => number) =>
    Float64Array.from({ length: count }, (_, atom) => value(atom));
  return atomGraph(
    {
      weights: column(() => (random ? random.whole(50, 150) : 1)),
      areas: column(() => 10_000),
      xs: column((atom) => (atom % columns) * 100),
      ys: column((atom) => Math.floor(atom / columns) * 100),
      outer: column((atom) => {
        const [x, y] = [atom % columns, Math.floor(atom / columns)];
        return 100 * [x === 0, x === columns - 1, y === 0, y === rows - 1].filter(Boolean).length;
      }),
    },
    edges,
  );
}

export function innerBorder(
  { count, offsets, neighbours, metres }: AtomGraph,
  cells: ArrayLike<number>,
): number {
  let doubled = 0;
  for (let atom = 0; atom < count; atom++) {
    for (let half = offsets[atom] ?? 0; half < (offsets[atom + 1] ?? 0); half++)
      if (cells[atom] !== cells[neighbours[half] ?? 0]) doubled += metres[half] ?? 0;
  }
  return doubled / 2;
}
