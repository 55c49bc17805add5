import type { Knex } from 'knex';
import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import { retrying } from '../database/retry.ts';
import { Conflict, InvalidInput, NotFound } from '../http/problem.ts';
import { type DeviceFix, listDeviceFixes } from './device-fixes.ts';
import { lockDevice } from './device-state.ts';
import { flag, isRestored, isUsed } from './flag.ts';
import { rereadHours } from './reread-period.ts';
import { hourMs } from './thresholds.ts';

export const restoration = z.strictObject({
  recordedAt: z.iso.datetime({ offset: true }),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  restored: z.boolean().default(true).meta({ description: 'False takes it back: the fix is judged again' }),
});
type Restoration = z.output<typeof restoration>;

/**
 * Has a flagged fix used in lines and visits all the same, or no longer; the tracks and visits it touches are read
 * again. Who decided is recorded. NotFound where the scope covers no such fix; InvalidInput for one without a time to be
 * trusted; Conflict where another position of the same instant was restored.
 */
export function restoreFix(
  db: Knex,
  scope: Scope,
  deviceId: number,
  wanted: Restoration,
  accountId: number,
): Promise<DeviceFix> {
  return retrying(() =>
    db.transaction(async (trx) => {
      await lockDevice(trx, deviceId);
      const fixes = await fixesAt(trx, scope, deviceId, wanted.recordedAt);
      const fix = find(fixes, wanted);
      if (!fix) throw notFound(wanted);
      if (wanted.restored === isRestored(fix.flags) || (wanted.restored && isUsed(fix.flags))) return fix;
      if (wanted.restored) refuse(fixes, fix);
      const flags = fix.flags ^ flag.restored;
      await setFlags(trx, deviceId, fix, flags);
      await trx('restorations').insert({
        device_id: deviceId,
        recorded_at: fix.recordedAt,
        restored: wanted.restored,
        account_id: accountId,
      });
      await rereadHours(trx, deviceId, [Math.floor(fix.recordedAt.getTime() / hourMs) * hourMs]);
      return find(await fixesAt(trx, scope, deviceId, wanted.recordedAt), wanted) ?? { ...fix, flags };
    }),
  );
}

function fixesAt(trx: Knex, scope: Scope, deviceId: number, recordedAt: string): Promise<DeviceFix[]> {
  const from = new Date(recordedAt);
  const to = new Date(from.getTime() + 1);
  return listDeviceFixes(trx, scope, deviceId, { from, to, flagged: true }, { limit: 1000 });
}

function find(fixes: readonly DeviceFix[], { lon, lat }: Restoration): DeviceFix | undefined {
  return fixes.find(({ lonE7, latE7 }) => lonE7 === Math.round(lon * 1e7) && latE7 === Math.round(lat * 1e7));
}

function refuse(fixes: readonly DeviceFix[], fix: DeviceFix): void {
  if ((fix.flags & flag.timeSuspect) !== 0)
    throw new InvalidInput(
      'time-suspect',
      'When the device was there is not known, so the position cannot be used.',
      '该定位点的时间不可信，无法恢复使用。',
    );
  if (fixes.some((other) => other !== fix && isRestored(other.flags)))
    throw new Conflict(
      'another-restored',
      'Another position of the same time was restored; take that back first.',
      '同一时刻的另一位置已恢复使用，请先撤销。',
    );
}

async function setFlags(trx: Knex, deviceId: number, fix: DeviceFix, flags: number): Promise<void> {
  await trx('fixes')
    .where({ device_id: deviceId, recorded_at: fix.recordedAt, lon_e7: fix.lonE7, lat_e7: fix.latE7 })
    .update({ flags });
}

function notFound({ recordedAt }: Restoration): NotFound {
  return new NotFound(
    'fix-not-found',
    `There is no fix of this device in your areas at ${recordedAt} in this place.`,
    `您的辖区内没有该终端在 ${recordedAt} 于此位置的定位点。`,
  );
}
