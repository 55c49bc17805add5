import { Writable } from 'node:stream';
import express from 'express';
import pino from 'pino';
import { expect, it } from 'vitest';
import { logRequests } from '../../server/http/log.ts';

/** Everything that is logged while a request of this path is answered. */
async function logged(path: string, headers: Record<string, string>): Promise<string> {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += chunk;
      done();
    },
  });
  const app = express();
  app.use(logRequests(pino({ level: 'trace' }, stream)));
  app.use((_request, response) => void response.status(503).json({}));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  await new Promise((resolve) => server.close(resolve));
  return text;
}

it('keeps tokens, cookies and positions out of the log', async () => {
  const text = await logged('/ingest/osmand/SECRETTOKEN?lat=49.1234567&lon=119.7', {
    authorization: 'Bearer SECRETBEARER',
    cookie: 'gridwarden_session=SECRETCOOKIE',
  });
  expect(text).toContain('/ingest/osmand/[token]');
  expect(text).not.toMatch(/SECRET|49\.1234567/);
});

it('keeps tokens out of the log wherever a client has them', async () => {
  const paths = [
    '/ingest/owntracks/SECRETTOKEN',
    '/ingest/overland/SECRETTOKEN/api/v1/overland/batches?api_key=SECRETTOKEN',
    '/api/v1/overland/batches?api_key=SECRETTOKEN',
    '/ingest/phonetrack/SECRETTOKEN/index.php/apps/phonetrack/logPost/SECRETTOKEN/phone',
    '/ingest/gpslogger/SECRETTOKEN?lat=49.1234567',
    '/ingest/opengts/SECRETTOKEN?gprmc=$GPRMC,49.1234567',
    '/INGEST/OsmAnd/SECRETTOKEN',
    '/ingest/SECRETTOKEN',
    '/ingest/jt808/SECRETTOKEN',
    `/index.php/apps/phonetrack/logPost/${'SECRETTOKEN'.padEnd(32, 'x')}/phone`,
  ];
  for (const path of paths) expect(await logged(path, {})).not.toMatch(/SECRET|49\.1234567/);
});

it('keeps the one-time set-up link out of the log', async () => {
  const text = await logged('/setup/SECRETLINK', {});
  expect(text).toContain('/setup/[token]');
  expect(text).not.toContain('SECRET');
});
