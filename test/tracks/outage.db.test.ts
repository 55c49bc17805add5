import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';
import { makeAccount } from '../support/accounts.ts';
import { chooseDatabase } from '../support/choice.ts';
import type { Client } from '../support/client.ts';
import { startCluster } from '../support/cluster.ts';
import { makeDevice } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const choice = chooseDatabase();
const programs = choice.kind === 'cluster' ? choice.programs : undefined;
const goneMs = Number(process.env['OUTAGE_SECONDS'] ?? 3) * 1000;

/** A cluster of its own that is killed and started again while it is used. */
async function startMortalCluster(folderOfPrograms: string) {
  const cluster = await startCluster(folderOfPrograms);
  onTestFinished(cluster.stop);
  const folder = cluster.connection.host;
  const kill = async () => {
    const [pid] = (await readFile(join(folder, 'data/postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGQUIT'); // an immediate shutdown: what was not written is lost
  };
  const startAgain = () => {
    const program = join(folderOfPrograms, 'postgres');
    const options = [
      '-D',
      join(folder, 'data'),
      '-k',
      folder,
      '-c',
      'listen_addresses=',
      '-c',
      'timezone=UTC',
    ];
    const asRoot = process.getuid?.() === 0;
    const server = asRoot
      ? spawn('runuser', ['-u', 'postgres', '--', program, ...options], { stdio: 'ignore' })
      : spawn(program, options, { stdio: 'ignore' });
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    onTestFinished(async () => {
      await kill();
      await ended;
    });
  };
  return { connection: cluster.connection, kill, startAgain };
}

type Sent = { lat: string; at: number };

/** A phone that reports every few milliseconds and, like the real ones, sends a fix again until it is acknowledged. */
async function report(server: Client, token: string, first: number, until: () => boolean) {
  const acknowledged: Sent[] = [];
  const statuses = new Set<number>();
  for (let number = 0; !until(); number++) {
    const fix = { lat: (49 + number * 1e-6).toFixed(6), at: first + number };
    for (;;) {
      const { status } = await server.get(
        `/ingest/osmand/${token}?lat=${fix.lat}&lon=120&timestamp=${fix.at}`,
      );
      statuses.add(status);
      if (status === 200) break;
      await sleep(100);
    }
    acknowledged.push(fix);
  }
  return { acknowledged, statuses };
}

test.skipIf(!programs)(
  `stores every fix that it acknowledged, though the database is killed and away for a while${programs ? '' : ' (skipped: no cluster of its own)'}`,
  { timeout: 120_000 + goneMs },
  async () => {
    const cluster = await startMortalCluster(programs ?? '');
    const db = openDatabase(cluster.connection, 10);
    onTestFinished(() => db.destroy());
    await migrate(db);
    // The throw-away cluster commits without waiting for the log; what is acknowledged must be in it.
    await db.raw('alter database postgres set synchronous_commit = on');
    const other = openDatabase(cluster.connection, 10);
    onTestFinished(() => other.destroy());
    const server = await startServer(other, { RETENTION_MONTHS: '0' });
    const { token } = await makeAccount(other, { grants: [{ role: 'chief', areaId: null }] });
    const chief = server.withToken(token);
    const devices = [await makeDevice(other), await makeDevice(other), await makeDevice(other)];
    const tokens = await Promise.all(
      devices.map(async (id) => (await chief.post(`/api/devices/${id}/token`)).body.token as string),
    );
    let isOver = false;
    const first = Math.floor(Date.UTC(2026, 4, 1) / 1000);
    const phones = tokens.map((secret) => report(server, secret, first, () => isOver));
    await sleep(1_000);
    await cluster.kill();
    await sleep(goneMs);
    cluster.startAgain();
    await sleep(3_000);
    isOver = true;
    const reports = await Promise.all(phones);
    for (const [index, { acknowledged, statuses }] of reports.entries()) {
      const stored = await other('fixes')
        .where({ device_id: devices[index] ?? 0 })
        .orderBy('recorded_at')
        .select(other.raw('extract(epoch from recorded_at)::int as at'), 'lat_e7');
      const expected = acknowledged.map(({ lat, at }) => ({ at, lat_e7: Math.round(Number(lat) * 1e7) }));
      expect(stored).toEqual(expected);
      expect([...statuses].sort()).toEqual([200, 503]);
    }
    expect((await server.get('/readyz')).status).toBe(200);
  },
);
