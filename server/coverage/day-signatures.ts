import type { Knex } from 'knex';
import type { LocalDay } from './day-counts.ts';

const dayMs = 86_400_000;
/** Visits so long before a day may decide about it by the windows of a rule: two months. */
const lookbackDays = 62;

/**
 * For each day a text that changes with what it was judged from: plans, areas, rules and assignments, the duties of the
 * day, and the visits up to it, as far back as the windows of rules go.
 */
export async function readDaySignatures(
  db: Knex,
  planId: number | null,
  days: readonly LocalDay[],
): Promise<string[]> {
  const [first, last] = [days[0]?.interval[0] ?? 0, days.at(-1)?.interval[1] ?? 0];
  const { rows } = await db.raw(
    `select
       (select string_agg(name || ' ' || revision, ' ' order by name) from revisions)
         || coalesce((select ' ' || revision || ' ' || in_force::text from plans where id = :planId), '')
         || (select count(*) || ' ' || coalesce(bit_xor(hashtextextended(id || ' ' || period::text, 0)), 0) from rules) as common,
       (select coalesce(json_agg(json_build_array(day - date '1970-01-01', signature) order by day), '[]') from (
         select day, bit_xor(hashint8extended(device_id, revision))::text as signature from visit_days
         where day >= date '1970-01-01' + cast(:firstDay as integer) and day <= date '1970-01-01' + cast(:lastDay as integer)
         group by day) visited) as visited,
       (select json_agg(duty order by place) from (
         select place, (select count(*) || ' ' || coalesce(sum(extract(epoch from lower(period))), 0)
             || ' ' || coalesce(sum(extract(epoch from upper(period))), 0)
           from duties where period && tstzrange(begun, ended)) as duty
         from unnest(cast(:begins as timestamptz[]), cast(:ends as timestamptz[])) with ordinality
           as asked (begun, ended, place)) duties) as duties`,
    {
      planId,
      firstDay: Math.floor(first / dayMs) - lookbackDays,
      lastDay: Math.floor(last / dayMs),
      begins: days.map(({ interval }) => new Date(interval[0])),
      ends: days.map(({ interval }) => new Date(interval[1])),
    },
  );
  const { common, visited, duties }: Read = rows[0];
  return days.map(({ interval }, index) => {
    const until = Math.floor((interval[1] - 1) / dayMs);
    const seen = visited.filter(([day]) => day <= until && day >= until - lookbackDays);
    return `${common} ${duties?.[index]} ${xorOf(seen)}`;
  });
}

type Read = { common: string; visited: [day: number, signature: string][]; duties: string[] | null };

function xorOf(visited: Read['visited']): bigint {
  return visited.reduce((all, [day, signature]) => all ^ (BigInt(signature) * BigInt(2 * day + 1)), 0n);
}
