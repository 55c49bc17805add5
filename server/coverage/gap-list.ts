import type { Knex } from 'knex';
import { z } from 'zod';
import type { Bounds } from '../geo/position.ts';
import { decodeCursor, encodeCursor } from '../http/parse.ts';
import type { Language } from '../http/problem.ts';
import { rulesInForce } from '../rules/queries.ts';
import { areasToCover } from '../rules/selection.ts';
import { areaCoverOf, groundAreas } from './area-queries.ts';
import { assessorOf } from './assess.ts';
import { compareTexts } from './compare-texts.ts';
import { farCells } from './far-cells.ts';
import type { Gap, GapKind, GapList } from './gap.ts';
import { messageOf } from './gap-words.ts';
import { type Facts, type FoundGap, findGaps, gapId, severityOf } from './gaps.ts';
import { coverOf, groundOf } from './ground.ts';
import type { Interval } from './interval.ts';
import { type JudgedPlan, judgedPlan, plansInForce } from './judged-plans.ts';
import { type Neighbours, neighboursOf } from './neighbours.ts';
import { ownCellsOf } from './own-cells.ts';
import { helpersAt } from './people-queries.ts';
import { remediesFor } from './remedies.ts';
import { type Seat, shortagesAt } from './shortages.ts';
import { sourceFor } from './source.ts';
import { namesPeople, type Viewer } from './viewer.ts';

export type GapQuestion = {
  planId: number | null;
  /** Null for every cell, and the areas too. */
  cellId: number | null;
  at: number;
  /**
   * Whether the instant is the end of what is judged, as a day's: then the plans, rules and people of the moment before
   * it hold, and nothing that begins at it.
   */
  isEnd?: boolean;
  language: Language;
  timeZone: string;
};
export type GapFilter = {
  kind?: GapKind | undefined;
  bbox?: Bounds | undefined;
  limit: number;
  cursor?: string | undefined;
};

/** The gaps at an instant, the worst first, a page at a time, each with what would close it. */
export async function listGaps(
  db: Knex,
  viewer: Viewer,
  question: GapQuestion,
  filter: GapFilter,
): Promise<GapList> {
  const { ranked, pending, tell } = await rankGaps(db, viewer, question);
  const inside = ranked.filter(({ found }) => isWanted(found, filter));
  const totals = countByKind(inside);
  const wanted = inside.filter(({ found }) => filter.kind === undefined || found.kind === filter.kind);
  const after = decodeCursor(cursorKey, filter.cursor);
  const rest = after ? wanted.filter((one) => compareKeys(keyOf(one), after) > 0) : wanted;
  const page = rest.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    gaps: await tell(page),
    totals,
    pending,
    next: rest.length > page.length && last ? encodeCursor(keyOf(last)) : null,
  };
}

/** Every gap at an instant, the worst first, and how to tell of those of them that are asked for. */
export type RankedGaps = {
  ranked: readonly RankedGap[];
  /** How some rules stand is still being worked out, so that gaps may be lacking. */
  pending: boolean;
  tell: (wanted: readonly RankedGap[]) => Promise<Gap[]>;
};

export async function rankGaps(db: Knex, viewer: Viewer, question: GapQuestion): Promise<RankedGaps> {
  const { facts, seats, positionOf } = await gatherFacts(db, viewer, question);
  let pending = false;
  const assess: Facts['assess'] = (cell) => {
    const assessment = facts.assess(cell);
    pending ||= assessment.patrol.some(({ judgement }) => judgement.state === 'unknown');
    return assessment;
  };
  const ranked = rank(findGaps({ ...facts, assess }), question.at);
  let asked: Promise<Neighbours | null> | undefined;
  return {
    ranked,
    pending,
    tell: async (wanted) => {
      if (wanted.length === 0) return [];
      asked ??= neighboursFor(db, viewer, question, seats, positionOf);
      const neighbours = await asked;
      return wanted.map((one) => describe(one, question, neighbours));
    },
  };
}

/** The obligations that are not met at an instant, in no order, for what answers them. */
export async function openGaps(db: Knex, viewer: Viewer, question: GapQuestion): Promise<FoundGap[]> {
  const { facts } = await gatherFacts(db, viewer, question);
  return findGaps(facts);
}

type Gathered = {
  facts: Facts;
  seats: readonly Seat[];
  positionOf: (cellId: number) => [lon: number, lat: number] | null;
};

