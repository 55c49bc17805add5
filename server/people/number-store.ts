import type { Knex } from 'knex';
import { lastTaken } from './number-queries.ts';
import { type NumberSeries, seriesKey } from './number-template.ts';

export async function insertTemplate(db: Knex, template: string, accountId: number): Promise<void> {
  await db('number_templates').insert({ template, account_id: accountId });
}

/**
 * Takes so many numbers of each series; answers the first of each by its key. The rows are held until the transaction
 * ends, in order of key: whoever takes numbers of the same series next gets those behind them.
 */
export async function takeNumbers(
  trx: Knex,
  wanted: readonly { series: NumberSeries; count: number }[],
): Promise<Map<string, number>> {
  const { rows } = await trx.raw(
    `insert into number_series (series, last)
     select series.key, ${lastTaken} + series.count
     from unnest(cast(:keys as text[]), cast(:prefixes as text[]), cast(:suffixes as text[]), cast(:counts as bigint[]))
       as series(key, prefix, suffix, count)
     order by series.key
     on conflict (series) do update set last = greatest(excluded.last,
       number_series.last + (select given.count from unnest(cast(:keys as text[]), cast(:counts as bigint[]))
         as given(key, count) where given.key = number_series.series))
     returning series, last`,
    {
      keys: wanted.map(({ series }) => seriesKey(series)),
      prefixes: wanted.map(({ series }) => series.prefix),
      suffixes: wanted.map(({ series }) => series.suffix),
      counts: wanted.map(({ count }) => count),
    },
  );
  const counts = new Map(wanted.map(({ series, count }) => [seriesKey(series), count]));
  return new Map(
    rows.map(({ series, last }: { series: string; last: number }) => [
      series,
      last - (counts.get(series) ?? 0) + 1,
    ]),
  );
}
