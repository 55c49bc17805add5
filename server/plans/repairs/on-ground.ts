import { setImmediate as turn } from 'node:timers/promises';
import type { Bounds, LonLat } from '../../geo/position.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { boundsOfGeometry } from '../edits/bounds-of-geometry.ts';
import type { Change, MadeCell } from '../edits/change.ts';
import { compose, type Holding } from '../edits/compose.ts';
import { bordersOf, type Ground, longest, outlineOf, partsOf, sizeOf } from '../edits/ground.ts';
import type { Surroundings } from '../edits/near-proof.ts';
import { boundsOf } from '../generate/territory.ts';
import type { Watch } from '../generate/thread/in-worker.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Finding } from '../proof/finding.ts';
import { alignBorders, isThinFinding } from './align-borders.ts';
import type { Choice } from './repair.ts';
import { type Side, sidesOf } from './sides.ts';
import { cutsOfGap, shareGap } from './split-gap.ts';
import { give, giveScraps, heirOf, holdersOf, type RepairGround, repairGround } from './territory.ts';

/** What is to be repaired; `isAllGaps` where the findings are all gaps of a plan, not only some. */
export type AskedRepairs = { findings: readonly Finding[]; choice: Choice | undefined; isAllGaps: boolean };

/** Of the time that goes by when no gap is split, what has when this is done. */
const [alignedShare, groundShare, repairedShare] = [0.05, 0.8, 0.9];

type Extras = { made: NonNullable<Holding['made']>; exclusions: FlatPolygon[]; enclaves: Set<number> };

/**
 * The change that repairs these findings; cells are all those that meet the box around them. Codes are another matter.
 * Others have their turn between findings, for hundreds of them take seconds.
 */
export async function repairOnGround(
  { cells: stored, box }: { cells: readonly LoadedCell[]; box: Bounds },
  surroundings: Pick<Surroundings, 'scope' | 'owners' | 'exclusions'>,
  { findings, choice, isAllGaps }: AskedRepairs,
  { onProgress = () => {}, signal }: Watch = {},
): Promise<Change> {
  const cells = alignBorders(stored, findings);
  // Nearly all of the time goes by while the lines to split gaps along are looked for, else while the ground is made.
  const cutShare = choice === 'split' ? 0.9 : 0;
  const cutting = { onProgress: (share: number) => onProgress(cutShare * share), signal };
  const told = (share: number) => onProgress(cutShare + (1 - cutShare) * share);
  told(alignedShare);
  const repaired = repairGround(
    cells,
    surroundings,
    choice === 'split'
      ? { cuts: await cutsOf({ cells, box }, surroundings, { findings, isAllGaps }, cutting) }
      : {},
  );
  for (const [place, cell] of cells.entries()) if (cell !== stored[place]) repaired.touched.add(place);
  const placeOf = new Map(cells.map(({ id }, place) => [id, place]));
  const extras: Extras = { made: [], exclusions: [], enclaves: new Set() };
  const isAboutGaps = findings.some(({ kind }) => kind === 'gap');
  const { gapsAt, untold } = isAboutGaps
    ? gapsWithin(repaired, box, findings)
    : { gapsAt: () => [], untold: [] };
  for (const [index, finding] of findings.entries()) {
    await turn();
    signal?.throwIfAborted();
    told(groundShare + (repairedShare - groundShare) * (index / findings.length));
    const places = finding.cells.flatMap((id) => placeOf.get(id) ?? []);
    switch (finding.kind) {
      case 'overlap':
      case 'unmatched-edge':
      case 'invalid':
        matchBorders(repaired, places, placeOf.get(Number(choice)));
        break;
      case 'gap':
        for (const gap of gapsAt(finding)) fillGap(repaired, gap, choice, placeOf, extras);
        break;
      case 'outside-scope':
        trim(repaired, places, (_, face) => repaired.inScope(face));
        break;
      case 'crosses-owner':
        trim(repaired, places, (cell, face) => repaired.inOwner(cell.ownerAreaId, face));
        break;
      case 'sliver':
        for (const place of places) dissolve(repaired, place);
        break;
      case 'multipart':
        for (const place of places) partUp(repaired, place, choice, extras);
        break;
    }
  }
  if (isAllGaps) for (const gap of untold) fillGap(repaired, gap, choice, placeOf, extras);
  giveScraps(repaired);
  return changed(repaired, extras);
}

