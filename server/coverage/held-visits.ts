import type { Knex } from 'knex';
import { ChangedCells } from './changed-cells.ts';
import type { Interval } from './interval.ts';
import { concat, filter, packedVisit, unpack, type Visits } from './visit-columns.ts';
import { groupVisits, type VisitsByCell } from './visit-table.ts';

/** The visits that began on a UTC day, as of the revision of each device's visits of that day. */
type HeldDay = { signature: string; revisions: ReadonlyMap<number, number>; visits: Visits };
/** Days by their number since 1970, the longest unused first, and the last answer with what it was made of. */
type Held = {
  days: Map<number, HeldDay>;
  answer: Answer | undefined;
  last: Promise<unknown>;
  changes: ChangedCells;
};
type Answer = { key: string; visits: VisitsByCell };
type DeviceDay = { day: number; deviceId: number; revision: number };

const dayMs = 86_400_000;
/** 56 bytes each. */
const mostVisitsHeld = 2_500_000;
/** Stretches that are read at once, for they share PostgreSQL's cores. */
const readers = 4;

const heldByDatabase = new WeakMap<object, Held>();

/**
 * All visits of the days on which one that intersects the period may have begun. They are held in memory, for reading
 * 150,000 takes longer than all the rest of an answer about them; of a day that is held, only the devices are read whose
 * visits were written since. The answers of one process wait for one another here.
 */
export function heldVisits(db: Knex, period: Interval): Promise<VisitsByCell> {
  const held = heldOf(db);
  const answer = held.last.then(() => readThrough(db, held, period));
  // Whoever asked is told; the next one asks again.
  held.last = answer.then(noMatter, noMatter);
  return answer;
}

/** What comes next waits, and neither fails with what was before nor holds it. */
const noMatter = () => undefined;

function heldOf(db: Knex): Held {
  // A transaction shares its settings with its pool, so both find the same days.
  const key: object = db.client.config;
  const held = heldByDatabase.get(key) ?? {
    days: new Map(),
    answer: undefined,
    last: Promise.resolve(),
    changes: new ChangedCells(),
  };
  heldByDatabase.set(key, held);
  return held;
}

async function readThrough(db: Knex, held: Held, [from, to]: Interval): Promise<VisitsByCell> {
  const { days, changes } = held;
  // A visit lasts a day at most.
  const first = Math.floor((from - dayMs) / dayMs);
  const last = Math.floor((to - 1) / dayMs);
  const signatures = await readSignatures(db, first, last);
  const key = [...signatures].join(';');
  if (held.answer?.key === key) return held.answer.visits;
  for (const [day, { visits }] of [...days]) {
    if (day < first || day > last || signatures.has(day)) continue;
    days.delete(day);
    changes.note(visits.cellId);
  }
  const changed = [...signatures].filter(([day, signature]) => days.get(day)?.signature !== signature);
  if (changed.length > 0) await readAgain(db, held, new Map(changed));
  const grouped = groupVisits(concat([...signatures.keys()].map((day) => touch(days, day)?.visits ?? none)));
  const visits = { ...grouped, asOf: changes.now() };
  held.answer = visits.dwellMs.length > mostVisitsHeld ? undefined : { key, visits };
  forget(held);
  return visits;
}

const none = unpack(Buffer.alloc(0));

/** The days on which visits began, in order; a signature changes with the visits of any device. */
async function readSignatures(db: Knex, first: number, last: number): Promise<Map<number, string>> {
  const { rows } = await db.raw(
    `select day - date '1970-01-01' as day, bit_xor(hashint8extended(device_id, revision))::text as signature from visit_days
     where day >= date '1970-01-01' + cast(:first as integer) and day <= date '1970-01-01' + cast(:last as integer)
     group by visit_days.day order by visit_days.day`,
    { first, last },
  );
  return new Map(rows.map(({ day, signature }: { day: number; signature: string }) => [day, signature]));
}

/** Reads what was written since, of the days with these signatures. */
async function readAgain(
  db: Knex,
  { days, changes }: Held,
  signatures: ReadonlyMap<number, string>,
): Promise<void> {
  const { rows } = await db.raw(
    `select day - date '1970-01-01' as day, device_id as "deviceId", revision from visit_days
     where day in (select date '1970-01-01' + day from unnest(cast(:days as integer[])) day) order by device_id, day`,
    { days: [...signatures.keys()] },
  );
  const known: DeviceDay[] = rows;
  const stale = known.filter(
    ({ day, deviceId, revision }) => days.get(day)?.revisions.get(deviceId) !== revision,
  );
  const read = await readDeviceDays(db, stale);
  const revisionsOf = new Map([...signatures.keys()].map((day) => [day, new Map<number, number>()]));
  for (const { day, deviceId, revision } of known) revisionsOf.get(day)?.set(deviceId, revision);
  for (const [day, signature] of signatures) {
    const before = days.get(day);
    const revisions = revisionsOf.get(day) ?? new Map();
    const isKept = (deviceId: number) => before?.revisions.get(deviceId) === revisions.get(deviceId);
    const fresh = read.get(day) ?? [];
    const kept = before ? filter(before.visits, (place) => isKept(before.visits.deviceId[place] ?? 0)) : none;
    if (before)
      changes.note(filter(before.visits, (place) => !isKept(before.visits.deviceId[place] ?? 0)).cellId);
    for (const { cellId } of fresh) changes.note(cellId);
    days.set(day, { signature, revisions, visits: concat([kept, ...fresh]) });
  }
}

async function readDeviceDays(db: Knex, wanted: readonly DeviceDay[]): Promise<Map<number, Visits[]>> {
  const size = Math.ceil(wanted.length / readers);
  const parts = Array.from({ length: readers }, (_, part) => wanted.slice(part * size, (part + 1) * size));
  const answers = await Promise.all(
    parts.map(async (part): Promise<{ day: number; visits: Buffer }[]> => {
      if (part.length === 0) return [];
      const { rows } = await db.raw(
        `select day, string_agg(${packedVisit}, '') as visits
         from unnest(cast(:days as integer[]), cast(:deviceIds as bigint[])) as wanted (day, device_id)
         join visits on visits.device_id = wanted.device_id
           and entered_at >= timestamptz '1970-01-01 00:00Z' + make_interval(hours => 24 * day)
           and entered_at < timestamptz '1970-01-01 00:00Z' + make_interval(hours => 24 * (day + 1))
         group by day`,
        { days: part.map(({ day }) => day), deviceIds: part.map(({ deviceId }) => deviceId) },
      );
      return rows;
    }),
  );
  const read = new Map<number, Visits[]>();
  for (const { day, visits } of answers.flat()) read.set(day, [...(read.get(day) ?? []), unpack(visits)]);
  return read;
}

function touch(days: Map<number, HeldDay>, day: number): HeldDay | undefined {
  const one = days.get(day);
  if (!one) return undefined;
  days.delete(day);
  days.set(day, one);
  return one;
}

function forget({ days, changes }: Held): void {
  let count = 0;
  for (const { visits } of days.values()) count += visits.cellId.length;
  for (const [day, { visits }] of days) {
    if (count <= mostVisitsHeld) return;
    count -= visits.cellId.length;
    days.delete(day);
    // When it is read again, nobody knows what is different.
    changes.forget();
  }
}
