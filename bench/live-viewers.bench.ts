import { fork } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { hashSecret, makeSecret } from '../server/accounts/token.ts';
import type { Connection } from '../server/database/open.ts';
import { makePartitions } from '../server/tracks/partitions.ts';
import { typeScriptLoader } from '../server/typescript/loader.ts';
import { makeAccount } from '../test/support/accounts.ts';
import { withDatabase } from './database.ts';
import { report } from './figure.ts';
import { load } from './http-load.ts';
import { makeBenchCells } from './patrol.ts';

const people = Number(process.env['BENCH_PEOPLE'] ?? 5_000);
const viewers = Number(process.env['BENCH_VIEWERS'] ?? 50);
const everySeconds = 10;
const connections = 100;
const warmSeconds = 15;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 40);
/** So many viewers' events are taken apart; of the others only the bytes are counted. */
const timedViewers = 5;

await withDatabase(async ({ db, connection }) => {
  await makePartitions(db, 24, new Date());
  await makeBenchCells(db);
  const walkers = await makeWalkers(db);
  await db.raw('analyze');
  const server = await startServer(connection);
  const bare = await run(server, walkers, []);
  const streams = await Promise.all(
    Array.from({ length: viewers }, async () => {
      const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
      return watch(server.port, token);
    }),
  );
  const watched = await run(server, walkers, streams);
  for (const { close } of streams) close();
  server.stop();
  const latencies = watched.latenciesMs.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? Number.NaN;
  console.log(
    `  ${latencies.length} positions seen, p50 ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms; ${Math.round(watched.bytes / 1e6)} MB to ${viewers} viewers; the slowest viewer missed ${watched.missed} of ${watched.sent}`,
  );
  report({
    name: `from the sending of a fix to its event on a viewer's map, p95, ${people} people every ${everySeconds} s, ${viewers} viewers`,
    value: at(0.95),
    unit: 'ms',
    baseline: 2_000,
    baselineOf: 'the limit',
    atMost: 1,
  });
  report({
    name: 'processor time of the server meanwhile',
    value: watched.cores,
    unit: 'cores',
    baseline: bare.cores,
    baselineOf: 'the same fixes without a viewer',
    atMost: 1 / bare.cores,
  });
  report({
    name: 'resident memory of the server meanwhile, highest',
    value: watched.megabytes,
    unit: 'MB',
    baseline: bare.megabytes,
    baselineOf: 'the same fixes without a viewer',
    atMost: 400 / bare.megabytes,
  });
});

type Walker = { id: number; token: string; lon: number; lat: number; course: number };

/** People with a device each, all on duty. */
async function makeWalkers(db: Knex): Promise<Walker[]> {
  const { rows } = await db.raw(
    `with person as (insert into people (number, name, kind)
         select 'B' || n, 'walker ' || n, 'volunteer' from generate_series(1, ${people}) n returning id),
       duty as (insert into duties (person_id, period) select id, tstzrange('2026-01-01', null) from person),
       device as (insert into devices (name) select 'bench' from generate_series(1, ${people}) returning id),
       carried as (insert into device_carriers (device_id, person_id, period)
         select device.id, person.id, tstzrange('2026-01-01', null)
         from (select id, row_number() over (order by id) as n from device) device
         join (select id, row_number() over (order by id) as n from person) person using (n))
     select id from device order by id`,
  );
  const walkers = rows.map(({ id }: { id: number }) => ({
    id,
    token: makeSecret(),
    lon: 118.3 + (id % 71) * 0.005,
    lat: 48.3 + (id % 67) * 0.005,
    course: id,
  }));
  await db.batchInsert(
    'tokens',
    walkers.map(({ id, token }: Walker) => ({ kind: 'device', hash: hashSecret(token), device_id: id })),
  );
  return walkers;
}

type Server = Awaited<ReturnType<typeof startServer>>;
type Stream = {
  bytes: () => number;
  isOpen: () => boolean;
  /** Told of every position that comes, from then on. */
  onPosition: (heard: (device: number, at: string) => void) => void;
  close: () => void;
};

async function startServer(connection: Connection) {
  const child = fork(join(import.meta.dirname, 'live-server.ts'), ['product', JSON.stringify(connection)], {
    execArgv: ['--import', typeScriptLoader],
  });
  const [{ port }] = await once(child, 'message');
  const usage = async (): Promise<{ memory: number; cpu: { user: number; system: number } }> => {
    child.send('usage');
    const [told] = await once(child, 'message');
    return told;
  };
  return { port: Number(port), usage, stop: () => child.disconnect() };
}

