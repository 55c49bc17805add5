import type { Knex } from 'knex';
import { countByKind, type RankedGap } from '../coverage/gap-list.ts';
import { labelOf } from '../coverage/gap-words.ts';
import { type Missed, ownerOf } from './gather.ts';
import { tellDay, totalsOf } from './list.ts';
import type { MissedSheet, MissedSheets } from './missed.ts';
import { areaNames } from './station-queries.ts';

/** So many rows fit on a page of A4 below its head and above what is said of the rest; fewer where they say much. */
const rowsOnPage = 15;
/** The places that hold the rest are named in so many characters, which are two lines and a half of the page. */
const placesCharacters = 140;

/** A page for each station: its worst rows, and how many more there are and where. */
export async function missedSheetsOf(db: Knex, missed: Missed): Promise<MissedSheets> {
  const { groups, tell } = missed;
  const first = groups.map(({ gaps }) => gaps.slice(0, rowsOnPage));
  const rest = groups.map(({ gaps }) => gaps.slice(rowsOnPage));
  const told = await tell(first.flat());
  const names = await areaNames(
    db,
    rest.flat().flatMap((one) => ownerOf(one) ?? []),
  );
  let from = 0;
  const sheets = groups.map((group, index): MissedSheet => {
    const to = from + (first[index]?.length ?? 0);
    const rows = told.slice(from, to);
    from = to;
    return { ...totalsOf(group), rows, rest: sumUp(rest[index] ?? [], names) };
  });
  return { ...tellDay(missed), sheets };
}

/** How many there are of each kind, and in which villages and communities, the most first. */
export function sumUp(rest: readonly RankedGap[], names: ReadonlyMap<number, string>): MissedSheet['rest'] {
  const counts = new Map<string, number>();
  for (const one of rest) {
    const name = placeName(one, names);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const places = [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const named = fitting(places);
  const elsewhere = rest.length - named.reduce((sum, { count }) => sum + count, 0);
  return { total: rest.length, totals: countByKind(rest), places: named, elsewhere };
}

function fitting<T extends { name: string; count: number }>(places: readonly T[]): T[] {
  let characters = 0;
  return places.filter(({ name, count }) => {
    characters += `${name} ${count}、`.length;
    return characters <= placesCharacters;
  });
}

function placeName({ found }: RankedGap, names: ReadonlyMap<number, string>): string {
  if ('area' in found) return found.area.name;
  return names.get(found.cell.ownerAreaId ?? 0) ?? labelOf(found);
}