/** The lines that gaps are to be split along. */
async function cutsOf(
  { cells, box }: { cells: readonly LoadedCell[]; box: Bounds },
  surroundings: Pick<Surroundings, 'scope' | 'owners' | 'exclusions'>,
  { findings, isAllGaps }: Omit<AskedRepairs, 'choice'>,
  { onProgress, signal }: { onProgress: (share: number) => void; signal: AbortSignal | undefined },
): Promise<LonLat[][]> {
  const uncut = repairGround(cells, surroundings);
  const { gapsAt, untold } = gapsWithin(uncut, box, findings);
  const told = findings.flatMap((finding) => (finding.kind === 'gap' ? gapsAt(finding) : []));
  const meant = new Set(isAllGaps ? [...told, ...untold] : told);
  const cuts: LonLat[][] = [];
  for (const [index, gap] of [...meant].entries()) {
    cuts.push(...cutsOfGap(uncut, gap));
    await turn();
    signal?.throwIfAborted();
    onProgress((index + 1) / meant.size);
  }
  return cuts;
}

function changed({ ground, land, touched }: RepairGround, { made, exclusions, enclaves }: Extras): Change {
  const kept = new Map([...touched].map((place) => [place, land[place] ?? new Set<number>()]));
  const change = compose(ground, { kept, rebuilt: touched, made, matching: true });
  const flagged = new Set([...enclaves].map((place) => ground.cells[place]));
  const isFlagged = ({ continues }: MadeCell) => continues !== undefined && flagged.has(continues);
  return {
    ...change,
    made: change.made.map((cell) => (isFlagged(cell) ? { ...cell, set: { enclave: true } } : cell)),
    ...(exclusions.length > 0 && { exclusions }),
  };
}

/** Cells get each other's vertices, and what several of them hold goes to one: the asked, or the one it adjoins most. */
function matchBorders(repaired: RepairGround, places: readonly number[], keeper: number | undefined): void {
  const { ground, land, touched } = repaired;
  for (const place of places) touched.add(place);
  // What the two that a finding names hold with a third is another finding's.
  const isMeant = places.length > 1 ? (holder: number) => places.includes(holder) : () => true;
  const shared = new Set<number>();
  for (const place of places)
    for (const face of land[place] ?? [])
      if (holdersOf(repaired, face).filter(isMeant).length > 1) shared.add(face);
  for (const part of partsOf(ground, shared)) {
    const [first = 0] = part;
    const holders = holdersOf(repaired, first);
    const metres = new Map(
      holders.map((place) => {
        const rest = new Set([...(land[place] ?? [])].filter((face) => !part.has(face)));
        return [place, bordersOf({ ...ground, holders: membership(part) }, rest).get(0) ?? 0];
      }),
    );
    const to = keeper !== undefined && holders.includes(keeper) ? keeper : longest(ground, metres);
    give(repaired, part, to ?? holders[0]);
  }
  for (const sliver of thinGapsBeside(repaired, places)) give(repaired, sliver, heirOf(repaired, sliver));
}

/** Faces as if one cell, of the place 0, held them. */
function membership(part: ReadonlySet<number>): number[][] {
  const holders: number[][] = [];
  for (const face of part) holders[face] = [0];
  return holders;
}

/** Land thinner than this lies between borders that were meant as one. */
const thinMetres = 0.05;

function thinGapsBeside(repaired: RepairGround, places: readonly number[]): Set<number>[] {
  const { ground, land } = repaired;
  const near = new Set<number>();
  for (const place of places)
    for (const face of land[place] ?? [])
      for (const half of ground.halvesOf[face] ?? []) {
        const beyond = ground.faces.faceOf[half ^ 1] ?? 0;
        if (beyond !== 0 && repaired.inScope(beyond) && holdersOf(repaired, beyond).length === 0)
          near.add(beyond);
      }
  return partsOf(ground, near).filter((part) => isThin(ground, part));
}

function isThin(ground: Ground, part: ReadonlySet<number>): boolean {
  const halves = [...part].flatMap((face) => ground.halvesOf[face] ?? []);
  const perimeter = halves.reduce((sum, half) => sum + ground.edgeMetres(half >> 1), 0);
  return 2 * sizeOf(ground, part) < thinMetres * perimeter;
}

/** Bounded land of the scope that nobody holds, in pieces that hang together. */
function gapsOf(repaired: RepairGround): Set<number>[] {
  const { ground } = repaired;
  const empty = new Set<number>();
  for (let face = 1; face < ground.faces.count; face++)
    if ((ground.holders[face] ?? []).length === 0 && repaired.inScope(face) && !repaired.isExcluded(face))
      empty.add(face);
  return partsOf(ground, empty);
}

/**
 * Finds the pieces of land without a cell that a finding tells of, inside a box, where all cells are known: what lies
 * along its outline, or, where it was cut otherwise, what meets its bounds. `untold` are those that none tells of: land
 * between parts of a plan that touch at points alone is the hole of neither, and told of only when they are joined.
 */
