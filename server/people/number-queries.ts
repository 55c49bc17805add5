import type { Knex } from 'knex';
import { defaultTemplate, type NumberSeries } from './number-template.ts';

export type TemplateInForce = { template: string; changedAt: Date | null; changedBy: string | null };

/** How numbers are made now, and who said so. */
export async function templateInForce(db: Knex): Promise<TemplateInForce> {
  const { rows } = await db.raw(
    `select change.template, change.decided_at as "changedAt", account.display_name as "changedBy"
     from number_templates change join accounts account on account.id = change.account_id
     order by change.id desc limit 1`,
  );
  return rows[0] ?? { template: defaultTemplate, changedAt: null, changedBy: null };
}

/** The codes of stations by id; a station without a code is named by its id. */
export async function stationCodes(db: Knex, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await db('areas')
    .whereIn('id', [...ids])
    .select('id', 'code');
  return new Map(rows.map(({ id, code }) => [id, code ?? String(id)]));
}

/**
 * The last number that is taken in a series, whether it was given or typed; 0 where there is none. An SQL expression
 * over `series.prefix` and `series.suffix`.
 */
export const lastTaken = `(select coalesce(max(cast(taken.digits as bigint)), 0) from (
    select substr(number, length(series.prefix) + 1, length(number) - length(series.prefix) - length(series.suffix))
      as digits
    from people where starts_with(number, series.prefix) and right(number, length(series.suffix)) = series.suffix
      and length(number) > length(series.prefix) + length(series.suffix)
  ) taken where taken.digits ~ '^[0-9]{1,15}$')`;

/** The next free number of a series, which nobody has yet: it is given when the person is entered. */
export async function nextInSeries(
  db: Knex,
  { prefix, suffix }: NumberSeries,
  series: string,
): Promise<number> {
  const { rows } = await db.raw(
    `select greatest(${lastTaken}, (select last from number_series given where given.series = :series)) + 1 as next
     from (select cast(:prefix as text) as prefix, cast(:suffix as text) as suffix) series`,
    { prefix, suffix, series },
  );
  return rows[0].next;
}
