import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { recordLook } from '../accounts/record-look.ts';
import { clip, type Interval, lengthOf, union } from '../coverage/interval.ts';
import { visitsOf } from '../coverage/presence.ts';
import type { Language } from '../http/problem.ts';
import { minutesOf } from './cell-history.ts';
import type { PersonHistory } from './history.ts';
import { idlenessOf } from './idleness.ts';
import { weeksOf } from './local-hours.ts';
import { obligationsOfCells } from './obligations-of-cells.ts';
import { type PresenceOf, presenceOf } from './presence-of.ts';
import {
  cellsAssignedTo,
  dutiesOfPerson,
  metresOfPerson,
  namesOfCells,
  type OwnVisit,
  requirePerson,
  visitsOfPerson,
} from './queries.ts';

const mostCells = 200;

export type PersonQuestion = {
  personId: number;
  period: Interval;
  now: number;
  language: Language;
  timeZone: string;
};

/**
 * A person's own patrols over weeks: hours on duty and seen in cells, how far, which cells and how long between. It tells
 * where somebody was, so the look is recorded, except one's own.
 */
export async function personHistoryOf(
  db: Knex,
  caller: Caller,
  scope: Scope,
  { personId, period, now, language, timeZone }: PersonQuestion,
): Promise<PersonHistory> {
  await requirePerson(db, scope, personId);
  const past: Interval = [period[0], Math.max(period[0], Math.min(period[1], now))];
  const [visits, duties, tracks, assigned] = await Promise.all([
    visitsOfPerson(db, personId, past),
    dutiesOfPerson(db, personId, past),
    metresOfPerson(db, personId, past),
    cellsAssignedTo(db, personId, new Date(past[1])),
  ]);
  await recordLook(db, caller, {
    what: 'person-history',
    period: { from: new Date(past[0]), to: new Date(past[1]) },
    personIds: [personId],
    deviceIds: [],
  });
  const cells = presenceByCell(visits, past);
  const present = union([...cells.values()].flatMap(({ occupied }) => occupied));
  const onDuty = union(duties);
  const sumOf = (week: Interval) => ({
    dutySeconds: lengthOf(clip(onDuty, week)) / 1000,
    presentSeconds: lengthOf(clip(present, week)) / 1000,
    metres: Math.round(
      tracks.reduce((sum, { at, metres }) => sum + (at >= week[0] && at < week[1] ? metres : 0), 0),
    ),
  });
  const visitCount = [...cells.values()].reduce((sum, one) => sum + one.visits, 0);
  return {
    person: personId,
    from: iso(past[0]),
    to: iso(past[1]),
    ...sumOf(past),
    visits: visitCount,
    cellCount: cells.size,
    pattern: {
      presentMinutes: minutesOf(present, timeZone),
      dutyMinutes: minutesOf(onDuty, timeZone),
      hours: minutesOf([past], timeZone).map((minutes) => Math.round(minutes / 6) / 10),
    },
    weeks: weeksOf(past, timeZone).map((week) => {
      const inWeek = visits.filter(({ enteredAt, leftAt }) => enteredAt < week[1] && leftAt > week[0]);
      return {
        from: iso(week[0]),
        to: iso(week[1]),
        ...sumOf(week),
        visits: inWeek.length,
        cells: new Set(inWeek.map(({ cellId }) => cellId)).size,
      };
    }),
    cells: await listCells(db, cells, visits, new Set(assigned), past, { language, timeZone }),
  };
}

function presenceByCell(visits: readonly OwnVisit[], period: Interval): Map<number, PresenceOf> {
  const byCell = new Map<number, OwnVisit[]>();
  for (const visit of visits) byCell.set(visit.cellId, [...(byCell.get(visit.cellId) ?? []), visit]);
  return new Map([...byCell].map(([cellId, own]) => [cellId, presenceOf(visitsOf(own), period)]));
}

async function listCells(
  db: Knex,
  presence: ReadonlyMap<number, PresenceOf>,
  visits: readonly OwnVisit[],
  assigned: ReadonlySet<number>,
  past: Interval,
  said: { language: Language; timeZone: string },
): Promise<PersonHistory['cells']> {
  const ids = [...new Set([...presence.keys(), ...assigned])];
  const visitsIn = (id: number) => presence.get(id)?.visits ?? 0;
  const shown = ids.sort((a, b) => visitsIn(b) - visitsIn(a) || a - b).slice(0, mostCells);
  const names = await namesOfCells(db, shown);
  const own = new Set(shown.filter((id) => assigned.has(id)));
  const week = weeksOf(past, said.timeZone).at(-1);
  const obligations = week && (await obligationsOfCells(db, own, { week, ...said }));
  const lastAt = new Map<number, number>();
  for (const { cellId, leftAt } of visits)
    lastAt.set(cellId, Math.max(lastAt.get(cellId) ?? 0, Math.min(leftAt, past[1])));
  return shown.map((cell) => {
    const seen = presence.get(cell);
    const last = lastAt.get(cell);
    return {
      cell,
      code: names.get(cell)?.code ?? '',
      name: names.get(cell)?.name ?? '',
      isAssigned: assigned.has(cell),
      visits: visitsIn(cell),
      dwellSeconds: lengthOf(seen?.occupied ?? []) / 1000,
      lastVisitAt: last === undefined ? null : iso(last),
      worstIdleSeconds: idlenessOf(seen?.occupied ?? [], past)?.worstSeconds ?? 0,
      obligations: obligations?.get(cell) ?? [],
    };
  });
}

const iso = (at: number) => new Date(at).toISOString();