async function watch(port: number, token: string): Promise<Stream> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    get({ port, host: '127.0.0.1', path: '/api/live', headers, agent: false }, resolve).on('error', reject);
  });
  let bytes = 0;
  let heard: ((device: number, at: string) => void) | undefined;
  let text = '';
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (!heard) return;
    text += chunk.toString('utf8');
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      if (!block.startsWith('event: positions\n')) continue;
      const { positions } = JSON.parse(block.slice(block.indexOf('data: ') + 6));
      for (const { device, at } of positions) heard(device, at);
    }
  });
  return {
    bytes: () => bytes,
    isOpen: () => !response.complete && !response.destroyed,
    onPosition: (listener) => {
      heard = listener;
    },
    close: () => response.destroy(),
  };
}

/** Everybody reports at their pace; what the server took of the processor, and how late the positions came. */
async function run(server: Server, walkers: readonly Walker[], streams: readonly Stream[]) {
  const sentAt = new Map<string, number>();
  const seen = streams.slice(0, timedViewers).map(() => new Set<string>());
  const latenciesMs: number[] = [];
  let isMeasuring = false;
  streams.slice(0, timedViewers).forEach((stream, viewer) => {
    stream.onPosition((device, at) => {
      const key = `${device} ${at}`;
      const sent = sentAt.get(key);
      if (sent === undefined || seen[viewer]?.has(key)) return;
      seen[viewer]?.add(key);
      latenciesMs.push(performance.now() - sent);
    });
  });
  const turns = Array.from({ length: connections }, () => 0);
  const next = (index: number) => {
    const own = Math.ceil((walkers.length - index) / connections);
    const turn = turns[index] ?? 0;
    turns[index] = turn + 1;
    const walker = walkers[index + (turn % own) * connections];
    if (!walker) return undefined;
    walker.course += 0.3;
    walker.lon += (14 * Math.sin(walker.course)) / 74_000;
    walker.lat += (14 * Math.cos(walker.course)) / 111_000;
    const at = Math.floor(Date.now() / 1000) * 1000;
    if (isMeasuring) sentAt.set(`${walker.id} ${new Date(at).toISOString()}`, performance.now());
    return Buffer.from(
      `POST /ingest/osmand/${walker.token}?id=${walker.id}&lat=${walker.lat.toFixed(7)}&lon=${walker.lon.toFixed(7)}&timestamp=${at / 1000}&speed=1.4&accuracy=8&batt=57 HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n\r\n`,
    );
  };
  const rate = people / everySeconds;
  const sending = load({ port: server.port, connections, seconds: warmSeconds + seconds, rate, next });
  await new Promise((resolve) => setTimeout(resolve, warmSeconds * 1000));
  const [before, startedAt, bytesBefore] = [await server.usage(), performance.now(), total(streams)];
  isMeasuring = true;
  let highest = before.memory;
  const sampling = setInterval(() => {
    void server.usage().then(({ memory }) => {
      highest = Math.max(highest, memory);
    });
  }, 2_000);
  await new Promise((resolve) => setTimeout(resolve, (seconds - 4) * 1000));
  clearInterval(sampling);
  isMeasuring = false;
  const after = await server.usage();
  const tookSeconds = (performance.now() - startedAt) / 1000;
  const { failed, failure } = await sending;
  if (failed > 0) throw new Error(`${failed} requests failed, the first with ${failure}`);
  if (streams.some(({ isOpen }) => !isOpen())) throw new Error('a stream was ended by the server');
  const missed = Math.max(0, ...seen.map((one) => sentAt.size - one.size));
  // What never came is not left out of how late things came.
  for (const one of seen)
    latenciesMs.push(...Array<number>(sentAt.size - one.size).fill(Number.POSITIVE_INFINITY));
  return {
    latenciesMs,
    sent: sentAt.size,
    missed,
    bytes: total(streams) - bytesBefore,
    cores: (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1e6 / tookSeconds,
    megabytes: highest / 1024 / 1024,
  };
}

function total(streams: readonly Stream[]): number {
  return streams.reduce((sum, { bytes }) => sum + bytes(), 0);
}
