import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Knex } from 'knex';
import type { Connection } from '../server/database/open.ts';
import { findServerPrograms } from '../test/support/cluster.ts';

const cellsAcross = 168; // 28,224 cells
const cellDegrees = 0.006;
const west = 118;
const south = 48;

/** A published plan of square cells of some 440 by 670 metres. */
export async function makeBenchCells(db: Knex): Promise<void> {
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
     ) insert into plan_cells (plan_id, cell_id, code, name) select 1, id, id, id from made`,
  );
  await db('revisions').where({ name: 'cells' }).increment('revision', 1);
}

/** Devices, each carried by the same person, who is on duty all year. */
export async function makeCarriedDevices(db: Knex, devices: number): Promise<number[]> {
  const { rows } = await db.raw(
    `with person as (insert into people (number, name, kind) values (gen_random_uuid(), 'bench', 'volunteer') returning id),
       duty as (insert into duties (person_id, period) select id, tstzrange('2026-01-01', null) from person),
       device as (insert into devices (name) select 'bench' from generate_series(1, :devices) returning id),
       carried as (insert into device_carriers (device_id, person_id, period)
         select device.id, person.id, tstzrange('2026-01-01', null) from device, person)
     select id from device`,
    { devices },
  );
  return rows.map(({ id }: { id: number }) => id);
}

/**
 * How long COPY by psql takes for the rows that these devices stored: they are taken out, and copied in again as other
 * devices'.
 */
export async function copySeconds(
  db: Knex,
  connection: Connection,
  deviceIds: readonly number[],
): Promise<{ rows: number; seconds: number }> {
  const columns =
    'recorded_at, lon_e7, lat_e7, receipt_id, flags, break_before, accuracy_metres, speed_metres_per_second, course_degrees, altitude_metres, received_at, reported_at';
  const data = await psql(
    connection,
    `copy (select device_id + 1000000, ${columns} from fixes where device_id in (${deviceIds.join(', ')})
     order by device_id, recorded_at) to stdout`,
  );
  const [{ rows }] = (
    await db.raw('select count(*)::int as rows from fixes where device_id = any(?)', [[...deviceIds]])
  ).rows;
  const startedAt = performance.now();
  await psql(connection, `copy fixes (device_id, ${columns}) from stdin`, data);
  return { rows, seconds: (performance.now() - startedAt) / 1000 };
}

/** Runs one statement and returns what it printed. */
async function psql(connection: Connection, statement: string, input?: Buffer): Promise<Buffer> {
  const programs = findServerPrograms();
  const at =
    typeof connection === 'string'
      ? ['-d', connection]
      : ['-h', connection.host, '-U', connection.user, '-d', connection.database];
  const child = spawn(
    programs ? join(programs, 'psql') : 'psql',
    [...at, '-q', '-v', 'ON_ERROR_STOP=1', '-c', statement],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`psql ended with ${code}.`);
  return Buffer.concat(chunks);
}
