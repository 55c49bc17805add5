import type { Knex } from 'knex';
import { seededRandom } from '../server/demo/random.ts';
import type { Deps } from '../server/deps.ts';
import type { ReportedFix } from '../server/tracks/fix.ts';
import { ingest } from '../server/tracks/ingest.ts';

/** A square district of so many cells each way, and the outings of its devices. */
export type Patrolled = {
  cellsAcross: number;
  devices: number;
  /** Epoch ms; everybody goes out once a day. */
  firstDay: number;
  days: number;
  fixes: number;
};

const everySeconds = 10;
/** Cells of some 440 by 670 metres. */
const cellDegrees = 0.006;
const west = 118;
const south = 48;
const dayMs = 86_400_000;

/** A plan in force since long ago, an officer and a volunteer for every cell, and rules of each kind. */
export async function makeDistrict(
  db: Knex,
  { cellsAcross, devices, firstDay, days }: Patrolled,
): Promise<void> {
  await db.raw(`insert into plans (name, layer, status, in_force, published_at)
    values ('bench', 'community', 'published', tstzrange('2020-01-01', null), now())`);
  await db.raw(
    `with squares as (
       select st_makeenvelope(${west} + x * ${cellDegrees}, ${south} + y * ${cellDegrees},
         ${west} + (x + 1) * ${cellDegrees}, ${south} + (y + 1) * ${cellDegrees}, 4326) as square
       from generate_series(0, ${cellsAcross - 1}) x, generate_series(0, ${cellsAcross - 1}) y
     ), made as (
       insert into cells (outline_key, geometry, interior_point, area_square_metres)
       select sha256(st_asbinary(square)), square, st_centroid(square), st_area(square::geography) from squares
       returning id
     ) insert into plan_cells (plan_id, cell_id, code, name, usage)
       select 1, id, '150724001001' || lpad(id::text, 6, '0'), '第' || id || '网格',
         case when id % 10 = 0 then 'school' else 'residential' end from made`,
  );
  await db('revisions').where({ name: 'cells' }).increment('revision', 1);
  await db.raw(`insert into people (number, name, kind)
    select n, 'bench', case when n % 10 = 0 then 'officer' else 'volunteer' end from generate_series(1, 2000) n`);
  await db.raw(`insert into assignments (person_id, cell_id, role, period)
    select person.id, cell.id, person.kind, tstzrange('2020-01-01', null)
    from cells cell join people person on person.id in (1 + cell.id % 2000, 10 + 10 * (cell.id % 199))
    where cell.id % 25 <> 0`);
  await db.raw(
    `insert into rules (name, kind, selects, requires, period) values
       ('officer', 'staffing', '{}', '{"atLeast":1,"kind":"officer"}', tstzrange('2020-01-01', null)),
       ('homes', 'patrol', '{"cellUsage":"residential"}', '{"measure":"revisit","everyHours":168}', tstzrange('2020-01-01', null)),
       ('schools', 'patrol', '{"cellUsage":"school"}', '{"measure":"visits","atLeast":2,"per":"week"}', tstzrange('2020-01-01', null))`,
  );
  await db.raw(`insert into devices (name) select 'bench' from generate_series(1, ${devices})`);
  await db.raw(`insert into device_carriers (device_id, person_id, period)
    select id, id, tstzrange('2020-01-01', null) from devices`);
  await db.raw(
    `insert into duties (person_id, period)
    select person, tstzrange(day, day + interval '12 hours')
    from generate_series(1, ${devices}) person, generate_series(cast(:first as timestamptz) - interval '4 hours', :last, '1 day') day`,
    { first: new Date(firstDay), last: new Date(firstDay + days * dayMs) },
  );
}

/** Every device goes out once a day; what it records goes through ingest. */
export async function patrol(
  deps: Deps,
  { cellsAcross, devices, firstDay, days, fixes: fixesWanted }: Patrolled,
): Promise<void> {
  const fixesAnOuting = Math.round(fixesWanted / devices / days);
  const work = Array.from({ length: devices }, (_, index) => index + 1);
  const workers = Array.from({ length: 4 }, async () => {
    for (let deviceId = work.pop(); deviceId !== undefined; deviceId = work.pop()) {
      const random = seededRandom(deviceId);
      for (let day = 0; day < days; day++) {
        const fixes = outing(random, cellsAcross, deviceId, firstDay + day * dayMs, fixesAnOuting);
        await ingest(deps, {
          deviceId,
          protocol: 'bench',
          isLive: false,
          receivedAt: Date.now(),
          decoded: { fixes, refused: [] },
        });
      }
      console.log(`  ${devices - work.length} of ${devices} devices`);
    }
  });
  await Promise.all(workers);
}

/** On foot, or driving for every third device: turns now and then, silences, jumps and poor positions. */
export function outing(
  random: ReturnType<typeof seededRandom>,
  cellsAcross: number,
  deviceId: number,
  day: number,
  count: number,
): ReportedFix[] {
  const metresPerSecond = deviceId % 3 === 0 ? 8 : 1.3;
  const across = cellsAcross * cellDegrees;
  let lon = west + random.between(0.1, 0.9) * across;
  let lat = south + random.between(0.1, 0.9) * across;
  let course = random.between(0, 6.28);
  let at = day + random.between(0, 6) * 3_600_000;
  return Array.from({ length: count }, (_, index) => {
    at += (random.chance(0.002) ? 400 : everySeconds) * 1000;
    if (random.chance(0.02)) course = random.between(0, 6.28);
    lon += (metresPerSecond * everySeconds * Math.sin(course)) / 73_150;
    lat += (metresPerSecond * everySeconds * Math.cos(course)) / 111_210;
    return {
      index,
      recordedAt: Math.round(at / 1000) * 1000,
      lon: lon + (random.chance(0.002) ? 0.1 : 0),
      lat,
      accuracyMetres: random.chance(0.01) ? 150 : random.between(3, 15),
    };
  });
}
