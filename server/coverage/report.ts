import type { Knex } from 'knex';
import { rulesInForce } from '../rules/queries.ts';
import { type SweptLookup, sweptShares, sweptSharesOf } from '../sweeps/swept-shares.ts';
import { type Assessment, type Assessor, assessorOf } from './assess.ts';
import { type CellColumns, cellColumns, copyOf } from './cell-columns.ts';
import type { Coverage } from './coverage.ts';
import { coverOf, groundOf } from './ground.ts';
import { cellsOtherThan, heldReport, holdReport } from './held-reports.ts';
import type { Interval } from './interval.ts';
import { type JudgedPlan, judgedPlan, plansInForce } from './judged-plans.ts';
import type { GroundCell } from './land.ts';
import { type Manning, manningOf } from './manning.ts';
import { ownCellsOf } from './own-cells.ts';
import { revisionOf } from './revision.ts';
import type { SourceFor } from './shared-source.ts';
import { silentCell, silentCells } from './silence.ts';
import { sourceFor } from './source.ts';
import { statuses, statusOf } from './status.ts';
import type { Viewer } from './viewer.ts';

/** What `Coverage` says, with the cells as columns. */
export type CoverageReport = Omit<Coverage, 'cells'> & { columns: CellColumns };

export type CoverageQuestion = {
  planId: number | null;
  /** Asked about alone, where it is one of those. */
  cellId?: number | null;
  period: Interval;
  now: number;
  timeZone: string;
  /** Where visits come from; who asks about many periods shares what is read. */
  sources?: SourceFor;
  /** Where nobody reads more of a cell than its status: what was swept and who is assigned is not counted then. */
  areStatusesAlone?: boolean;
};

/**
 * One row for every cell of the plan, or of all plans in force at some time of the period, that the viewer covers; or for
 * the one that is asked about, which costs what that one costs.
 * What is still to come of the period is not judged.
 */
export async function coverageOf(
  db: Knex,
  { scope, planScope }: Viewer,
  {
    planId,
    cellId = null,
    period,
    now,
    timeZone,
    sources = sourceFor,
    areStatusesAlone = false,
  }: CoverageQuestion,
): Promise<CoverageReport> {
  const [from, to] = period;
  const past: Interval = [from, Math.max(from, Math.min(to, now))];
  // Asked for at once, for it takes longest. Whoever awaits it below is told of a failure.
  const silence = cellId === null ? silentCells(db, past) : silentCell(db, past, cellId);
  silence.catch(() => undefined);
  const plans =
    planId === null ? await plansInForce(db, planScope, period) : [await judgedPlan(db, planScope, planId)];
  const [{ source, obliged }, ownCells, rules] = await Promise.all([
    sources(db, planId === null ? null : (plans[0] ?? null), past),
    ownCellsOf(db, scope, period),
    rulesInForce(db, { from: new Date(from), to: new Date(to) }),
  ]);
  const ground = await groundOf(
    db,
    plans.map((plan) => ({ ...plan, obliged: obliged(plan) })),
    scope,
    ownCells,
    cellId,
  );
  const covers = await coverOf(db, ground, rules);
  // Read before the rest: what changes meanwhile makes another revision next time.
  const revision = revisionOf(
    db,
    plans.map(({ id }) => id),
    past,
  );
  revision.catch(() => undefined);
  const sweepQuestion = {
    plans: plans.map((plan) => ({ planId: plan.id, period: planId === null ? duringOf(plan, past) : past })),
    widthMetres: 0,
    timeZone,
  };
  const askSwept = async (): Promise<SweptLookup> => {
    if (areStatusesAlone) return notAsked;
    return cellId === null ? sweptShares(db, sweepQuestion) : sweptSharesOf(db, sweepQuestion, cellId);
  };
  const swept = askSwept();
  swept.catch(() => undefined);
  const assessor = await assessorOf(db, source, ground, { rules, covers }, past, timeZone);
  // The database looks up when cells were last visited, while their manning is worked out.
  const [manning, silent, sweeps] = await Promise.all([
    manningOf(db, timeZone, ground.cells, { rules, covers }, { period, past, isCounted: !areStatusesAlone }),
    silence,
    swept,
  ]);
  const facts: Facts = { assessor, manning, silent, sweeps, past, areStatusesAlone };
  const { surveyedSince, ...known } = assessor.evidence;
  const evidence = { ...known, swept: [...known.swept, ...sweeps.parts] };
  const made = { manning, evidence, silent };
  const name = JSON.stringify([planId, period, past, timeZone, areStatusesAlone, rules]);
  // Of a period that lasts, nobody asks about the same part again.
  const isHeld = cellId === null && !db.isTransaction && (now <= from || now >= to);
  const before = isHeld ? heldReport(ground.cells, name) : undefined;
  const others = before && cellsOtherThan(before, { ...made, evidence: { ...evidence, surveyedSince } });
  const { columns, pending } = await describeCells(
    ground.cells,
    facts,
    others && { columns: before.columns, others },
  );
  if (isHeld && !pending) holdReport(ground.cells, name, { columns, ...made });
  const provisional = Math.max(from, now - provisionalMs);
  return {
    plan: planId,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    asOf: new Date(now).toISOString(),
    revision: await revision,
    provisionalFrom: provisional < past[1] ? new Date(provisional).toISOString() : null,
    pending,
    columns,
  };
}

