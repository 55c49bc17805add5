import type { Knex } from 'knex';
import type { PatrolRule, Rule } from '../rules/rule.ts';
import { type Covers, chooseByCell } from '../rules/selection.ts';
import type { LaterEvidence } from './evidence.ts';
import type { Ground } from './ground.ts';
import type { Interval } from './interval.ts';
import type { GroundCell } from './land.ts';
import { type PreparedRule, prepareRules } from './lookback.ts';
import type { Counted } from './measures/counted.ts';
import { measurer } from './measures/measurer.ts';
import type { Present } from './measures/present.ts';
import { type Judgement, judgeRevisit, judgeVisits } from './patrol.ts';
import { type Tally, until, visitsOf } from './presence.ts';
import type { Stays } from './stays.ts';
import type { VisitTable } from './visit-table.ts';

/** Where visits come from: the table, or stored fixes located again on a plan that has none there. */
export type VisitSource = {
  kind: 'stored' | 'replayed';
  /** How long before the end of a period visits are read in any case, for nothing else knows of earlier ones. */
  lookbackMs: number;
  /** When the earliest known visit may have begun. */
  dataFrom: () => Promise<number>;
  /**
   * The visits that intersect a period, of one cell or, with null, of all; with the reporting gaps of those that lie
   * across one of the edges, and of all of the cells that `withGaps` tells.
   */
  read: (
    period: Interval,
    edges: readonly number[],
    cellId: number | null,
    withGaps?: ((cellId: number) => boolean) | undefined,
  ) => Promise<VisitTable>;
  /**
   * The end of the last visit of each of the cells that began before an instant and lasted at least so many minutes, in
   * epoch ms; nothing for a cell that has none.
   */
  lastBefore: (
    db: Knex,
    cellIds: readonly number[],
    before: number,
    minMinutes: number,
  ) => Promise<ReadonlyMap<number, number>>;
};

/** How a rule stands at a cell. */
type RuleStand = { rule: PatrolRule; judgement: Judgement };

/** What is known of a cell at the end of a period, and how its patrol rules stand. Epoch ms. */
export type Assessment = {
  cell: GroundCell;
  /** What the visits inside the period come to. */
  tally: Tally;
  /** The end of the last visit that is known, if any. */
  lastVisitAt: number | null;
  patrol: readonly RuleStand[];
};

/**
 * How the cells of a ground fared. Each is assessed when it is asked for, so that not all are held at once; those that
 * are not `ready` must wait for `rest`, what was known of them before the visits that were read.
 */
export type Assessor = {
  isReady: (cell: GroundCell) => boolean;
  rest: Promise<void>;
  assess: (cell: GroundCell) => Assessment;
  /** What a rule counted at a cell; null where no instant is obliged, or nothing in it is asked for. */
  count: (cell: GroundCell, rule: PatrolRule) => Counted | null;
  /** What all of it is told from. */
  evidence: LaterEvidence;
  /** The patrol rules that select a cell, whether or not there is anything in it that they ask for. */
  rulesOf: (cell: GroundCell) => readonly PatrolRule[];
};

