import type { Knex } from 'knex';

const cellsAcross = 142;
/** How many cells the district has. */
export const deskCells = cellsAcross ** 2;
const days = 30;
const visitsADay = 5_000;

/** A plan in force since long ago over twenty stations, rules of each kind, and visits of the last thirty days. */
export async function makeDistrict(db: Knex): Promise<void> {
  const degrees = 0.006;
  const [west, south] = [118, 48];
  const side = cellsAcross * degrees;
  await db.raw(
    `insert into areas (kind, code, name, geometry, interior_point, area_square_metres)
     select case when n = 0 then 'district' else 'station' end, 'S' || n, 'station ' || n, st_multi(box), st_centroid(box),
       st_area(box::geography)
     from (select n, case when n = 0 then st_makeenvelope(${west}, ${south}, ${west + side}, ${south + side}, 4326)
       else st_makeenvelope(${west} + (n - 1) % 5 * ${side / 5}, ${south} + (n - 1) / 5 * ${side / 4},
         ${west} + ((n - 1) % 5 + 1) * ${side / 5}, ${south} + ((n - 1) / 5 + 1) * ${side / 4}, 4326) end as box
       from generate_series(0, 20) n) made`,
  );
  await db.raw(`insert into plans (name, layer, status, scope_area_id, in_force, published_at)
    values ('bench', 'community', 'published', 1, tstzrange('2020-01-01', null), now())`);
  await db.raw(
    `with squares as (
       select st_makeenvelope(${west} + x * ${degrees}, ${south} + y * ${degrees}, ${west} + (x + 1) * ${degrees},
         ${south} + (y + 1) * ${degrees}, 4326) as square
       from generate_series(0, ${cellsAcross - 1}) x, generate_series(0, ${cellsAcross - 1}) y
     ), made as (
       insert into cells (outline_key, geometry, interior_point, area_square_metres)
       select sha256(st_asbinary(square)), square, st_centroid(square), st_area(square::geography) from squares
       returning id
     ) insert into plan_cells (plan_id, cell_id, code, name, usage)
       select 1, id, '150724001001' || lpad(id::text, 6, '0'), '第' || id || '网格',
         case when id % 10 = 0 then 'school' else 'residential' end from made`,
  );
  await db.raw(`update revisions set revision = revision + 1 where name in ('areas', 'cells', 'staff')`);
  await db.raw(`insert into people (number, name, kind)
    select n, 'bench', case when n % 10 = 0 then 'officer' else 'volunteer' end from generate_series(1, 2000) n`);
  await db.raw(`insert into assignments (person_id, cell_id, role, period)
    select person.id, cell.id, person.kind, tstzrange('2026-01-01', null)
    from cells cell join people person on person.id = 1 + cell.id % 2000 where cell.id % 25 <> 0`);
  await db.raw(
    `insert into rules (name, kind, selects, requires, period) values
       ('homes', 'patrol', '{"cellUsage":"residential"}', '{"measure":"revisit","everyHours":168}', tstzrange('2026-01-01', null)),
       ('schools', 'patrol', '{"cellUsage":"school"}', '{"measure":"visits","atLeast":2,"per":"week"}', tstzrange('2026-01-01', null))`,
  );
  await db.raw(`insert into devices (name) select 'bench' from generate_series(1, 200)`);
  await db.raw(
    `insert into visits (device_id, cell_id, entered_at, left_at, person_id, metres, bridged_seconds, cells_revision)
     select 1 + n % 200, 1 + (n * 7919 + day * 104729) % ${deskCells}, entered, entered + interval '6 minutes',
       1 + n % 200, 400, 0, 1
     from generate_series(0, ${days - 1}) day, generate_series(1, ${visitsADay}) n,
       lateral (select date_trunc('day', now()) - make_interval(days => day) + make_interval(secs => n * 17) as entered) made
     where entered < now() - interval '10 minutes'`,
  );
  await db.raw(`insert into visit_days (device_id, day, revision)
    select distinct device_id, cast(entered_at at time zone 'UTC' as date), 1 from visits`);
  await db.raw('vacuum analyze');
}
