import type { Knex } from 'knex';
import { insertAssignments } from '../server/assignments/store.ts';

export const people = 15_749;
export const assignments = 30_000;
const from = "'2026-01-01'";

/**
 * A district of so many cells in 300 villages, communities and forest areas of 20 townships, with people of whom a third
 * has a skill, a tenth a certificate of it and a tenth hours of the week. Everything follows from numbers alone.
 */
export async function makeDistrict(db: Knex, cells: number): Promise<void> {
  await db.raw(`insert into areas (kind, code, name, geometry, interior_point, area_square_metres)
    select 'township', 'T' || n, 'T' || n, st_multi(box), st_centroid(box), 1e8
    from (select n, st_makeenvelope(110 + n * 0.1, 40, 110.1 + n * 0.1, 41, 4326) as box from generate_series(0, 19) n) made`);
  await db.raw(`insert into areas (kind, code, name, parent_id, geometry, interior_point, area_square_metres)
    select (array['village', 'community', 'forest'])[1 + n % 3], 'V' || n, 'V' || n, 1 + n / 15, st_multi(box),
      st_centroid(box), 1e7
    from (select n, st_makeenvelope(110 + n / 15 * 0.1, 40 + n % 15 * 0.06, 110.1 + n / 15 * 0.1,
        40.06 + n % 15 * 0.06, 4326) as box from generate_series(0, 299) n) made`);
  await db.raw(`insert into plans (name, layer, status, in_force, published_at)
    values ('bench', 'community', 'published', tstzrange('2020-01-01', null), now())`);
  await db.raw(
    `with squares as (
       select n, st_makeenvelope(x, y, x + 0.0001, y + 0.0001, 4326) as square
       from (select n, 110.001 + n % 300 / 15 * 0.1 + n / 300 % 90 * 0.001 as x,
         40.001 + n % 300 % 15 * 0.06 + n / 27000 * 0.001 as y from generate_series(0, :cells - 1) n) place
     ), made as (
       insert into cells (outline_key, geometry, interior_point, area_square_metres)
       select sha256(st_asbinary(square)), square, st_centroid(square), 100 from squares order by n returning id
     ) insert into plan_cells (plan_id, cell_id, code, name, owner_area_id, usage)
       select 1, id, 'C' || id, 'C' || id, 21 + (id - 1) % 300,
         (array['residential', 'school', 'market', 'residential', 'pasture'])[1 + (id / 300) % 5] from made`,
    { cells },
  );
  await db.raw(
    `insert into people (number, name, kind, skills, availability)
     select n, 'bench', (array['officer', 'auxiliary', 'volunteer', 'volunteer', 'grid_worker'])[1 + n % 5],
       case when n % 3 = 0 then array['law'] else '{}' end,
       case when n % 10 = 1 then '[{"days":[1,2,3,4,5],"from":"07:00","to":"18:00"}]'::jsonb end
     from generate_series(1, :people) n`,
    { people },
  );
  await db.raw(`insert into certificates (person_id, name, skill, issued_on, expires_on)
    select id, 'law', 'law', '2024-01-01', date '2026-01-01' + (id % 700)::int from people where id % 30 = 0`);
  await db.raw(`insert into teams (name, kind) values ('campus', 'campus'), ('forest', 'forest')`);
  await db.raw(`insert into team_members (team_id, person_id, period)
    select 1 + id % 2, id, tstzrange(${from}, null) from people where id % 4 = 0`);
  await db.raw(
    `insert into assignments (person_id, cell_id, area_id, role, period)
     select 1 + (n * 7919) % :people, case when n % 10 < 8 then 1 + (n * 104729::bigint) % :cells end,
       case when n % 10 = 8 then 21 + n % 300 when n % 10 = 9 then 1 + n % 20 end,
       (array['guard', 'steward', 'leader', 'member'])[1 + n % 4] || n / :people,
       tstzrange(${from}::date + (n % 200), case when n % 9 = 0 then date '2026-12-01' + n % 60 end)
     from generate_series(0, :assignments - 1) n`,
    { people, cells, assignments },
  );
  await db('revisions').increment('revision', 1);
  await db.raw('vacuum analyze');
}

const schoolHours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '07:20', to: '08:00', schoolDays: true }];
const weekend = [{ days: [6, 7], from: '09:00', to: '17:00' }];

/** Twenty rules of every sort. */
const rules: readonly { selects: object; requires: object }[] = [
  { selects: { areaKind: 'village' }, requires: { atLeast: 1, kind: 'auxiliary' } },
  { selects: { areaKind: 'community' }, requires: { atLeast: 10, kind: 'volunteer' } },
  { selects: { areaKind: 'community' }, requires: { atLeast: 5, skill: 'law' } },
  { selects: { areaKind: 'village' }, requires: { atLeast: 3, skill: 'law' } },
  { selects: { areaKind: 'forest' }, requires: { atLeast: 1, role: 'steward0' } },
  { selects: { areaKind: 'forest' }, requires: { atLeast: 1, role: 'guard0' } },
  { selects: { areaKind: 'forest' }, requires: { atLeast: 1, role: 'leader0' } },
  { selects: { areaKind: 'forest' }, requires: { atLeast: 1, role: 'member0' } },
  { selects: { areaKind: 'township' }, requires: { atLeast: 1, alsoRole: 'leader0' } },
  { selects: { cellUsage: 'school' }, requires: { atLeast: 2, teamKind: 'campus', hours: schoolHours } },
  { selects: { cellUsage: 'market' }, requires: { atLeast: 1, hours: weekend } },
  { selects: {}, requires: { atLeast: 1 } },
  { selects: {}, requires: { atLeast: 1, kind: 'officer' } },
  { selects: {}, requires: { atLeast: 3 } },
  { selects: { cellUsage: 'residential' }, requires: { atLeast: 2, kind: 'volunteer' } },
  { selects: { cellUsage: 'pasture' }, requires: { atLeast: 1, teamKind: 'forest' } },
  {
    selects: { cellUsage: 'residential', areaKind: 'community' },
    requires: { atLeast: 1, kind: 'grid_worker' },
  },
  { selects: { areas: [1, 2, 3, 4, 5], cellUsage: 'school' }, requires: { atLeast: 1, skill: 'law' } },
  { selects: { areas: [6, 7, 8, 9], areaKind: 'village' }, requires: { atLeast: 8 } },
  { selects: { cells: Array.from({ length: 500 }, (_, index) => index + 1) }, requires: { atLeast: 2 } },
];

export async function makeRules(db: Knex): Promise<void> {
  await db.raw(
    `insert into rules (name, kind, selects, requires, period)
     select 'rule', 'staffing', rule -> 'selects', rule -> 'requires', tstzrange(${from}, null)
     from jsonb_array_elements(cast(:rules as jsonb)) rule`,
    { rules: JSON.stringify(rules) },
  );
}

/** Another person for a cell, by the store that the product enters them with. */
export async function assignOne(db: Knex, round: number): Promise<void> {
  const place = { cellIds: [1 + ((round * 37) % 3_000)], areaIds: [] };
  const personId = 1 + ((round * 211) % people);
  const period = { from: new Date('2026-05-01'), to: null };
  await insertAssignments(db, { ...place, ...period, personIds: [personId], role: `bench ${round}` });
}
