import { placeOfArea } from '../obligations/person.ts';
import type { PatrolRule, Rule } from '../rules/rule.ts';
import type { Assessment } from './assess.ts';
import type { FarCell } from './far-cells.ts';
import type { GapKind } from './gap.ts';
import type { GroundCell } from './land.ts';
import type { Reached } from './measures/reached.ts';
import type { Shortage } from './shortages.ts';

/** An area as obligations are judged on it. Epoch ms. */
export type GroundArea = {
  id: number;
  kind: string;
  code: string | null;
  name: string;
  position: [lon: number, lat: number] | null;
  bounds: readonly [west: number, south: number, east: number, north: number];
  /** Since when it is a village, community or forest area without a cell; null where it is not. */
  barrenSince: number | null;
};

export type Place = { cell: GroundCell } | { area: GroundArea };

/** A gap before it is worded. */
export type FoundGap = Place & {
  kind: GapKind;
  rule: Rule | null;
  since: number;
  /** How many people or visits are missing. */
  missing: number;
  /** Which share of what is asked is missing, 0 to 1, where the number says little. */
  short?: number | undefined;
  /** What was found of the share that is asked for. */
  reached?: Reached | undefined;
  /** How far the nearest person on duty is and may be, where that is the gap. */
  far?: Pick<FarCell, 'nearestMetres' | 'limitMetres'>;
};

/** Everything that gaps follow from, as it was known at an instant. */
export type Facts = {
  cells: readonly GroundCell[];
  /** Over a period that ends at the instant; asked for once, so that not all are in memory together. */
  assess: (cell: GroundCell) => Assessment;
  areas: readonly GroundArea[];
  /** Wherever people are missing, also at other places. */
  shortages: readonly Shortage[];
  /** Cells that nobody on duty is near enough to. */
  far: readonly FarCell[];
};

/** Every obligation that is not met at the instant, in no order: rules × places × facts. */
export function findGaps(facts: Facts): FoundGap[] {
  const gaps = facts.areas.flatMap(barrenLand);
  // One list for all: a hundred thousand cells with a list each are much to clear away.
  for (const cell of facts.cells) addPatrolling(gaps, facts.assess(cell));
  addUnstaffed(gaps, facts);
  for (const far of facts.far) gaps.push(outOfReach(far));
  return gaps;
}

function outOfReach({ cell, since, nearestMetres, limitMetres }: FarCell): FoundGap {
  return { cell, kind: 'too-far', rule: null, since, missing: 1, far: { nearestMetres, limitMetres } };
}

function barrenLand(area: GroundArea): FoundGap[] {
  if (area.barrenSince === null) return [];
  return [{ area, kind: 'unassigned-land', rule: null, since: area.barrenSince, missing: 1 }];
}

/** Places too few people are assigned to, as far as they are looked at. */
function addUnstaffed(gaps: FoundGap[], { shortages, cells: looked, areas }: Facts): void {
  const cells = new Map<number, GroundCell>();
  for (const cell of looked) cells.set(cell.id, cell);
  const areaAt = new Map(areas.map((area) => [placeOfArea(area.id), area]));
  // Written out, for there may be a hundred thousand: spread objects of many shapes took most of the time of a list.
  for (const { place, kind, rule, since, missing } of shortages) {
    const cell = cells.get(place);
    if (cell) gaps.push({ cell, kind, rule, since, missing });
    const area = cell ? undefined : areaAt.get(place);
    if (area) gaps.push({ area, kind, rule, since, missing });
  }
}

/** A cell that nobody ever visited is that one gap; of others, each patrol rule that is broken. */
function addPatrolling(gaps: FoundGap[], { cell, lastVisitAt, patrol }: Assessment): void {
  if (lastVisitAt === null) {
    gaps.push({ cell, kind: 'never-visited', rule: null, since: cell.obliged[0], missing: 1 });
    return;
  }
  for (const { rule, judgement } of patrol) {
    if (judgement.state !== 'unmet') continue;
    const { since, missing, short, reached } = judgement;
    gaps.push({ cell, kind: gapKindOf(rule), rule, since, missing, short, reached });
  }
}

const kinds: Readonly<Record<PatrolRule['requires']['measure'], GapKind>> = {
  visits: 'under-visited',
  revisit: 'overdue',
  presence: 'unmanned',
  points: 'points-missed',
  corridor: 'road-unpassed',
  sweep: 'under-swept',
  squares: 'under-swept',
};

const gapKindOf = ({ requires }: PatrolRule): GapKind => kinds[requires.measure];

/** The same for the same gap, whenever it is asked for: kind and rule, place, since when. */
export function gapId(gap: FoundGap): string {
  return `${obligationOf(gap)}-${gap.since}`;
}

/** The same whenever the same obligation at the same place is not met: kind and rule, and place. */
export function obligationOf(gap: FoundGap): string {
  const place = 'cell' in gap ? `c${gap.cell.id}` : `a${gap.area.id}`;
  const rule = gap.rule ? `-r${gap.rule.id}` : '';
  return `${gap.kind}${rule}-${place}`;
}

const hourMs = 3_600_000;

/**
 * How bad a gap is, 0 to 100. Land that nobody answers for comes first, then what nobody ever looked at, then what
 * lacks an officer; a broken rule weighs by how much of what it asks is missing, a cell overdue by how long beyond.
 */
export function severityOf({ kind, rule, since, missing, short, far }: FoundGap, at: number): number {
  switch (kind) {
    case 'unassigned-land':
      return 90;
    case 'never-visited':
      return 80;
    case 'no-officer':
      return 60;
    case 'overdue':
      return Math.round(30 + 40 * shareOverdue(rule, since, at));
    case 'too-far':
      return Math.round(30 + 40 * shareBeyond(far));
    default:
      return Math.round(30 + 40 * Math.min(1, short ?? missing / atLeastOf(rule)));
  }
}

/** 0 at the limit, a half at twice as far, 1 where nobody is known to be anywhere. */
function shareBeyond(far: FoundGap['far']): number {
  if (!far || far.nearestMetres === null) return 1;
  return Math.max(0, 1 - far.limitMetres / far.nearestMetres);
}

/** 0 at the moment that a visit falls due, a half when as much time again has passed, towards 1. */
function shareOverdue(rule: Rule | null, since: number, at: number): number {
  if (rule?.kind !== 'patrol' || rule.requires.measure !== 'revisit') return 1;
  const overdueMs = Math.max(0, at - since);
  return overdueMs / (overdueMs + rule.requires.everyHours * hourMs);
}

function atLeastOf(rule: Rule | null): number {
  if (rule === null) return 1;
  return 'atLeast' in rule.requires ? rule.requires.atLeast : 1;
}
