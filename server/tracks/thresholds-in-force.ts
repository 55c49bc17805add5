import type { Knex } from 'knex';
import { kindColumn } from './device-kind.ts';
import { type DeviceKind, defaultThresholds, type Thresholds } from './thresholds.ts';

/** What each kind of device is judged by. */
export type ThresholdsOf = (kind: DeviceKind) => Thresholds;

type Held = { revision: number; of: ThresholdsOf };
const cached = new WeakMap<object, Held>();

/**
 * The thresholds as the given connection or transaction sees them, held in memory while their revision stays. A
 * transaction that has read the revision already passes it.
 */
export async function thresholdsInForce(db: Knex, known?: number): Promise<ThresholdsOf> {
  const revision = known ?? (await currentRevision(db));
  // A transaction shares its settings with its pool, so both find the same.
  const key: object = db.client.config;
  const held = cached.get(key);
  if (held?.revision === revision) return held.of;
  const changed = await loadChanged(db);
  const of = (kind: DeviceKind) => changed.get(kind) ?? defaultThresholds[kind];
  cached.set(key, { revision, of });
  return of;
}

export async function thresholdsOfDevice(db: Knex, deviceId: number): Promise<Thresholds> {
  const device = await db('devices')
    .where({ id: deviceId })
    .first(db.raw(`${kindColumn('devices')} as kind`));
  return (await thresholdsInForce(db))(device?.kind ?? 'phone');
}

async function currentRevision(db: Knex): Promise<number> {
  const row = await db('revisions').where({ name: 'thresholds' }).first('revision');
  return row.revision;
}

async function loadChanged(db: Knex): Promise<Map<DeviceKind, Thresholds>> {
  const { rows } = await db.raw(
    'select distinct on (kind) kind, thresholds from threshold_changes order by kind, id desc',
  );
  return new Map(
    rows.map(({ kind, thresholds }: { kind: DeviceKind; thresholds: Partial<Thresholds> }) => [
      kind,
      { ...defaultThresholds[kind], ...thresholds },
    ]),
  );
}
