import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { recordLook } from '../accounts/record-look.ts';
import type { Language } from '../http/problem.ts';
import type { CellDetail, VisitView } from './cell-detail.ts';
import { judgementsOfCell } from './cell-judgements.ts';
import { getCell, namesFor, peopleOfCell } from './cell-queries.ts';
import { listGaps } from './gap-list.ts';
import type { Interval } from './interval.ts';
import { judgedPlan } from './judged-plans.ts';
import { dwellMs, isDriveBy, type Visit, visitsOf } from './presence.ts';
import { sourceFor } from './source.ts';
import { namesPeople, type Viewer } from './viewer.ts';

const mostVisits = 50;
const mostGaps = 100;

export type DetailQuestion = {
  cellId: number;
  planId: number | null;
  period: Interval;
  now: number;
  language: Language;
  timeZone: string;
};

/** A cell at the end of a period, or now where that is still to come. Names that are shown with visits are recorded. */
export async function detailOf(
  db: Knex,
  caller: Caller,
  viewer: Viewer,
  { cellId, planId, period, now, language, timeZone }: DetailQuestion,
): Promise<CellDetail> {
  const at = Math.min(period[1], now);
  const cell = await getCell(db, viewer, { cellId, planId, at: new Date(at) });
  const mayName = namesPeople(viewer.peopleScope);
  const { ownPersonId } = viewer.peopleScope;
  const [people, visits, { gaps }, judged] = await Promise.all([
    mayName || ownPersonId !== null
      ? peopleOfCell(db, cellId, new Date(at), mayName ? null : ownPersonId)
      : { assignments: [], onDuty: [] },
    visitsOfCell(db, viewer, planId, cellId, period),
    listGaps(db, viewer, { planId, cellId, at, language, timeZone }, { limit: mostGaps }),
    judgementsOfCell(db, viewer, { cellId, planId, period, now, language, timeZone }),
  ]);
  const views = await nameVisits(db, caller, viewer, visits, period);
  return { cell, namesPeople: mayName, ...people, visits: views, ...judged, gaps };
}

/** The latest visits that intersect the period, each person's once, whole. */
async function visitsOfCell(
  db: Knex,
  { planScope }: Viewer,
  planId: number | null,
  cellId: number,
  period: Interval,
): Promise<Visit[]> {
  const plan = planId === null ? null : await judgedPlan(db, planScope, planId);
  const { source } = await sourceFor(db, plan, period);
  const table = await source.read(period, [], cellId);
  return visitsOf(table.stored(cellId))
    .sort((a, b) => b.leftAt - a.leftAt)
    .slice(0, mostVisits);
}

/** A visitor is named to those who cover the person: of others they see that somebody came, and not who. */
async function nameVisits(
  db: Knex,
  caller: Caller,
  { peopleScope }: Viewer,
  visits: readonly Visit[],
  [from, to]: Interval,
): Promise<VisitView[]> {
  const { people, devices } = await namesFor(
    db,
    peopleScope,
    visits.flatMap(({ personId }) => personId ?? []),
    visits.map(({ deviceId }) => deviceId),
  );
  const views = visits.map((visit) => {
    const person = visit.personId === null ? null : (people.get(visit.personId) ?? null);
    const isHidden = visit.personId !== null && person === null;
    return viewOf(visit, person, isHidden ? null : (devices.get(visit.deviceId) ?? null));
  });
  await recordLook(db, caller, {
    what: 'cell-visits',
    period: { from: new Date(from), to: new Date(to) },
    personIds: views.flatMap(({ person }) => person?.id ?? []),
    deviceIds: views.flatMap(({ person, device }) => (person === null ? (device?.id ?? []) : [])),
  });
  return views;
}

function viewOf(visit: Visit, person: VisitView['person'], device: VisitView['device']): VisitView {
  return {
    enteredAt: new Date(visit.enteredAt).toISOString(),
    leftAt: new Date(visit.leftAt).toISOString(),
    person,
    device,
    dwellSeconds: dwellMs(visit) / 1000,
    bridgedSeconds: visit.bridgedMs / 1000,
    metres: visit.metres,
    driveBy: isDriveBy(visit),
  };
}
