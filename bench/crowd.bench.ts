// What a crowd and a long file cost: 100,000 devices that send one fix each, none of which was heard of before, and a
// GPX of a million points in one upload; the count of what is stored, and the memory of the server.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import { hashSecret, makeSecret } from '../server/accounts/token.ts';
import type { Connection } from '../server/database/open.ts';
import { makePartitions } from '../server/tracks/partitions.ts';
import { withDatabase } from './database.ts';
import { report } from './figure.ts';
import { load } from './http-load.ts';
import { makeBenchCells, makeCarriedDevices } from './patrol.ts';

const devices = Number(process.env['BENCH_DEVICES'] ?? 100_000);
const points = Number(process.env['BENCH_POINTS'] ?? 1_000_000);
const connections = 200;
const at = Date.UTC(2026, 4, 1);

await withDatabase(async ({ db, connection }) => {
  await makePartitions(db, 24, new Date());
  await makeBenchCells(db);
  const server = await startServer(connection);
  const tokens = await makeTokens(db, devices);
  let next = 0;
  const crowd = await load({
    port: server.port,
    connections,
    seconds: 600,
    next: () => (next < tokens.length ? oneFix(tokens[next] ?? '', next++) : undefined),
  });
  if (crowd.failed > 0) throw new Error(`${crowd.failed} were refused, the first with ${crowd.failure}`);
  report({
    name: `devices that sent one fix each and have it stored once, in ${crowd.seconds.toFixed(0)} s`,
    value: await storedOnce(db),
    unit: 'devices',
    baseline: devices,
    baselineOf: 'devices that were acknowledged',
    atLeast: 1,
  });
  console.log(`  resident memory of the server: ${await server.megabytes()} MB`);

  const [token = ''] = await makeTokens(db, 1);
  const startedAt = performance.now();
  const receipt = await upload(server.port, token);
  const seconds = (performance.now() - startedAt) / 1000;
  report({
    name: `points of one GPX that are stored, uploaded in ${seconds.toFixed(1)} s`,
    value: receipt.stored,
    unit: 'points',
    baseline: points,
    baselineOf: 'points in the file',
    atLeast: 1,
  });
  console.log(`  resident memory of the server: ${await server.megabytes()} MB`);
  server.stop();
});

async function startServer(connection: Connection) {
  const child = fork(join(import.meta.dirname, 'live-server.ts'), ['product', JSON.stringify(connection)], {
    execArgv: ['--import', './server/typescript/register.mjs'],
  });
  const [{ port }] = await once(child, 'message');
  return {
    port: Number(port),
    megabytes: async () => {
      child.send('memory');
      const [{ memory }] = await once(child, 'message');
      return Math.round(memory / 1e6);
    },
    stop: () => child.disconnect(),
  };
}

async function makeTokens(db: Knex, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let made = 0; made < count; made += 10_000) {
    const ids = await makeCarriedDevices(db, Math.min(10_000, count - made));
    const own = ids.map(() => makeSecret());
    await db.batchInsert(
      'tokens',
      ids.map((id, index) => ({ kind: 'device', hash: hashSecret(own[index] ?? ''), device_id: id })),
      1_000,
    );
    tokens.push(...own);
  }
  return tokens;
}

function oneFix(token: string, index: number): Buffer {
  const [lat, lon] = [48.2 + (index % 700) * 0.001, 118.2 + Math.floor(index / 700) * 0.005];
  return Buffer.from(
    `POST /ingest/osmand/${token}?lat=${lat.toFixed(7)}&lon=${lon.toFixed(7)}&timestamp=${at / 1000 + (index % 3600)} HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n\r\n`,
  );
}

async function storedOnce(db: Knex): Promise<number> {
  const { rows } = await db.raw(
    'select count(*)::integer as devices from (select device_id from fixes group by device_id having count(*) = 1) once',
  );
  return rows[0].devices;
}

/** A walk of a second a point, with a turn now and then. */
function* gpx(): Iterable<string> {
  yield '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>';
  for (let first = 0; first < points; first += 1_000) {
    let text = '';
    for (let step = first; step < Math.min(first + 1_000, points); step++) {
      const lat = (48.5 + 0.2 * Math.sin(step / 40_000)).toFixed(7);
      const lon = (118.5 + 0.2 * Math.cos(step / 40_000)).toFixed(7);
      text += `<trkpt lat="${lat}" lon="${lon}"><ele>640</ele><time>${new Date(at + step * 1_000).toISOString()}</time></trkpt>`;
    }
    yield text;
  }
  yield '</trkseg></trk></gpx>';
}

async function upload(port: number, token: string): Promise<{ stored: number }> {
  const sent = request(`http://127.0.0.1:${port}/api/tracks`, {
    method: 'POST',
    headers: { 'content-type': 'application/gpx+xml', authorization: `Bearer ${token}` },
  });
  const answered = once(sent, 'response');
  await pipeline(Readable.from(gpx()), sent);
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (response.statusCode !== 200) throw new Error(`The upload was answered with ${response.statusCode}.`);
  return body;
}
