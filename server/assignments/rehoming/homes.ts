import type { ChangedCell, Relative } from '../../plans/versions/difference.ts';

/** A cell of the new plan in which an assignment could go on. */
export type Home = {
  cell: number;
  code: string;
  name: string;
  /** What of the former cell's land it has, and what of its own land was the former cell's. */
  share: number;
  shareOfOther: number;
  /** The former cell with another outline: it kept the code. */
  isSuccessor: boolean;
  isProposed: boolean;
};

/** From this share on a new cell is made of the former one. */
const mainlyMadeOf = 0.5;

/**
 * Where the people of each former cell could go on, by what the two cells have in common, the likeliest first.
 * Proposed is the cell that kept the code, or else the one with most of the land; and besides it every cell that is
 * mainly made of the former one, because whoever is responsible for a cell that was split is so for all its parts.
 */
export function homesOf(changes: readonly ChangedCell[]): Map<number, Home[]> {
  const homes = new Map<number, Home[]>();
  for (const change of changes) {
    if (change.formerCell === null || change.kind === 'attributes') continue;
    const own = successorOf(change);
    const others = (change.mergedInto ?? []).map((relative) => ({ ...relative, isSuccessor: false }));
    homes.set(change.formerCell, proposed([...own, ...others].sort(likeliestFirst)));
  }
  return homes;
}

type Candidate = Relative & { isSuccessor: boolean };

/** Of a moved cell the shares follow from what it gained and lost. */
function successorOf(change: ChangedCell): Candidate[] {
  if (change.kind !== 'moved') return [];
  const { cell, code, name, areaSquareMetres } = change;
  const common = areaSquareMetres - (change.gainedSquareMetres ?? 0);
  if (common <= 0) return [];
  const former = common + (change.lostSquareMetres ?? 0);
  const shares = { share: common / former, shareOfOther: common / areaSquareMetres };
  return [{ cell, code, name, ...shares, isSuccessor: true }];
}

function likeliestFirst(a: Candidate, b: Candidate): number {
  return Number(b.isSuccessor) - Number(a.isSuccessor) || b.share - a.share || a.cell - b.cell;
}

function proposed(candidates: readonly Candidate[]): Home[] {
  return candidates.map((candidate, place) => ({
    ...candidate,
    isProposed: place === 0 || candidate.shareOfOther >= mainlyMadeOf,
  }));
}
