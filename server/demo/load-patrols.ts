import type { Knex } from 'knex';
import type { Deps } from '../deps.ts';
import { insertCarrier, insertDevice } from '../devices/store.ts';
import { insertDuty } from '../duties/store.ts';
import { ingest } from '../tracks/ingest.ts';
import type { DemoDuty, Recording } from './duties.ts';
import { idOf } from './load-areas.ts';
import type { Unit } from './units.ts';

export async function loadDuties(
  db: Knex,
  peopleIds: ReadonlyMap<string, number>,
  duties: readonly DemoDuty[],
): Promise<void> {
  await db.transaction(async (trx) => {
    for (const { personNumber, from, to } of duties)
      await insertDuty(trx, { personId: idOf(peopleIds, personNumber), from, to });
  });
}

/** Registers the units' devices and who carries them since `from`. */
export function loadDevices(
  db: Knex,
  ids: { areas: ReadonlyMap<string, number>; people: ReadonlyMap<string, number> },
  units: readonly Unit[],
  from: Date,
): Promise<Map<Unit, number>> {
  return db.transaction(async (trx) => {
    const made = new Map<Unit, number>();
    for (const unit of units) {
      const { name, identity, alwaysOnDuty } = unit;
      const stationAreaId = idOf(ids.areas, unit.stationCode);
      const deviceId = await insertDevice(trx, { name, identity, alwaysOnDuty, stationAreaId });
      made.set(unit, deviceId);
      if (unit.carrier === undefined) continue;
      await insertCarrier(trx, { deviceId, personId: idOf(ids.people, unit.carrier), from, to: null });
    }
    return made;
  });
}

/** How many outings arrive in one delivery: a phone sends what it gathered when it finds a network. */
const OUTINGS_A_DELIVERY = 6;
/** Of every so many devices one sends its first delivery last. */
const ONE_IN_LATE = 6;

/** Sends what the devices recorded through the same ingest as any upload; some of it comes late, out of order. */
export async function loadRecordings(
  deps: Deps,
  deviceIds: ReadonlyMap<Unit, number>,
  recordings: readonly Recording[],
  now: Date,
): Promise<number> {
  let stored = 0;
  for (const [index, [unit, deviceId]] of [...deviceIds].entries()) {
    const own = recordings
      .filter(({ outing }) => outing.unit === unit)
      .sort((a, b) => a.outing.startAt.getTime() - b.outing.startAt.getTime());
    const sent = deliveries(own);
    const isLate = index % ONE_IN_LATE === 0;
    for (const fixes of isLate ? [...sent.slice(1), ...sent.slice(0, 1)] : sent) {
      const receipt = await ingest(deps, {
        deviceId,
        protocol: 'demonstration',
        isLive: false,
        receivedAt: now.getTime(),
        decoded: {
          fixes: fixes.map((fix, place) => ({ ...fix, index: place, recordedAt: fix.recordedAt.getTime() })),
          refused: [],
        },
      });
      stored += receipt.stored;
    }
  }
  return stored;
}

function deliveries(recordings: readonly Recording[]) {
  return Array.from({ length: Math.ceil(recordings.length / OUTINGS_A_DELIVERY) }, (_, index) =>
    recordings
      .slice(index * OUTINGS_A_DELIVERY, (index + 1) * OUTINGS_A_DELIVERY)
      .flatMap(({ fixes }) => fixes),
  );
}
