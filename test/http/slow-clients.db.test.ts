import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { makeDevice, makeDeviceToken } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

/** Connections that begin a request and never finish it. */
async function begin(url: string, count: number, beginning: string): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: count }, () => connect(Number(port), hostname));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(
    sockets.map((socket) =>
      once(
        socket.on('error', () => {}),
        'connect',
      ),
    ),
  );
  for (const socket of sockets) socket.write(beginning);
  return sockets;
}

test('requests that never end, of strangers and of a device, keep nobody else waiting', async () => {
  const { url } = await startServer(db, { INGEST_MEMORY_MB: '5', INGEST_GROUP_MS: '0' });
  const token = await makeDeviceToken(db, await makeDevice(db));
  const address = `/ingest/osmand/${token}?lat=49&lon=120`;
  const head = (path: string) => `POST ${path} HTTP/1.1\r\nHost: here\r\n`;
  await begin(url, 150, head('/ingest/osmand/nobody'));
  await begin(url, 150, `${head('/ingest/osmand/nobody')}Content-Length: 4000000\r\n\r\n{`);
  await begin(url, 150, `${head(address)}Content-Length: 4000000\r\n\r\n{`);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => fetch(`${url}${address}`, { method: 'POST' })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
});

test('a request that ends early is stored by nobody, and the next one of the device is', async () => {
  const { url } = await startServer(db, { INGEST_GROUP_MS: '0' });
  const device = await makeDevice(db);
  const token = await makeDeviceToken(db, device);
  const body = 'lat=49&lon=120&timestamp=1767225600';
  const send = () => fetch(`${url}/ingest/osmand/${token}`, { method: 'POST', body });
  expect((await send()).status).toBe(200);
  const head = `POST /ingest/osmand/${token} HTTP/1.1\r\nHost: here\r\nContent-Length: ${body.length}\r\n\r\n`;
  const [cut] = await begin(url, 1, `${head}${body.slice(0, 20)}`);
  cut?.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await send()).status).toBe(200);
  expect(await db('receipts').where({ device_id: device })).toHaveLength(2);
  expect(await db('quarantine').where({ device_id: device })).toEqual([]);
});
