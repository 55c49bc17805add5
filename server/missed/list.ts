import { z } from 'zod';
import { compareKeys, countByKind, type GapKey, type RankedGap } from '../coverage/gap-list.ts';
import { decodeCursor, encodeCursor } from '../http/parse.ts';
import type { Missed } from './gather.ts';
import type { MissedList, StationTotals } from './missed.ts';
import { compareStations, type Station, type StationGaps } from './station.ts';

const cursorKey = z.tuple([z.string(), z.int(), z.number(), z.number(), z.string()]);

type Line = { station: Station | null; gap: RankedGap };

/** What was not met on a day, station by station, the worst of each first, a page at a time. */
export async function listMissed(
  missed: Missed,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<MissedList> {
  const { groups, tell } = missed;
  const lines = groups.flatMap(({ station, gaps }) => gaps.map((gap): Line => ({ station, gap })));
  const after = decodeCursor(cursorKey, cursor);
  const rest = after ? lines.filter((line) => isAfter(line, after)) : lines;
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    ...tellDay(missed),
    total: lines.length,
    totals: countByKind(lines.map(({ gap }) => gap)),
    stations: groups.map(totalsOf),
    rows: await tell(page.map(({ gap }) => gap)),
    next: rest.length > page.length && last ? encodeCursor(keyOf(last)) : null,
  };
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
const keyOf = ({ station, gap }: Line) => [station?.name ?? '', station?.id ?? 0, ...gap.key];

function isAfter({ station, gap }: Line, [name, id, ...key]: z.output<typeof cursorKey>): boolean {
  const order = compareStations(station, id === 0 ? null : { id, name });
  const last: GapKey = key;
  return order > 0 || (order === 0 && compareKeys(gap.key, last) > 0);
}
