import type { Knex } from 'knex';
import { DateTime } from 'luxon';

const monthsAhead = 2;
/** Where positions are kept for ever, older months share the default partition until they are asked for. */
const monthsBackWithoutEnd = 24;
const stemOf = 'fixes_';

/**
 * Makes the monthly partitions from the oldest month kept to two months ahead. What the default partition holds of a
 * month, from clocks that ran ahead, moves into it.
 */
export async function makePartitions(db: Knex, retentionMonths: number, now: Date): Promise<void> {
  const made = new Set(await partitionNames(db));
  const thisMonth = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('month');
  const back = retentionMonths || monthsBackWithoutEnd;
  for (let month = -back; month <= monthsAhead; month++) {
    const from = thisMonth.plus({ months: month });
    if (!made.has(nameOf(from))) await makePartition(db, from);
  }
}

/** Drops the partitions of months before an instant; others wait at most some seconds for it. */
export async function dropPartitions(db: Knex, before: Date): Promise<string[]> {
  const oldest = nameOf(DateTime.fromJSDate(before, { zone: 'utc' }));
  const old = (await partitionNames(db)).filter((name) => name < oldest);
  for (const name of old)
    await db.transaction(async (trx) => {
      await trx.raw(`set local lock_timeout = '5s'`);
      await trx.raw('drop table ??', [name]);
    });
  return old;
}

/**
 * Attaching a table, unlike creating a partition, lets others go on using the parent; only the default partition is
 * held, for its rows must not belong to the new one.
 */
async function makePartition(db: Knex, from: DateTime): Promise<void> {
  const name = nameOf(from);
  const bounds = [from.toISO(), from.plus({ months: 1 }).toISO()];
  await db.transaction(async (trx) => {
    await trx.raw(`set local lock_timeout = '5s'`);
    await trx.raw('lock table fixes_default in access exclusive mode');
    if ((await partitionNames(trx)).includes(name)) return; // another process was quicker
    await trx.raw('create table ?? (like fixes including defaults including constraints)', [name]);
    await trx.raw(
      `with moved as (delete from fixes_default where recorded_at >= ? and recorded_at < ? returning *)
       insert into ?? select * from moved returning 1`,
      [bounds[0] ?? '', bounds[1] ?? '', name],
    );
    // Bounds of a partition are constants, which no statement takes as parameters.
    await trx.raw(
      `alter table fixes attach partition ?? for values from ('${bounds[0]}') to ('${bounds[1]}')`,
      [name],
    );
  });
}

function nameOf(month: DateTime): string {
  return `${stemOf}${month.toFormat('yyyy_MM')}`;
}

async function partitionNames(db: Knex): Promise<string[]> {
  const { rows } = await db.raw(
    `select partition.relname as name from pg_inherits
     join pg_class partition on partition.oid = pg_inherits.inhrelid
     where pg_inherits.inhparent = 'fixes'::regclass order by partition.relname`,
  );
  return rows
    .map(({ name }: { name: string }) => name)
    .filter((name: string) => /^fixes_\d{4}_\d{2}$/.test(name));
}