/** Reads what it takes to assess the ground over a period that is past; `rules` are all that hold at some time of it. */
export async function assessorOf(
  db: Knex,
  source: VisitSource,
  ground: Ground,
  { rules, covers }: { rules: readonly Rule[]; covers: Covers },
  period: Interval,
  timeZone: string,
): Promise<Assessor> {
  const [from, to] = period;
  const patrolRules = rules.filter((rule) => rule.kind === 'patrol');
  const dataFrom = await source.dataFrom();
  const prepared = prepareRules(patrolRules, period, dataFrom, timeZone);
  const wantedFrom = Math.min(from, to - source.lookbackMs, ...prepared.map((one) => one.readFrom));
  const readFrom = Math.min(Math.max(wantedFrom, dataFrom), to);
  const [only, ...others] = ground.cells;
  const cellId = only && others.length === 0 ? only.id : null;
  const byRule = new Map(prepared.map((one) => [one.rule, one]));
  const rulesOf = chooseByCell([...byRule.keys()], covers);
  const [table, measured] = await Promise.all([
    source.read([readFrom, to], [from, to], cellId, gapsNeeded(ground, prepared, rulesOf)),
    measurer(db, ground, prepared, rulesOf, { readFrom, timeZone }),
  ]);
  // Where all visits there are were read, nothing was earlier.
  const wanted = readFrom <= dataFrom ? new Map() : wantedEarlier(ground.cells, rulesOf, byRule, table);
  const waiting = new Set([...wanted.values()].flat());
  const earlier = new Map<number, ReadonlyMap<number, number>>();
  const rest = Promise.all(
    [...wanted].map(async ([minMinutes, ids]) => {
      earlier.set(minMinutes, await source.lastBefore(db, ids, readFrom, minMinutes));
    }),
  ).then(() => undefined);
  // Whoever awaits it is told; without anybody waiting yet, a failure would end the process.
  rest.catch(() => undefined);
  const lastBefore = (rule: PatrolRule, cellId: number): number | null => {
    const { requires } = rule;
    return requires.measure === 'revisit' ? (earlier.get(requires.minMinutes)?.get(cellId) ?? null) : null;
  };
  // Of the cell that was asked about last: several rules may count its time.
  let present: { cellId: number; presences: readonly Present[] } | undefined;
  const presencesAt = (cellId: number): readonly Present[] => {
    if (present?.cellId !== cellId) present = { cellId, presences: presencesOf(table, cellId, to) };
    return present.presences;
  };
  const measure = (one: PreparedRule, cell: GroundCell, obligedFrom: number, judged: Interval) => {
    const facts = {
      presences: () => presencesAt(cell.id),
      lastBefore: lastBefore(one.rule, cell.id),
    };
    return measured.judge(one, cell.id, facts, obligedFrom, judged);
  };
  /** Undefined where no instant of the period is obliged, or nothing in the cell is asked for. */
  const judge = (one: PreparedRule, cell: GroundCell, stays: Stays): Judgement | undefined => {
    const { rule, starts, isPlain } = one;
    const obligedFrom = Math.max(rule.from, cell.obliged[0]);
    const judged = judgedOf(one, cell);
    if (judged[0] >= judged[1]) return undefined;
    const { requires } = rule;
    if (!isPlain || (requires.measure !== 'visits' && requires.measure !== 'revisit'))
      return measure(one, cell, obligedFrom, judged)?.judgement;
    const known = before(stays, judged[1]);
    return requires.measure === 'visits'
      ? judgeVisits(requires, known, starts, obligedFrom, judged)
      : judgeRevisit(requires, known, lastBefore(rule, cell.id), obligedFrom, judged);
  };
  return {
    rest,
    evidence: {
      visits: table.asOf,
      dataFrom,
      lookedUp: waiting,
      surveyed: measured.survey.surveyed,
      surveyedSince: measured.survey.cellsSince,
      people: measured.people,
      swept: measured.swept.flatMap(({ parts }) => parts),
    },
    rulesOf,
    isReady: ({ id }) => !waiting.has(id),
    assess: (cell) => {
      const { tally, stays } = table.of(cell.id, period);
      const patrol: RuleStand[] = [];
      for (const rule of rulesOf(cell)) {
        const one = byRule.get(rule);
        const judgement = one && judge(one, cell, stays);
        if (judgement) patrol.push({ rule, judgement });
      }
      return { cell, tally, lastVisitAt: lastEnd(stays) ?? earlier.get(0)?.get(cell.id) ?? null, patrol };
    },
    count: (cell, rule) => {
      const one = byRule.get(rule);
      const judged = one && judgedOf(one, cell);
      if (!judged || judged[0] >= judged[1]) return null;
      return measure(one, cell, Math.max(rule.from, cell.obliged[0]), judged)?.count() ?? null;
    },
  };
}