function gapsWithin(
  repaired: RepairGround,
  [west, south, east, north]: Bounds,
  findings: readonly Finding[],
): { gapsAt: (finding: Finding) => ReadonlySet<number>[]; untold: ReadonlySet<number>[] } {
  const { ground } = repaired;
  const gaps = gapsOf(repaired).flatMap((land) => {
    const positions = [...land].flatMap((face) =>
      (ground.halvesOf[face] ?? []).map((half) => ground.positionOf(ground.faces.origin[half] ?? 0)),
    );
    const [w, s, e, n] = boundsOf([[Float64Array.from(positions.flat())]]);
    const isKnown = w >= west - slack && s >= south - slack && e <= east + slack && n <= north + slack;
    return isKnown ? [{ land, positions, w, s, e, n }] : [];
  });
  const gapsAt = (finding: Finding) => {
    const { geometry } = finding;
    const [w, s, e, n] = boundsOfGeometry(geometry);
    const meeting = gaps.filter(
      (gap) => gap.w <= e + slack && gap.e >= w - slack && gap.s <= n + slack && gap.n >= s - slack,
    );
    // A gap that was closed by drawing its borders together is not what else lies there.
    const isClosed = isThinFinding(finding);
    if (meeting.length < 2 && !isClosed) return meeting.map(({ land }) => land);
    const sides = sidesOf(geometry);
    const along = meeting.filter(
      ({ positions }) =>
        2 * positions.filter((position) => isBeside(sides, position)).length > positions.length,
    );
    return (along.length > 0 || isClosed ? along : meeting).map(({ land }) => land);
  };
  const told = new Set(findings.flatMap((finding) => (finding.kind === 'gap' ? gapsAt(finding) : [])));
  const untold = gaps.flatMap(({ land }) => (told.has(land) || isThin(ground, land) ? [] : [land]));
  return { gapsAt, untold };
}

const isBeside = (sides: readonly Side[], [x, y]: LonLat) =>
  sides.some(([[ax, ay], [bx, by]]) => {
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
    return Math.hypot(ax + share * dx - x, ay + share * dy - y) <= slack;
  });

const slack = 1e-6;

function fillGap(
  repaired: RepairGround,
  gap: ReadonlySet<number>,
  choice: Choice | undefined,
  placeOf: ReadonlyMap<number, number>,
  { made, exclusions }: Extras,
): void {
  if (choice === 'exclusion') exclusions.push(...outlineOf(repaired.ground, gap));
  else if (choice === 'cell') made.push({ land: gap });
  else if (choice === 'split') {
    const { shares, left } = shareGap(repaired, gap);
    for (const [place, share] of shares) give(repaired, share, place);
    made.push(...left.map((land) => ({ land })));
  } else {
    const to = placeOf.get(Number(choice)) ?? heirOf(repaired, gap);
    if (to !== undefined) give(repaired, gap, to);
  }
}

/** Takes from cells what they may not have; a neighbour that may have it and adjoins it most gets it. */
function trim(
  repaired: RepairGround,
  places: readonly number[],
  may: (cell: LoadedCell, face: number) => boolean,
): void {
  const { ground, land } = repaired;
  for (const place of places) {
    const cell = ground.cells[place];
    if (!cell) continue;
    const wrong = new Set([...(land[place] ?? [])].filter((face) => !may(cell, face)));
    for (const part of partsOf(ground, wrong)) {
      const [first = 0] = part;
      const others = holdersOf(repaired, first).filter((other) => other !== place);
      const heir =
        others[0] ?? (repaired.inScope(first) ? heirOf(repaired, part, new Set([place])) : undefined);
      const mayHave = heir !== undefined && ground.cells[heir] && may(ground.cells[heir], first);
      give(repaired, part, mayHave ? heir : undefined);
    }
  }
}

function dissolve(repaired: RepairGround, place: number): void {
  const land = new Set(repaired.land[place]);
  const heir = heirOf(repaired, land, new Set([place]));
  if (heir !== undefined) give(repaired, land, heir);
}

function partUp(repaired: RepairGround, place: number, choice: Choice | undefined, extras: Extras): void {
  const { ground, land } = repaired;
  if (choice === 'enclave') {
    repaired.touched.add(place);
    extras.enclaves.add(place);
    return;
  }
  const cell = ground.cells[place];
  for (const part of partsOf(ground, land[place] ?? new Set()).slice(1)) {
    give(repaired, part, undefined);
    extras.made.push({ land: part, ...(cell && { cutFrom: cell }) });
  }
}
