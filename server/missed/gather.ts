import type { Knex } from 'knex';
import { coversArea } from '../access/scope.ts';
import type { GapKind } from '../coverage/gap.ts';
import { type RankedGap, rankGaps } from '../coverage/gap-list.ts';
import { obligationOf } from '../coverage/gaps.ts';
import type { Viewer } from '../coverage/viewer.ts';
import { type Language, NotFound } from '../http/problem.ts';
import { type JudgedDay, judgedDay } from './day.ts';
import type { MissedRow } from './missed.ts';
import { type ResponsibleBook, responsibleAt } from './responsible-queries.ts';
import { groupByStation, placeOf, type Station, type StationGaps } from './station.ts';
import { areaNames, recordsBeginAt, stationsOf } from './station-queries.ts';

export type MissedQuestion = {
  day?: string | undefined;
  /** What is missed, or what will be at the end of a day that lasts, should nothing more be done. */
  which: 'missed' | 'due';
  /** A station's id, `none` for what lies outside of every station. */
  station?: number | 'none' | undefined;
  kind?: GapKind | undefined;
  now: number;
  language: Language;
  timeZone: string;
};

/** What was not met on a day, by station, and how to tell of some of it. */
export type Missed = {
  day: JudgedDay;
  groups: readonly StationGaps[];
  /** How some rules stand is still being worked out, so that rows may be lacking. */
  pending: boolean;
  tell: (gaps: readonly RankedGap[]) => Promise<MissedRow[]>;
};

/**
 * What was not met at the end of a day, as /api/gaps says of that instant, by station: by the plans, rules and people of
 * that day, and not of one that begins then. Always from what is known now. Throws NotFound for a station that the viewer does not cover, InvalidInput for a day that cannot be judged.
 */
export async function gatherMissed(db: Knex, viewer: Viewer, question: MissedQuestion): Promise<Missed> {
  const { now, language, timeZone, station, kind, which } = question;
  if (typeof station === 'number') await requireStation(db, viewer, station);
  const day = judgedDay(question.day, { now, firstAt: await recordsBeginAt(db), timeZone });
  const at = which === 'due' ? day.endsAt : day.at;
  const isEnd = at === day.endsAt;
  const asked = { planId: null, cellId: null, language, timeZone };
  const { ranked, pending, tell } = await rankGaps(db, viewer, { ...asked, at, isEnd });
  const wanted =
    which === 'due'
      ? await withoutMissed(db, viewer, { ...asked, at: day.at, isEnd: day.isOver }, ranked)
      : ranked;
  const stationOf = await stationsFor(db, wanted);
  const ofKind = kind === undefined ? wanted : wanted.filter(({ found }) => found.kind === kind);
  const groups = groupByStation(ofKind, stationOf);
  return {
    day,
    pending,
    groups:
      station === undefined ? groups : groups.filter((group) => (group.station?.id ?? 'none') === station),
    tell: async (gaps) => {
      const [told, book, owners] = [
        await tell(gaps),
        await responsibleFor(db, viewer, gaps, isEnd ? at - 1 : at),
        await areaNames(
          db,
          gaps.flatMap((one) => ownerOf(one) ?? []),
        ),
      ];
      return gaps.flatMap((one, index) => {
        const gap = told[index];
        const owner = ownerOf(one);
        if (!gap) return [];
        return [
          {
            station: stationOf(placeOf(one)),
            owner: owner === null ? null : (owners.get(owner) ?? null),
            responsible: responsibleOf(one, book),
            ...gap,
          },
        ];
      });
    },
  };
}

/** Of what will be open those that are not yet. */
async function withoutMissed(
  db: Knex,
  viewer: Viewer,
  question: Parameters<typeof rankGaps>[2],
  ranked: readonly RankedGap[],
): Promise<readonly RankedGap[]> {
  const { ranked: open } = await rankGaps(db, viewer, question);
  const known = new Set(open.map(({ found }) => obligationOf(found)));
  return ranked.filter(({ found }) => !known.has(obligationOf(found)));
}

/** The village, community or forest area of a cell. */
export const ownerOf = ({ found }: RankedGap) => ('cell' in found ? found.cell.ownerAreaId : null);

function stationsFor(db: Knex, gaps: readonly RankedGap[]): Promise<(place: number) => Station | null> {
  const cells = new Map<number, { id: number; ownerAreaId: number | null }>();
  const areas = new Set<number>();
  for (const { found } of gaps) {
    if ('cell' in found) cells.set(found.cell.id, found.cell);
    else areas.add(found.area.id);
  }
  return stationsOf(db, [...cells.values()], [...areas]);
}

function responsibleFor(
  db: Knex,
  { peopleScope }: Viewer,
  gaps: readonly RankedGap[],
  at: number,
): Promise<ResponsibleBook> {
  const cellIds = gaps.flatMap(({ found }) => ('cell' in found ? [found.cell.id] : []));
  const areaIds = gaps.flatMap(({ found }) => ('area' in found ? [found.area.id] : []));
  const owners = gaps.flatMap((one) => ownerOf(one) ?? []);
  return responsibleAt(db, peopleScope, {
    cellIds: [...new Set(cellIds)],
    areaIds: [...new Set([...areaIds, ...owners])],
    at: new Date(at),
  });
}

/** Where nobody is assigned to a cell, those who answer for the village or community it belongs to. */
function responsibleOf(one: RankedGap, book: ResponsibleBook): MissedRow['responsible'] {
  const own = book.get(placeOf(one));
  if (own) return { of: 'place', ...own };
  const owner = ownerOf(one);
  const above = owner === null ? undefined : book.get(-owner);
  return above ? { of: 'owner', ...above } : { of: 'place', people: [], others: 0 };
}

async function requireStation(db: Knex, { scope }: Viewer, id: number): Promise<void> {
  const row = coversArea(scope, id)
    ? await db('areas').where({ id, kind: 'station' }).first('id')
    : undefined;
  if (row) return;
  throw new NotFound(
    'station-not-found',
    `There is no station ${id} in your areas.`,
    `您的辖区内没有编号为 ${id} 的派出所。`,
  );
}
