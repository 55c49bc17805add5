import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Interval } from './interval.ts';

/** Raised whenever the same data would give other figures. */
const formula = 1;
const dayMs = 86_400_000;
/** Visits so long before a period may decide about it by the windows of a rule: two months. */
const lookbackDays = 62;
/** What may be asked for lies between the years 1 and 9999. */
const [firstDay, lastDay] = [-719_000, 2_940_000];

/**
 * A text that changes with all that the figures of plans in a period are computed from: cells, areas, staff, points,
 * thresholds, rules, duties, and every line and visit since two months before.
 */
export async function revisionOf(
  db: Knex,
  planIds: readonly number[],
  [from, to]: Interval,
): Promise<string> {
  const { rows } = await db.raw(
    `select
       (select string_agg(name || ' ' || revision, ' ' order by name) from revisions) as revisions,
       (select string_agg(id || ' ' || revision || ' ' || coalesce(in_force::text, ''), ' ' order by id)
         from plans where id = any(cast(:planIds as bigint[]))) as plans,
       (select count(*) || ' ' || coalesce(bit_xor(hashtextextended(id || ' ' || period::text, 0)), 0) from rules) as rules,
       (select count(*) || ' ' || coalesce(bit_xor(hashtextextended(id || ' ' || period::text, 0)), 0) from duties
         where period && tstzrange(:begin, :end)) as duties,
       (select bit_xor(hashint8extended(device_id * 100000 + (day - date '1970-01-01'), revision)) from visit_days
         where day >= date '1970-01-01' + cast(:first as integer)
           and day <= date '1970-01-01' + cast(:last as integer)) as lines`,
    {
      planIds: [...planIds],
      begin: new Date(from),
      end: new Date(to),
      first: Math.max(firstDay, Math.floor(from / dayMs) - lookbackDays),
      last: Math.min(lastDay, Math.floor(to / dayMs) + 1),
    },
  );
  const { revisions, plans, rules, duties, lines } = rows[0];
  return createHash('sha256')
    .update(JSON.stringify([formula, from, to, revisions, plans, rules, duties, lines]))
    .digest('hex')
    .slice(0, 16);
}
