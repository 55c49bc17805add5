import type { FlatPolygon } from '../../../geo/wkb.ts';
import { InvalidInput } from '../../../http/problem.ts';
import { type AdjustOptions, adjust, type Proposal } from './adjust.ts';
import { algorithmVersion, type BalanceOptions, balance } from './balance.ts';
import { totalOf } from './graph.ts';
import { hashOfGraph } from './graph-hash.ts';
import { type Metrics, measure } from './metrics.ts';
import { bordersBetween, outlinesOfGroups } from './outlines.ts';
import { atomsOfOwner, type OwnerAtoms, type OwnerLand } from './owner-atoms.ts';
import { partsOf } from './parts.ts';
import { settle } from './settle.ts';

/** Thirty atoms each, that is what a few minutes of annealing suffice for. */
const mostCells = 5_000;

export type BalancedRequest = OwnerLand & Omit<BalanceOptions, 'groups'>;

type CellsMade = {
  /** The polygons of each cell; neighbours share every vertex. More than one where a cell reaches over to an island. */
  cells: FlatPolygon[][];
  /** The borders between cells as segments in units of 1e-7 degree, for cutting the land together with its neighbours'. */
  borders: number[][];
  metrics: Metrics;
};

type InputFound = {
  atoms: number;
  /** How many parts of the land do not touch each other. */
  parts: number;
  /** The weight of the heaviest atom as a share of a cell's; above 0.25 the tolerance may be out of reach. */
  heaviestAtom: number;
  pointsOutside: number;
  piecesOutside: number[];
  algorithmVersion: number;
  /** SHA-256 of the atoms' graph. */
  inputHash: string;
};

export type BalancedCells = CellsMade & InputFound;

/**
 * Cuts the land of one owner into n cells of equal weight. Throws InvalidInput where that cannot be: nothing weighs, or
 * there are fewer atoms than cells; Cancelled where the caller said so.
 */
export function balancedCells(request: BalancedRequest): BalancedCells {
  const { n, tolerance = 0.1 } = request;
  requireCount(n);
  const atoms = atomsOfOwner(request, n);
  requireBalanceable(atoms, n);
  const { cells } = balance(atoms.graph, request);
  return { ...cellsMade(atoms, cells, n, tolerance), ...inputFound(atoms, n) };
}

export type AdjustRequest = OwnerLand &
  Omit<AdjustOptions, 'groups' | 'locks'> & {
    /** The polygons of the cells now. */
    before: readonly (readonly FlatPolygon[])[];
    /** Numbers of cells that keep their outline, and pairs of cells whose common border stays a border. */
    locks?: Pick<NonNullable<AdjustOptions['locks']>, 'cells' | 'borders'>;
  };

export type AdjustedCells = InputFound & {
  /** The plan now, measured as the proposals are. */
  now: Metrics;
  proposals: (CellsMade & Pick<Proposal, 'stability' | 'movedWeight' | 'movedShare'>)[];
};

/** Proposals for an older plan of one owner: cell i of each is what becomes of cell i. Throws as {@link balancedCells}. */
export function adjustedCells(request: AdjustRequest): AdjustedCells {
  const { before, tolerance = 0.1 } = request;
  const n = before.length;
  requireCount(n);
  const atoms = atomsOfOwner(request, n, before);
  requireBalanceable(atoms, n);
  const was = cellsBefore(atoms, n);
  requireCellsOnLand(was, n);
  const proposals = adjust(atoms.graph, was, n, request).map(({ cells, ...rest }) => ({
    ...rest,
    ...cellsMade(atoms, cells, n, tolerance),
  }));
  const settled = was.slice();
  settle(atoms.graph, settled);
  return { now: measure(atoms.graph, settled, n, tolerance), proposals, ...inputFound(atoms, n) };
}