/** The time in which a rule obliges for a cell. */
function judgedOf({ rule, judged }: PreparedRule, { obliged }: GroundCell): Interval {
  return [Math.max(judged[0], rule.from, obliged[0]), Math.min(judged[1], obliged[1])];
}

/** The reporting gaps of visits matter where somebody looks at a single cell, and where rules count time. */
function gapsNeeded(
  { cells }: Ground,
  prepared: readonly PreparedRule[],
  rulesOf: (cell: GroundCell) => readonly PatrolRule[],
): ((cellId: number) => boolean) | undefined {
  if (cells.length === 1) return () => true;
  const timed = new Set(prepared.filter(countsTime).map(({ rule }) => rule));
  if (timed.size === 0) return undefined;
  const ids = new Set(
    cells.filter((cell) => rulesOf(cell).some((rule) => timed.has(rule))).map(({ id }) => id),
  );
  return (cellId) => ids.has(cellId);
}

function countsTime({ rule: { requires }, isPlain }: PreparedRule): boolean {
  if (requires.measure === 'presence') return requires.atPoints === null;
  return !isPlain && (requires.measure === 'visits' || requires.measure === 'revisit');
}

/** The visits of a cell as rules count time by them, up to an instant. */
function presencesOf(table: VisitTable, cellId: number, to: number): Present[] {
  return visitsOf(table.stored(cellId)).map((visit) => {
    const { personId, deviceId, enteredAt, leftAt, bridged, bridgedMs } = until(visit, to);
    if (bridgedMs > 0 && bridged === null)
      throw new Error('A visit whose time is counted was read without its reporting gaps.');
    return { personId: personId ?? -deviceId, enteredAt, leftAt, gaps: bridged ?? [] };
  });
}

const hourMs = 3_600_000;

/**
 * The cells of which it matters when the last visit was before those that were read, by how long it must have lasted:
 * cells without visits, and cells under an obligation so young that it may run from an earlier visit or from its own
 * beginning. Under an older one, a cell that nobody visited for so long as the reading goes back was overdue either way.
 */
function wantedEarlier(
  cells: readonly GroundCell[],
  rulesOf: (cell: GroundCell) => readonly PatrolRule[],
  byRule: ReadonlyMap<PatrolRule, PreparedRule>,
  table: VisitTable,
): ReadonlyMap<number, readonly number[]> {
  const wanted = new Map<number, number[]>([[0, []]]);
  // Cell by cell: whoever is in a list already stands last. A set of each would take longer than all the rest.
  const add = (minMinutes: number, id: number) => {
    const ids = wanted.get(minMinutes) ?? [];
    if (ids.at(-1) !== id) ids.push(id);
    wanted.set(minMinutes, ids);
  };
  for (const cell of cells) {
    const isEmpty = !table.has(cell.id);
    if (isEmpty) add(0, cell.id);
    for (const rule of rulesOf(cell)) {
      const { requires } = rule;
      if (requires.measure !== 'revisit' || !byRule.get(rule)?.isPlain) continue;
      const obligedFrom = Math.max(rule.from, cell.obliged[0]);
      const judgedFrom = Math.max(byRule.get(rule)?.judged[0] ?? 0, obligedFrom);
      const isYoung = obligedFrom + requires.everyHours * hourMs > judgedFrom;
      if (isEmpty || requires.minMinutes > 0 || (isYoung && table.earliest(cell.id) > judgedFrom))
        add(requires.minMinutes, cell.id);
    }
  }
  return wanted;
}

/** Those that began before an instant. */
function before(stays: Stays, at: number): Stays {
  let { last } = stays;
  while (last > stays.first && (stays.enteredAt[last - 1] ?? at) >= at) last--;
  return last === stays.last ? stays : { ...stays, last };
}

function lastEnd({ leftAt, first, last }: Stays): number | null {
  let latest: number | null = null;
  for (let index = first; index < last; index++) latest = Math.max(latest ?? 0, leftAt[index] ?? 0);
  return latest;
}
