import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { msColumn } from './columns.ts';

/** A half-open period in epoch milliseconds. */
export type Period = { readonly from: number; readonly to: number };
type Carrying = Period & { readonly personId: number };

/** Who carries a device when, and when those people are on duty. */
export type Custody = {
  readonly alwaysOnDuty: boolean;
  readonly carriers: readonly Carrying[];
  readonly duties: ReadonlyMap<number, readonly Period[]>;
};

type Ends = [personId: number, from: number, to: number | null];

const endsOf = (period: string) =>
  `json_build_array(person_id, ${msColumn(`lower(${period})`)}, ${msColumn(`upper(${period})`)})`;

/**
 * SQL of the carriers of a device `sent.device`, and of their duties that meet `sent.earliest` to `sent.latest`, as two
 * JSON columns.
 */
export const custodyColumns = `
  (select json_agg(${endsOf('period')} order by lower(period))
    from device_carriers where device_id = sent.device) as carriers,
  (select json_agg(${endsOf('period')}) from duties
    where person_id in (select person_id from device_carriers where device_id = sent.device)
      and period && tstzrange(sent.earliest, sent.latest, '[]')) as duties`;

/**
 * The same for many devices at once, at a third of the cost: common table expressions over `sent`, with the columns
 * `device`, `carriers` and `duties`, without a row where there is nothing.
 */
export const custodyOfSent = `
  carried as materialized (
    select device, person_id, period from sent join device_carriers on device_id = device
  ), custody_carriers as (
    select device, json_agg(${endsOf('period')} order by lower(period)) as carriers from carried group by device
  ), custody_duties as (
    select device, json_agg(${endsOf('duty.period')}) as duties
    from (select distinct device, person_id, earliest, latest from carried join sent using (device)) carrier
    join lateral (select person_id, period from duties where duties.person_id = carrier.person_id
      and duties.period && tstzrange(earliest, latest, '[]')) duty using (person_id)
    group by device
  )`;

/** What these return. */
export type CustodyRow = { carriers: Ends[] | null; duties: Ends[] | null };

export function custodyOf(row: CustodyRow, alwaysOnDuty: boolean): Custody {
  const duties = new Map<number, Period[]>();
  for (const [personId, from, to] of row.duties ?? []) {
    const periods = duties.get(personId) ?? [];
    periods.push({ from, to: to ?? Number.POSITIVE_INFINITY });
    duties.set(personId, periods);
  }
  const carriers = (row.carriers ?? []).map(([personId, from, to]) => ({
    personId,
    from,
    to: to ?? Number.POSITIVE_INFINITY,
  }));
  return { alwaysOnDuty, carriers, duties };
}

/** Who carried a device when, without the duties. */
export async function loadCarriers(db: Knex, deviceId: number): Promise<Custody> {
  const { rows } = await db.raw(
    `select ${custodyColumns} from (select cast(:deviceId as bigint) as device, timestamptz '1970-01-01' as earliest,
       timestamptz '1970-01-01' as latest) sent`,
    { deviceId },
  );
  return custodyOf(rows[0], true);
}

/** Looks up the carrier of an instant. Asked in order of time it finds most answers at once. */
export function carrierLookup({ carriers }: Custody): (at: number) => number | null {
  let index = 0;
  return (at) => {
    while (index > 0 && at < (carriers[index - 1]?.to ?? 0)) index--;
    while (index < carriers.length && at >= (carriers[index]?.to ?? 0)) index++;
    const carrying = carriers[index];
    return carrying && carrying.from <= at ? carrying.personId : null;
  };
}

/** True where there are times whose positions are not kept. */
export function isFiltered({ alwaysOnDuty, carriers }: Custody): boolean {
  return !alwaysOnDuty && carriers.length > 0;
}

/** True where a position of this instant may be kept: nobody carries the device, or whoever does is on duty. */
export function isKept(custody: Custody, carrierAt: (at: number) => number | null, at: number): boolean {
  if (custody.alwaysOnDuty) return true;
  const personId = carrierAt(at);
  if (personId === null) return true;
  return (custody.duties.get(personId) ?? []).some(({ from, to }) => from <= at && at < to);
}

/** How many of the instants fall on which local day. */
export function countByDay(instants: readonly number[], timeZone: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const at of instants) {
    const day = DateTime.fromMillis(at, { zone: timeZone }).toISODate() ?? '';
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return counts;
}
