import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Connection } from '../server/database/open.ts';
import { findServerPrograms } from '../test/support/cluster.ts';

const columns =
  'recorded_at, lon_e7, lat_e7, receipt_id, flags, break_before, accuracy_metres, speed_metres_per_second, course_degrees, altitude_metres, received_at, reported_at';

/** Stored fixes, taken out and copied in again as other devices', by psql: the plain COPY that ingest is held against. */
export async function measureCopy(
  connection: Connection,
  { fromDevice, fixes }: { fromDevice: number; fixes: number },
): Promise<number> {
  const data = await psql(
    connection,
    `copy (select device_id + 1000000, ${columns} from fixes where device_id >= ${fromDevice} and device_id < 1000000
     order by device_id, recorded_at) to stdout`,
  );
  const startedAt = performance.now();
  await psql(connection, `copy fixes (device_id, ${columns}) from stdin`, data);
  return fixes / ((performance.now() - startedAt) / 1000);
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
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`psql ended with ${code}.`);
  return Buffer.concat(chunks);
}
