import type { Knex } from 'knex';
import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import { retrying } from '../database/retry.ts';
import { Conflict, InvalidInput, NotFound } from '../http/problem.ts';
import { insertDecision } from './decisions-store.ts';
import { type DeviceFix, listDeviceFixes } from './device-fixes.ts';
import { lockDevice } from './device-state.ts';
import { flag, isRestored, isUsed, reasonsOf } from './flag.ts';
import { rereadHours } from './reread-period.ts';
import { hourMs } from './thresholds.ts';

const place = {
  recordedAt: z.iso.datetime({ offset: true }),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
};
export const restoration = z.strictObject({
  ...place,
  restored: z.boolean().default(true).meta({ description: 'False takes it back: the fix is judged again' }),
});
export const exclusion = z.strictObject({
  ...place,
  excluded: z.boolean().default(true).meta({ description: 'False takes it back: the fix is judged again' }),
});

/** Which fix, and what a person says of it: it is `restored`, or `excluded`, or no longer. */
export type Verdict = { recordedAt: string; lon: number; lat: number } & (
  | { restored: boolean }
  | { excluded: boolean }
);

/**
 * Has a fix used in lines and visits though it is flagged, or left out though it is not, or either no longer; the
 * tracks and visits it touches are read again, and who decided is recorded. NotFound where the scope covers no such
 * fix; InvalidInput for one without a time to be trusted; Conflict where another position of the instant was restored.
 */
export function decideFix(
  db: Knex,
  scope: Scope,
  deviceId: number,
  verdict: Verdict,
  accountId: number,
): Promise<DeviceFix> {
  const { bit, isSet, decision } = meaningOf(verdict);
  return retrying(() =>
    db.transaction(async (trx) => {
      await lockDevice(trx, deviceId);
      const fixes = await fixesAt(trx, scope, deviceId, verdict.recordedAt);
      const fix = find(fixes, verdict);
      if (!fix) throw notFound(verdict);
      const isSo = (fix.flags & bit) !== 0;
      if (isSo === isSet || (decision === 'restore' && isUsed(fix.flags))) return fix;
      refuseUndated(fix);
      if (decision === 'restore') refuseSecond(fixes, fix);
      const others = fix.flags & ~(flag.restored | flag.excluded);
      const flags = isSet ? others | bit : others;
      await setFlags(trx, deviceId, fix, flags);
      const { recordedAt } = fix;
      await insertDecision(trx, { deviceId, recordedAt, decision, reasons: reasonsOf(others), accountId });
      await rereadHours(trx, deviceId, [Math.floor(recordedAt.getTime() / hourMs) * hourMs]);
      return find(await fixesAt(trx, scope, deviceId, verdict.recordedAt), verdict) ?? { ...fix, flags };
    }),
  );
}

function meaningOf(verdict: Verdict) {
  if ('restored' in verdict) {
    const decision = verdict.restored ? 'restore' : 'judge';
    return { bit: flag.restored, isSet: verdict.restored, decision } as const;
  }
  const decision = verdict.excluded ? 'exclude' : 'judge';
  return { bit: flag.excluded, isSet: verdict.excluded, decision } as const;
}

function fixesAt(trx: Knex, scope: Scope, deviceId: number, recordedAt: string): Promise<DeviceFix[]> {
  const from = new Date(recordedAt);
  const to = new Date(from.getTime() + 1);
  return listDeviceFixes(trx, scope, deviceId, { from, to, flagged: true }, { limit: 1000 });
}

function find(fixes: readonly DeviceFix[], { lon, lat }: Verdict): DeviceFix | undefined {
  return fixes.find(({ lonE7, latE7 }) => lonE7 === Math.round(lon * 1e7) && latE7 === Math.round(lat * 1e7));
}

function refuseUndated(fix: DeviceFix): void {
  if ((fix.flags & flag.timeSuspect) === 0) return;
  throw new InvalidInput(
    'time-suspect',
    'When the device was there is not known, so the position cannot be used.',
    '该定位点的时间不可信，无法使用。',
  );
}

function refuseSecond(fixes: readonly DeviceFix[], fix: DeviceFix): void {
  if (!fixes.some((other) => other !== fix && isRestored(other.flags))) return;
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

function notFound({ recordedAt }: Verdict): NotFound {
  return new NotFound(
    'fix-not-found',
    `There is no fix of this device in your areas at ${recordedAt} in this place.`,
    `您的辖区内没有该终端在 ${recordedAt} 于此位置的定位点。`,
  );
}