type Facts = {
  assessor: Assessor;
  manning: Manning;
  silent: ReadonlySet<number>;
  sweeps: SweptLookup;
  past: Interval;
  areStatusesAlone: boolean;
};

/** Describes the cells, or those of a known report that may fare otherwise; `pending` where a rule's stand is not known yet. */
async function describeCells(
  cells: readonly GroundCell[],
  { assessor, manning, silent, sweeps, past, areStatusesAlone }: Facts,
  known: { columns: CellColumns; others: ReadonlySet<number> } | undefined,
): Promise<{ columns: CellColumns; pending: boolean }> {
  const { officers, volunteers } = manning;
  const columns = known
    ? copyOf(known.columns)
    : { ...cellColumns(cells, areStatusesAlone), officers, volunteers };
  let pending = false;
  const describe = (cell: GroundCell, index: number) => {
    const assessment = assessor.assess(cell);
    for (const { judgement } of assessment.patrol) pending ||= judgement.state === 'unknown';
    if (!areStatusesAlone) enter(columns, index, assessment, sweeps);
    columns.status[index] = statuses.indexOf(
      statusOf({
        isJudged: Math.max(past[0], cell.obliged[0]) < Math.min(past[1], cell.obliged[1]),
        wasVisited: assessment.lastVisitAt !== null,
        wasSilent: silent.has(cell.id),
        patrol: assessment.patrol,
        staffing: manning.worst(index),
      }),
    );
  };
  // Most cells are described while the database looks up when the others were last visited.
  const later: number[] = [];
  cells.forEach((cell, index) => {
    if (known?.others.has(cell.id) === false) return;
    if (assessor.isReady(cell)) describe(cell, index);
    else later.push(index);
  });
  await assessor.rest;
  for (const index of later) {
    const cell = cells[index];
    if (cell) describe(cell, index);
  }
  return { columns, pending };
}

/** The part of a period in which the plan was in force. */
function duringOf({ inForce }: JudgedPlan, [from, to]: Interval): Interval {
  return inForce ? [Math.max(from, inForce[0]), Math.min(to, inForce[1])] : [from, to];
}

/** METHODS B2: phones send what they kept within three days. */
const provisionalMs = 72 * 3_600_000;

const unknown = { once: Number.NaN, repeatedly: Number.NaN };

const notAsked: SweptLookup = { of: () => ({ once: 0, repeatedly: 0 }), pending: 1, parts: [] };

const rounded = (share: number) => Math.round(share * 10_000) / 10_000;

function enter(
  columns: CellColumns,
  index: number,
  { cell, tally, lastVisitAt }: Assessment,
  sweeps: SweptLookup,
): void {
  columns.visits[index] = tally.visits;
  columns.lastVisitAt[index] = lastVisitAt ?? Number.NaN;
  columns.dwellSeconds[index] = tally.dwellSeconds;
  columns.presentSeconds[index] = tally.presentSeconds;
  columns.bridgedSeconds[index] = tally.bridgedSeconds;
  columns.metres[index] = Math.round(tally.metres * 10) / 10;
  const swept = sweeps.pending > 0 ? unknown : sweeps.of(cell.id);
  columns.sweptShare[index] = rounded(swept.once);
  columns.sweptRepeatedlyShare[index] = rounded(swept.repeatedly);
}