/** Everything known at the instant about the cells and areas that the viewer covers. */
async function gatherFacts(db: Knex, { scope, planScope }: Viewer, question: GapQuestion): Promise<Gathered> {
  const { planId, cellId, at, isEnd = false, timeZone } = question;
  const moment = isEnd ? at - 1 : at;
  const asked = planId === null ? null : await judgedPlan(db, planScope, planId);
  const plans = asked ? [asked] : await plansInForce(db, planScope, [moment, moment]);
  // A judgement is over a period that ends at the instant; a millisecond of it is enough.
  const period: Interval = [at - 1, at];
  const [{ source }, ownCells, rules] = await Promise.all([
    sourceFor(db, asked, period),
    ownCellsOf(db, scope, [moment, moment]),
    rulesInForce(db, { from: new Date(moment), to: new Date(moment) }),
  ]);
  // Where nothing was recorded and the plan was not in force, coverage judges nothing either.
  const isJudged = !asked || source.kind !== 'stored' || holds(asked.inForce, moment);
  const judged = isJudged ? plans : [];
  const ground = await groundOf(
    db,
    judged.map((plan) => ({ ...plan, obliged: obligedAt(plan, moment) })),
    scope,
    ownCells,
    cellId,
  );
  const [coversCell, coversArea, areas] = await Promise.all([
    coverOf(db, ground, rules),
    areaCoverOf(db, areasToCover(rules)),
    cellId === null && isJudged ? groundAreas(db, scope, { plans, asked, at: moment }) : [],
  ]);
  const [land] = ground.lands;
  const [assessor, { shortages, seats }, far] = await Promise.all([
    assessorOf(db, source, ground, { rules, covers: coversCell }, period, timeZone),
    shortagesAt(db, {
      ...{ at: moment, timeZone, cellId },
      asked: asked && land ? { land, obliged: obligedAt(asked, moment), coversCell, coversArea } : null,
    }),
    farCells(db, ground.cells, moment, timeZone),
  ]);
  await assessor.rest;
  const positionOf = (id: number) =>
    ground.lands.map(({ byId }) => byId().get(id)).find((cell) => cell !== undefined)?.position ?? null;
  return {
    facts: { cells: ground.cells, assess: assessor.assess, areas, shortages, far },
    seats,
    positionOf,
  };
}

/** The period in force that holds the instant; else, as for a draft, from when the plan was begun. */
function obligedAt({ inForce, createdAt }: JudgedPlan, at: number): Interval {
  if (inForce && holds(inForce, at)) return [Math.max(inForce[0], 0), inForce[1]];
  return [Math.min(createdAt, at - 1), Number.POSITIVE_INFINITY];
}

const holds = (inForce: Interval | null, at: number): boolean =>
  inForce !== null && inForce[0] <= at && at < inForce[1];

function isWanted(found: FoundGap, { bbox }: GapFilter): boolean {
  if (bbox === undefined) return true;
  const { bounds } = 'cell' in found ? found.cell : found.area;
  return bounds[0] <= bbox[2] && bounds[2] >= bbox[0] && bounds[1] <= bbox[3] && bounds[3] >= bbox[1];
}

export function countByKind(ranked: readonly RankedGap[]): Partial<Record<GapKind, number>> {
  const totals: Partial<Record<GapKind, number>> = {};
  for (const { found } of ranked) totals[found.kind] = (totals[found.kind] ?? 0) + 1;
  return totals;
}

const cursorKey = z.tuple([z.number(), z.number(), z.string(), z.string()]);
/** Severity, since when (epoch ms), the code of the place, and what tells gaps of the same apart. */
export type GapKey = z.output<typeof cursorKey>;
export type RankedGap = { found: FoundGap; severity: number };

/**
 * The worst first; of equals the oldest, and then by code, so that pages neither overlap nor leave anything out: neighbours
 * in a plan follow each other, as people read codes.
 */
function rank(found: readonly FoundGap[], at: number): RankedGap[] {
  const ranked = found.map((one): RankedGap => ({ found: one, severity: severityOf(one, at) }));
  return ranked.sort(compareGaps);
}

/** As {@link compareKeys} their keys, which are not made for each of them. */
export function compareGaps(a: RankedGap, b: RankedGap): number {
  return (
    b.severity - a.severity ||
    a.found.since - b.found.since ||
    compareTexts(codeOf(a), codeOf(b)) ||
    compareTexts(gapId(a.found), gapId(b.found))
  );
}

const codeOf = ({ found }: RankedGap) => ('cell' in found ? found.cell.code : found.area.code) ?? '';

/** What says where a gap stands among the others. */
export function keyOf(gap: RankedGap): GapKey {
  return [gap.severity, gap.found.since, codeOf(gap), gapId(gap.found)];
}

/** Negative where the first comes before the second. */
export function compareKeys(
  [severityA, sinceA, codeA, idA]: GapKey,
  [severityB, sinceB, codeB, idB]: GapKey,
): number {
  return severityB - severityA || sinceA - sinceB || compareTexts(codeA, codeB) || compareTexts(idA, idB);
}

/** Null where the caller may not know people. */
async function neighboursFor(
  db: Knex,
  { peopleScope }: Viewer,
  { at, timeZone }: GapQuestion,
  seats: readonly Seat[],
  positionOf: Gathered['positionOf'],
): Promise<Neighbours | null> {
  if (!namesPeople(peopleScope)) return null;
  const helpers = await helpersAt(db, peopleScope, new Date(at), timeZone);
  return neighboursOf(helpers, seats, positionOf);
}

function describe(
  { found, severity }: RankedGap,
  { at, language }: GapQuestion,
  neighbours: Neighbours | null,
): Gap {
  const place = 'cell' in found ? found.cell : found.area;
  return {
    id: gapId(found),
    kind: found.kind,
    ...('cell' in found ? { cell: found.cell.id } : { area: found.area.id }),
    ...(found.rule && { rule: found.rule.id }),
    since: new Date(found.since).toISOString(),
    severity,
    message: messageOf(found, at, language),
    place: { code: place.code, name: place.name },
    position: place.position,
    remedies: remediesFor(found, neighbours, language),
  };
}
