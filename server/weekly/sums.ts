import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { resolveScope, type Scope } from '../access/scope.ts';
import { countDays } from '../coverage/days.ts';
import { countByKind, type RankedGap, rankGaps } from '../coverage/gap-list.ts';
import { labelOf } from '../coverage/gap-words.ts';
import { obligationOf } from '../coverage/gaps.ts';
import { coverageOf } from '../coverage/report.ts';
import type { Viewer } from '../coverage/viewer.ts';
import { InvalidInput } from '../http/problem.ts';
import { provisionalHours } from '../missed/day.ts';
import { placeOf } from '../missed/station.ts';
import { recordsBeginAt } from '../missed/station-queries.ts';
import { requireArea } from './decide.ts';
import { decisionsOnSheet } from './decision-queries.ts';
import { flowsOf } from './flows.ts';
import { patrolIn } from './patrol-queries.ts';
import { begunWeek, type Week } from './week.ts';
import type { WeeklySheet } from './weekly.ts';

const mostWorst = 10;
const hourMs = 3_600_000;

type Question = { areaId: number; week: string | undefined; now: number; timeZone: string };
type By = { scope: Scope; planScope: Scope; commandScope: Scope; peopleScope: Scope };

/** The sums of a week in an area that the caller covers, from what is known now, with the decisions of its meeting. */
export async function weeklySheetOf(
  db: Knex,
  by: By,
  { areaId, week: asked, now, timeZone }: Question,
): Promise<WeeklySheet> {
  requireArea(by.scope, areaId);
  const week = begunWeek(asked, now, timeZone);
  if (week.to <= (await recordsBeginAt(db))) throw beforeRecords();
  const area = await db('areas').where({ id: areaId }).first('id', 'name', 'kind');
  const viewer = await viewerOfArea(db, by, areaId);
  const end = Math.min(week.to, now);
  const period: [number, number] = [week.from, end];
  const { days, pending } = await countDays(db, viewer, { planId: null, period, now, timeZone });
  const ends = await openAtEnds(db, viewer, week, { now, timeZone });
  const { columns } = await coverageOf(db, viewer, { planId: null, period, now, timeZone });
  const patrol = await patrolIn(
    db,
    columns.cells.map(({ id }) => id),
    period,
  );
  const mayDecide = by.commandScope.everywhere || by.commandScope.areaIds.includes(areaId);
  return {
    ...{ area, week: week.week, monday: week.monday, sunday: week.sunday },
    asOf: new Date(now).toISOString(),
    isOver: week.to <= now,
    isProvisional: week.to > now - provisionalHours * hourMs,
    pending: pending || ends.some((end) => end.pending),
    days,
    gaps: {
      ...flowsOf(
        ends.map(({ day, gaps }) => ({
          day,
          obligations: new Set(gaps.map(({ found }) => obligationOf(found))),
        })),
      ),
      totals: countByKind(ends.at(-1)?.gaps ?? []),
    },
    worst: worstOf(ends.slice(1).map(({ gaps }) => gaps)),
    patrol: {
      ...patrol,
      allCells: columns.cells.length,
      visits: columns.visits.reduce((sum, visits) => sum + visits, 0),
      kilometres: columns.metres.reduce((sum, metres) => sum + metres, 0) / 1000,
    },
    decisions: mayDecide ? await decisionsOnSheet(db, by.peopleScope, areaId, week.monday) : null,
  };
}

/** Somebody who covers that area alone. */
async function viewerOfArea(db: Knex, { planScope, peopleScope }: By, areaId: number): Promise<Viewer> {
  const grants = [{ role: 'viewer' as const, areaId }];
  const scope = await resolveScope(db, { grants, personId: null }, { roles: ['viewer'] });
  return { scope, planScope, peopleScope };
}

/** What is open at the end of a day, the first time at the end of the day before. */
type End = { day: string | null; gaps: readonly RankedGap[]; pending: boolean };

/** What is open when the week begins and at the end of each of its days, the last of which may be now. */
async function openAtEnds(
  db: Knex,
  viewer: Viewer,
  week: Week,
  { now, timeZone }: { now: number; timeZone: string },
): Promise<End[]> {
  const begin = DateTime.fromMillis(week.from, { zone: timeZone });
  const days = Array.from({ length: 7 }, (_, index) => begin.plus({ days: index })).filter(
    (day) => day.toMillis() <= now,
  );
  const instants = [
    { day: null, at: week.from, isEnd: true },
    ...days.map((day) => {
      const end = day.plus({ days: 1 }).toMillis();
      return { day: day.toISODate(), at: Math.min(end, now), isEnd: end <= now };
    }),
  ];
  const ends: End[] = [];
  // One after the other: each reads all that is known of its instant.
  for (const { day, at, isEnd } of instants) {
    const question = { planId: null, cellId: null, at, isEnd, language: 'zh' as const, timeZone };
    const { ranked, pending } = await rankGaps(db, viewer, question);
    ends.push({ day, gaps: ranked, pending });
  }
  return ends;
}

/** The places where most was not met on most days, the worst first. */
function worstOf(days: readonly (readonly RankedGap[])[]): WeeklySheet['worst'] {
  const places = new Map<
    number,
    { last: RankedGap; kinds: Set<RankedGap['found']['kind']>; days: Set<number>; sum: number }
  >();
  days.forEach((gaps, day) => {
    for (const one of gaps) {
      const place = placeOf(one);
      const known = places.get(place) ?? { last: one, kinds: new Set(), days: new Set(), sum: 0 };
      known.kinds.add(one.found.kind);
      known.days.add(day);
      known.sum += one.severity;
      places.set(place, { ...known, last: one });
    }
  });
  const isOpen = (days_: ReadonlySet<number>) => days_.has(days.length - 1);
  return [...places]
    .sort(([a, one], [b, other]) => other.sum - one.sum || a - b)
    .slice(0, mostWorst)
    .map(([place, { last, kinds, days: own }]) => ({
      ...(place > 0 ? { cell: place } : { area: -place }),
      ...{ label: labelOf(last.found), kinds: [...kinds], days: own.size, isOpen: isOpen(own) },
    }));
}

function beforeRecords(): InvalidInput {
  return new InvalidInput(
    'week-before-records',
    'Nothing is known of that week: it is before the first plan; ask for a later one.',
    '该周没有任何记录：早于第一个生效的网格方案，请选择之后的周。',
    [{ path: 'week', reason: 'before the records' }],
  );
}
