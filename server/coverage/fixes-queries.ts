import type { Knex } from 'knex';
import type { ReadFix } from '../tracks/fix.ts';
import { flag, ownFlagsOf } from '../tracks/flag.ts';

type Columns = [
  at: number[],
  lonE7: number[],
  latE7: number[],
  accuracy: (number | null)[],
  breakBefore: boolean[],
  flags: number[],
];

/**
 * The fixes of a device in a half-open period, in epoch ms, that take part in reading, in order and not judged yet. They
 * travel as columns: there may be millions.
 */
export async function readFixes(
  db: Knex,
  deviceId: number,
  fromMs: number,
  toMs: number,
): Promise<ReadFix[]> {
  const order = 'order by recorded_at, lon_e7, lat_e7';
  const { rows } = await db.raw(
    `select json_build_array(
       coalesce(json_agg(round(extract(epoch from recorded_at) * 1000)::bigint ${order}), '[]'),
       json_agg(lon_e7 ${order}), json_agg(lat_e7 ${order}), json_agg(accuracy_metres ${order}),
       json_agg(break_before ${order}), json_agg(flags ${order})) as columns
     from fixes where device_id = :deviceId and recorded_at >= :from and recorded_at < :to
       and flags & ${flag.timeSuspect} = 0`,
    { deviceId, from: new Date(fromMs), to: new Date(toMs) },
  );
  const [at, lonE7, latE7, accuracy, breakBefore, flags]: Columns = rows[0].columns;
  return at.map((instant, index) => {
    const own = ownFlagsOf(flags[index] ?? 0);
    return {
      at: instant,
      lonE7: lonE7[index] ?? 0,
      latE7: latE7[index] ?? 0,
      accuracyMetres: frounded(accuracy[index]),
      breakBefore: breakBefore[index] ?? false,
      own,
      stored: flags[index] ?? 0,
      judged: own,
    };
  });
}

/** JSON shows the shortest digits of what is stored in single precision. */
const frounded = (value: number | null | undefined) =>
  typeof value === 'number' ? Math.fround(value) : null;
