import { expect, test } from 'vitest';
import { makePartitions } from '../../server/tracks/partitions.ts';
import { retain } from '../../server/tracks/retention.ts';
import { testDatabase } from '../support/database.ts';
import { makeDevice } from '../support/district.ts';
import { deliver, depsOf, fixAt, storedOf } from './movement.ts';

const { db } = await testDatabase();
const deps = depsOf(db);
const now = new Date('2026-05-20T12:00:00Z');

async function partitions(): Promise<string[]> {
  const { rows } = await db.raw(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'fixes'::regclass order by 1`,
  );
  return rows.map(({ name }: { name: string }) => name);
}

async function withoutPartitions(): Promise<void> {
  for (const name of await partitions()) if (name !== 'fixes_default') await db.raw('drop table ??', [name]);
}

const fixOn = (day: string) => ({ ...fixAt(0, 0), recordedAt: Date.parse(`${day}T10:00:00Z`) });

test('makes the months from the oldest kept to two ahead, and moves into them what the default partition held', async () => {
  await withoutPartitions();
  const device = await makeDevice(db);
  await deliver(deps, device, ['2026-04-30', '2026-05-01', '2026-05-31'].map(fixOn), {
    receivedAt: now.getTime(),
  });
  const before = await storedOf(db, device);
  await makePartitions(db, 2, now);
  await makePartitions(db, 2, now);
  expect(await partitions()).toEqual([
    'fixes_2026_03',
    'fixes_2026_04',
    'fixes_2026_05',
    'fixes_2026_06',
    'fixes_2026_07',
    'fixes_default',
  ]);
  const counts = await db.raw(
    'select (select count(*) from fixes_2026_05) as may, (select count(*) from fixes_default) as rest',
  );
  expect(counts.rows[0]).toEqual({ may: 2, rest: 0 });
  expect(await storedOf(db, device)).toEqual(before);
  expect(await deliver(deps, device, [fixOn('2026-05-01')])).toMatchObject({ duplicates: 1 });
  await withoutPartitions();
});

test('ends what is older than the retention with its month, and a suspect time when its arrival is that old', async () => {
  await withoutPartitions();
  const device = await makeDevice(db);
  const longAgo = Date.parse('2026-01-15T00:00:00Z');
  await deliver(deps, device, [fixOn('2026-01-10'), fixOn('1980-01-01')], { receivedAt: longAgo });
  await deliver(deps, device, [fixOn('2026-05-10'), fixOn('1985-01-01')], { receivedAt: now.getTime() });
  await retain(db, 3, new Date('2026-04-20T00:00:00Z'));
  expect((await storedOf(db, device)).fixes).toHaveLength(4);
  await retain(db, 3, now);
  const { fixes, tracks } = await storedOf(db, device);
  expect(
    fixes.map(({ recorded_at }: { recorded_at: Date }) => recorded_at.toISOString().slice(0, 10)),
  ).toEqual(['1985-01-01', '2026-05-10']);
  expect(tracks).toHaveLength(1);
  expect(await partitions()).not.toContain('fixes_2026_01');
  expect(await db('receipts').select('id')).toHaveLength(1);
  await withoutPartitions();
});
