import type { PatrolRule, Rule, StaffingRule } from '../rules/rule.ts';
import { type Covers, isAboutAreas, selectsArea, selectsCell } from '../rules/selection.ts';
import type { Assessment } from './assess.ts';
import type { GapKind } from './gap.ts';
import type { GroundCell } from './land.ts';
import { type Assigned, countingPosts } from './posts.ts';
import { judgeStaffing, type Post } from './staffing.ts';

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
};

/** Everything that gaps follow from, as it was known at the instant `at` (epoch ms). */
export type Facts = {
  at: number;
  /** Over a period that ends at the instant. */
  assessments: readonly Assessment[];
  areas: readonly GroundArea[];
  rules: readonly Rule[];
  /** Assignments that had begun, those ended long since included. */
  assigned: readonly Assigned[];
  coversCell: Covers;
  coversArea: Covers;
};

/** Every obligation that is not met at the instant, in no order: rules × places × facts. */
export function findGaps(facts: Facts): FoundGap[] {
  const posts = postsByPlace(facts.assigned, facts.assessments);
  return [
    ...facts.areas.flatMap(barrenLand),
    ...facts.assessments.flatMap((one) => [
      ...manning(one.cell, posts.ofCell(one.cell.id), facts.at),
      ...patrolling(one),
    ]),
    ...facts.rules.flatMap((rule) => (rule.kind === 'staffing' ? shortages(rule, facts, posts) : [])),
  ];
}

function barrenLand(area: GroundArea): FoundGap[] {
  if (area.barrenSince === null) return [];
  return [{ area, kind: 'unassigned-land', rule: null, since: area.barrenSince, missing: 1 }];
}

/** What every cell is obliged to without a rule: somebody is assigned to it, and an officer. */
function manning(cell: GroundCell, assigned: readonly Assigned[], at: number): FoundGap[] {
  const lacking = (kind: GapKind, posts: readonly Post[]): FoundGap[] => {
    const judgement = judgeStaffing(1, posts, cell.obliged[0], { from: at, at });
    return judgement.state === 'unmet'
      ? [{ cell, kind, rule: null, since: judgement.since, missing: 1 }]
      : [];
  };
  return [
    ...lacking('unassigned-land', assigned),
    ...lacking(
      'no-officer',
      assigned.filter(({ kind }) => kind === 'officer'),
    ),
  ];
}

/** A cell that nobody ever visited is that one gap; of others, each patrol rule that is broken. */
function patrolling({ cell, lastVisitAt, patrol }: Assessment): FoundGap[] {
  if (lastVisitAt === null)
    return [{ cell, kind: 'never-visited', rule: null, since: cell.obliged[0], missing: 1 }];
  return patrol.flatMap(({ rule, judgement }): FoundGap[] => {
    if (judgement.state !== 'unmet') return [];
    return [{ cell, kind: kindOf(rule), rule, since: judgement.since, missing: judgement.missing }];
  });
}

const kindOf = ({ requires }: PatrolRule): GapKind =>
  requires.measure === 'revisit' ? 'overdue' : 'under-visited';

type Posts = { ofCell: (id: number) => readonly Assigned[]; ofArea: (id: number) => readonly Assigned[] };

/** A cell's assignments count for the cell and for its owner, an area's for the area alone. */
function postsByPlace(assigned: readonly Assigned[], assessments: readonly Assessment[]): Posts {
  const owners = new Map(assessments.map(({ cell }) => [cell.id, cell.ownerAreaId]));
  const cells = new Map<number, Assigned[]>();
  const areas = new Map<number, Assigned[]>();
  const add = (places: Map<number, Assigned[]>, id: number | null | undefined, one: Assigned) => {
    if (id === null || id === undefined) return;
    const known = places.get(id);
    if (known) known.push(one);
    else places.set(id, [one]);
  };
  for (const one of assigned) {
    add(cells, one.cellId, one);
    add(areas, one.areaId ?? owners.get(one.cellId ?? 0), one);
  }
  return { ofCell: (id) => cells.get(id) ?? [], ofArea: (id) => areas.get(id) ?? [] };
}

/** The places of a staffing rule that have too few people who fit it. */
function shortages(rule: StaffingRule, facts: Facts, posts: Posts): FoundGap[] {
  const { at, areas, assessments, coversArea, coversCell } = facts;
  const judge = (place: Place, assigned: readonly Assigned[], obligedFrom: number): FoundGap[] => {
    const counting = assigned.flatMap((one) => countingPosts(one, rule.requires));
    const judgement = judgeStaffing(rule.requires.atLeast, counting, obligedFrom, { from: at, at });
    if (judgement.state !== 'unmet') return [];
    return [{ ...place, kind: 'short-staffed', rule, since: judgement.since, missing: judgement.missing }];
  };
  if (isAboutAreas(rule))
    return areas
      .filter((area) => selectsArea(rule, area, coversArea))
      .flatMap((area) => judge({ area }, posts.ofArea(area.id), rule.from));
  return assessments
    .filter(({ cell }) => selectsCell(rule, cell, coversCell))
    .flatMap(({ cell }) => judge({ cell }, posts.ofCell(cell.id), Math.max(rule.from, cell.obliged[0])));
}

/** The same for the same gap, whenever it is asked for: kind and rule, place, since when. */
export function gapId(gap: FoundGap): string {
  const place = 'cell' in gap ? `c${gap.cell.id}` : `a${gap.area.id}`;
  const rule = gap.rule ? `-r${gap.rule.id}` : '';
  return `${gap.kind}${rule}-${place}-${gap.since}`;
}

const hourMs = 3_600_000;

/**
 * How bad a gap is, 0 to 100. Land that nobody answers for comes first, then what nobody ever looked at, then what
 * lacks an officer; a broken rule weighs by how much of what it asks is missing, a cell overdue by how long beyond.
 */
export function severityOf({ kind, rule, since, missing }: FoundGap, at: number): number {
  switch (kind) {
    case 'unassigned-land':
      return 90;
    case 'never-visited':
      return 80;
    case 'no-officer':
      return 60;
    case 'overdue':
      return Math.round(30 + 40 * shareOverdue(rule, since, at));
    default:
      return Math.round(30 + 40 * Math.min(1, missing / atLeastOf(rule)));
  }
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
