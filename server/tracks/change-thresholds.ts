import type { Knex } from 'knex';
import { z } from 'zod';
import { raiseRevision } from '../database/revision.ts';
import { inBoth } from '../http/in-both.ts';
import { kindColumn } from './device-kind.ts';
import { queueAll } from './reread-queue.ts';
import {
  type DeviceKind,
  defaultThresholds,
  deviceKinds,
  type Thresholds,
  thresholdLimits,
} from './thresholds.ts';
import { thresholdsInForce } from './thresholds-in-force.ts';

function within(name: keyof Thresholds): z.ZodNumber {
  const [least, most] = thresholdLimits[name];
  return z.number().min(least).max(most);
}

/** All of them are given: what is changed is seen beside what stays. Units are in the names. */
export const thresholds = z
  .strictObject({
    impossibleMetresPerSecond: within('impossibleMetresPerSecond'),
    jumpMetresPerSecond: within('jumpMetresPerSecond'),
    jumpMetres: within('jumpMetres'),
    jumpCloseShare: within('jumpCloseShare'),
    jumpWithinSeconds: within('jumpWithinSeconds'),
    presenceAccuracyMetres: within('presenceAccuracyMetres'),
    legWithinSeconds: within('legWithinSeconds'),
    legMetres: within('legMetres'),
    legMetresPerSecond: within('legMetresPerSecond'),
    movingMetresPerSecond: within('movingMetresPerSecond'),
    pauseSeconds: within('pauseSeconds'),
    stayMetres: within('stayMetres'),
    absenceSeconds: within('absenceSeconds'),
  })
  .refine(({ legWithinSeconds, pauseSeconds }) => legWithinSeconds <= pauseSeconds, {
    path: ['legWithinSeconds'],
    error: inBoth(
      'A leg cannot reach over a pause: at most pauseSeconds.',
      '相邻点的最长间隔不能超过停顿时长 pauseSeconds。',
    ),
  })
  .refine(
    ({ legMetresPerSecond, impossibleMetresPerSecond }) => legMetresPerSecond <= impossibleMetresPerSecond,
    {
      path: ['legMetresPerSecond'],
      error: inBoth(
        'A leg cannot be faster than what is possible: at most impossibleMetresPerSecond.',
        '路段速度不能超过可能的最高速度 impossibleMetresPerSecond。',
      ),
    },
  );

/** What holds of a kind of device, and how much a change of it would touch. */
export type KindThresholds = {
  kind: DeviceKind;
  thresholds: Thresholds;
  defaults: Thresholds;
  devices: number;
  /** Of these so many are still to be judged again. */
  waiting: number;
  changedAt: Date | null;
  changedBy: string | null;
};

export async function listThresholds(db: Knex): Promise<KindThresholds[]> {
  const thresholdsOf = await thresholdsInForce(db);
  const { rows } = await db.raw(
    `select kind, (select count(*) from devices where ${kindColumn('devices')} = asked.kind)::integer as devices,
       (select count(distinct device_id) from rereadings join devices on devices.id = device_id
         where ${kindColumn('devices')} = asked.kind and lower(period) = '-infinity')::integer as waiting,
       last.decided_at as "changedAt", last.display_name as "changedBy"
     from unnest(cast(:kinds as text[])) with ordinality as asked(kind, n)
     left join lateral (
       select decided_at, display_name from threshold_changes change
       join accounts on accounts.id = change.account_id
       where change.kind = asked.kind order by change.id desc limit 1
     ) last on true
     order by n`,
    { kinds: [...deviceKinds] },
  );
  return rows.map((row: Omit<KindThresholds, 'thresholds' | 'defaults'>) => ({
    ...row,
    thresholds: thresholdsOf(row.kind),
    defaults: defaultThresholds[row.kind],
  }));
}

/**
 * Sets what devices of a kind are judged by. Everything they have ever recorded is queued to be judged and read again;
 * what arrives from now on is judged by the new thresholds at once.
 */
export async function changeThresholds(
  db: Knex,
  { kind, thresholds: wanted, accountId }: { kind: DeviceKind; thresholds: Thresholds; accountId: number },
): Promise<void> {
  await db.transaction(async (trx) => {
    // First, so that changes come one after the other, and no device becomes one of this kind meanwhile.
    await raiseRevision(trx, 'thresholds');
    // Deliveries under way were judged by the old ones: their fixes must be there when the devices are read again.
    const { rows } = await trx.raw(
      `select id from devices where ${kindColumn('devices')} = :kind order by id for no key update`,
      { kind },
    );
    await trx('threshold_changes').insert({
      kind,
      thresholds: JSON.stringify(wanted),
      account_id: accountId,
    });
    await queueAll(
      trx,
      rows.map(({ id }: { id: number }) => id),
    );
  });
}