/** The cell that holds most of an atom; -1 where none does. */
function cellsBefore({ land, atomOf, graph }: OwnerAtoms, n: number): Int32Array {
  const shares = new Map<number, number>();
  const slots = n + 1;
  for (let face = 0; face < atomOf.length; face++) {
    const atom = atomOf[face] ?? -1;
    if (atom < 0) continue;
    const key = atom * slots + Math.min(land.cellOf(face), n - 1) + 1;
    shares.set(key, (shares.get(key) ?? 0) + (land.faces.areas[face] ?? 0));
  }
  const cells = new Int32Array(graph.count).fill(-1);
  const most = new Float64Array(graph.count);
  for (const [key, share] of [...shares].sort(([one], [other]) => one - other)) {
    const atom = Math.floor(key / slots);
    if (share <= (most[atom] ?? 0)) continue;
    most[atom] = share;
    cells[atom] = (key % slots) - 1;
  }
  return cells;
}

function cellsMade(
  { land, atomOf, graph }: OwnerAtoms,
  cells: Int32Array,
  n: number,
  tolerance: number,
): CellsMade {
  const groupOf = atomOf.map((atom) => (atom < 0 ? -1 : (cells[atom] ?? -1)));
  const outlines = outlinesOfGroups(land, groupOf, n);
  return {
    cells: outlines,
    borders: bordersBetween(outlines),
    metrics: measure(graph, cells, n, tolerance),
  };
}

function inputFound({ graph, pointsOutside, piecesOutside }: OwnerAtoms, n: number): InputFound {
  const heaviest = graph.weights.reduce((most, weight) => Math.max(most, weight), 0);
  return {
    atoms: graph.count,
    parts: partsOf(graph).parts,
    heaviestAtom: (heaviest * n) / totalOf(graph.weights),
    pointsOutside,
    piecesOutside,
    algorithmVersion,
    inputHash: hashOfGraph(graph),
  };
}

function requireCount(n: number): void {
  if (n > mostCells)
    throw new InvalidInput(
      'too-many-cells',
      `${n} balanced cells in one area are too many; at most ${mostCells} are made at once.`,
      `一个区域一次最多生成 ${mostCells} 个均衡网格，${n} 个过多。`,
      [{ path: 'count', reason: `at most ${mostCells}` }],
    );
  if (Number.isInteger(n) && n >= 1) return;
  throw new InvalidInput('no-count', `${n} is no number of cells.`, `${n} 不是有效的网格数。`, [
    { path: 'count', reason: 'a whole number of 1 or more' },
  ]);
}

function requireBalanceable({ graph }: OwnerAtoms, n: number): void {
  if (graph.count < n)
    throw new InvalidInput(
      'too-few-atoms',
      `The land has ${graph.count} blocks that are not divided further, too few for ${n} cells; ask for fewer cells or give smaller pieces.`,
      `该区域只有 ${graph.count} 个不可再分的地块，不足以划分 ${n} 个网格；请减少网格数或提供更小的地块。`,
      [{ path: 'count', reason: `at most ${graph.count}` }],
    );
  if (totalOf(graph.weights) > 0) return;
  throw new InvalidInput(
    'no-weight',
    'Nothing on this land weighs anything, so there is nothing to balance; give weights or leave them out to balance the area.',
    '该区域内权重合计为零，无法均衡；请提供权重，或不提供权重而按面积均衡。',
    [{ path: 'weight', reason: 'the sum is 0' }],
  );
}

function requireCellsOnLand(cells: Int32Array, n: number): void {
  const present = new Set(cells);
  const missing = Array.from({ length: n }, (_, cell) => cell).find((cell) => !present.has(cell));
  if (missing === undefined) return;
  throw new InvalidInput(
    'cell-without-land',
    `Cell ${missing + 1} of the plan holds none of the blocks or pieces of this land, so it cannot be adjusted.`,
    `方案中第 ${missing + 1} 个网格不含该区域的任何地块，无法调整。`,
    [{ path: `cells.${missing}`, reason: 'holds no block' }],
  );
}
