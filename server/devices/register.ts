import type { Knex } from 'knex';
import { coversStation, type Scope } from '../access/scope.ts';
import { raiseRevision } from '../database/revision.ts';
import { violatedConstraint } from '../database/violation.ts';
import { refuseBackwards } from '../http/period.ts';
import { Conflict, NotFound } from '../http/problem.ts';
import { refuseAfterLeaving } from '../people/leave.ts';
import { getPerson } from '../people/queries.ts';
import { lockPeople } from '../people/store.ts';
import { queueAll, queueRereading } from '../tracks/reread-queue.ts';
import type { Carrier, Device, DeviceChange, DeviceInput } from './device.ts';
import { carriersWithin, getDevice, listCarriers } from './queries.ts';
import {
  insertCarrier,
  insertDevice,
  keepFormerDatum,
  kindOf,
  lockDevice,
  setCarrierEnd,
  updateDevice,
} from './store.ts';

/** Registers a device of a station that the scope covers, or of the district. */
export async function registerDevice(db: Knex, scope: Scope, input: DeviceInput): Promise<Device> {
  refuseForeignStation(scope, input.stationAreaId ?? null);
  const id = await tellingKnownIdentity(input, () => insertDevice(db, input));
  return getDevice(db, scope, id);
}

export async function changeDevice(
  db: Knex,
  scope: Scope,
  id: number,
  change: DeviceChange,
): Promise<Device> {
  await getDevice(db, scope, id);
  if (change.stationAreaId !== undefined) refuseForeignStation(scope, change.stationAreaId);
  await tellingKnownIdentity(change, () => db.transaction((trx) => changeIn(trx, id, change)));
  return getDevice(db, scope, id);
}

/** What a device of another kind has recorded is judged again. */
async function changeIn(trx: Knex, id: number, change: DeviceChange): Promise<void> {
  // First, so that nobody changes the thresholds of the kind meanwhile without this device.
  if (change.kind) await raiseRevision(trx, 'thresholds');
  await lockDevice(trx, id);
  const isJudgedAnew = change.kind !== undefined && change.kind !== (await kindOf(trx, id));
  if (change.datum) await keepFormerDatum(trx, id, change.datum);
  await updateDevice(trx, id, change);
  if (isJudgedAnew) await queueAll(trx, [id]);
}

/** Says who carries a device from when. What it reported in that time is read again as theirs. */
export async function carry(
  db: Knex,
  scope: Scope,
  timeZone: string,
  carrying: { deviceId: number; personId: number; from: Date; to: Date | null },
): Promise<Carrier> {
  const { deviceId, personId, from, to } = carrying;
  refuseBackwards(from, to);
  await getDevice(db, scope, deviceId);
  const id = await tellingOtherCarriers(db, carrying, () =>
    db.transaction(async (trx) => {
      await lockPeople(trx, [personId]);
      refuseAfterLeaving([await getPerson(trx, scope, personId)], { from, to }, timeZone);
      await lockDevice(trx, deviceId);
      const inserted = await insertCarrier(trx, carrying);
      await queueRereading(trx, deviceId, { from, to });
      return inserted;
    }),
  );
  return getCarrier(db, scope, deviceId, id);
}

/** Ends a carrying at another time, or leaves it open. */
export async function changeCarrierEnd(
  db: Knex,
  scope: Scope,
  timeZone: string,
  { deviceId, id, to }: { deviceId: number; id: number; to: Date | null },
): Promise<Carrier> {
  await getDevice(db, scope, deviceId);
  const held = await getCarrier(db, scope, deviceId, id);
  refuseBackwards(held.from, to);
  await tellingOtherCarriers(db, { ...held, deviceId, to }, () =>
    db.transaction(async (trx) => {
      await lockPeople(trx, [held.personId]);
      refuseAfterLeaving([await getPerson(trx, scope, held.personId)], { from: held.from, to }, timeZone);
      await lockDevice(trx, deviceId);
      const before = (await getCarrier(trx, scope, deviceId, id)).to;
      await setCarrierEnd(trx, id, to);
      await queueRereading(trx, deviceId, betweenEnds(before, to));
    }),
  );
  return getCarrier(db, scope, deviceId, id);
}

/** The time in which a device changes hands where an end moves; a null end is open. */
function betweenEnds(before: Date | null, after: Date | null): { from: Date; to: Date | null } {
  const [first, last] = [before, after].sort(
    (a, b) => (a?.getTime() ?? Infinity) - (b?.getTime() ?? Infinity),
  );
  return { from: first ?? new Date(), to: last ?? null };
}

async function getCarrier(db: Knex, scope: Scope, deviceId: number, id: number): Promise<Carrier> {
  const found = (await listCarriers(db, scope, deviceId)).find((held) => held.id === id);
  if (found) return found;
  throw new NotFound(
    'carrier-not-found',
    `Device ${deviceId} has no carrying ${id}.`,
    `终端 ${deviceId} 没有携带记录 ${id}。`,
  );
}

export function refuseForeignStation(scope: Scope, stationAreaId: number | null): void {
  if (coversStation(scope, stationAreaId)) return;
  throw new NotFound(
    'area-not-found',
    stationAreaId === null
      ? 'A device without a station is the district’s; give one of your stations.'
      : `There is no area ${stationAreaId} in your area.`,
    stationAreaId === null
      ? '不属于派出所的终端归全旗县管理，请选择您辖区内的派出所。'
      : `您的辖区内没有辖区 ${stationAreaId}。`,
  );
}

export async function tellingKnownIdentity<T>(
  { identity }: DeviceChange,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatedConstraint(error) === 'devices_station_area_fkey')
      throw new NotFound('area-not-found', 'There is no such station area.', '没有这个派出所辖区。');
    if (violatedConstraint(error) !== 'devices_identity_key') throw error;
    throw new Conflict(
      'identity-taken',
      `Another device has the identity ${identity}; each terminal's number is registered once.`,
      `终端号 ${identity} 已登记在另一台终端上，每个终端号只能登记一次。`,
    );
  }
}

export async function tellingOtherCarriers<T>(
  db: Knex,
  { deviceId, personId, from, to }: { deviceId: number; personId: number; from: Date; to: Date | null },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatedConstraint(error) !== 'device_carriers_once') throw error;
    const others = (await carriersWithin(db, deviceId, { from, to })).filter(
      (held) => held.personId !== personId,
    );
    const [other] = others.length > 0 ? others : await carriersWithin(db, deviceId, { from, to });
    const [who, since] = [other?.person.name ?? '', other?.from.toISOString() ?? ''];
    throw new Conflict(
      'device-carried',
      `${who} carries this device in that time (since ${since}); end that first.`,
      `该时段由${who}携带此终端（自 ${since}），请先结束该携带记录。`,
      { carrier: other?.id },
    );
  }
}
