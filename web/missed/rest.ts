import type { MissedRow, MissedSheet } from '../../server/missed/missed.ts';

type Rest = MissedSheet['rest'];

/** What is said of those that are not listed, with some more that are not. */
export function withRows(rest: Rest, rows: readonly Pick<MissedRow, 'kind' | 'owner' | 'place'>[]): Rest {
  const totals = { ...rest.totals };
  const counts = new Map(rest.places.map(({ name, count }) => [name, count]));
  for (const { kind, owner, place } of rows) {
    totals[kind] = (totals[kind] ?? 0) + 1;
    const name = owner ?? place.name;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const places = [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
  return { total: rest.total + rows.length, totals, places, elsewhere: rest.elsewhere };
}
