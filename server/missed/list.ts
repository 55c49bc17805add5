import { z } from 'zod';
import { gapKinds } from '../coverage/gap.ts';
import { compareKeys, type GapKey, keyOf, type RankedGap } from '../coverage/gap-list.ts';
import { decodeCursor, encodeCursor } from '../http/parse.ts';
import type { Missed } from './gather.ts';
import type { MissedList, StationTotals } from './missed.ts';
import { compareStations, type Station, type StationGaps } from './station.ts';

const cursorKey = z.tuple([z.string(), z.int(), z.number(), z.number(), z.string(), z.string()]);

type Line = { station: Station | null; gap: RankedGap };

/** What was not met on a day, station by station, the worst of each first, a page at a time. */
export async function listMissed(
  missed: Missed,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<MissedList> {
  const { groups, tell } = missed;
  const after = decodeCursor(cursorKey, cursor);
  const found: Line[] = [];
  // One more than is told: then there is a next page.
  for (const line of linesOf(groups)) {
    if (found.length > limit) break;
    if (!after || isAfter(line, after)) found.push(line);
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    ...tellDay(missed),
    total: groups.reduce((sum, { gaps }) => sum + gaps.length, 0),
    totals: sumOf(groups),
    stations: groups.map(totalsOf),
    rows: await tell(page.map(({ gap }) => gap)),
    next: found.length > page.length && last ? encodeCursor(placeOfLine(last)) : null,
  };
}

function* linesOf(groups: readonly StationGaps[]): Generator<Line> {
  for (const { station, gaps } of groups) for (const gap of gaps) yield { station, gap };
}

function sumOf(groups: readonly StationGaps[]): StationGaps['totals'] {
  const sum: StationGaps['totals'] = {};
  for (const kind of gapKinds) {
    const count = groups.reduce((total, { totals }) => total + (totals[kind] ?? 0), 0);
    if (count > 0) sum[kind] = count;
  }
  return sum;
}

export function totalsOf({ station, gaps, totals, worst }: StationGaps): StationTotals {
  return { station, total: gaps.length, totals, worst };
}

/** The day in the words of the answer. */
export function tellDay({ day: { day, at, asOf, isOver, isProvisional }, pending }: Missed) {
  const [judged, computed] = [new Date(at).toISOString(), new Date(asOf).toISOString()];
  return { day, at: judged, asOf: computed, isOver, isProvisional, pending };
}

/** No station has the id 0, which stands for none. */
const placeOfLine = ({ station, gap }: Line) => [station?.name ?? '', station?.id ?? 0, ...keyOf(gap)];

function isAfter({ station, gap }: Line, [name, id, ...key]: z.output<typeof cursorKey>): boolean {
  const order = compareStations(station, id === 0 ? null : { id, name });
  const last: GapKey = key;
  return order > 0 || (order === 0 && compareKeys(keyOf(gap), last) > 0);
}
