import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Knex } from 'knex';
import { connectAsync, type MqttClient } from 'mqtt';
import pino from 'pino';
import nacl from 'tweetnacl';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { startSubscriber } from '../../../server/devices/mqtt/subscriber.ts';
import { testDatabase } from '../../support/database.ts';
import { makeDevice } from '../../support/district.ts';
import { mosquitto, mosquittoNote, withMosquitto } from '../../support/mosquitto.ts';

const { db, connection, isEmbedded } = await testDatabase();
const start = Date.now() - 3_600_000;
const soon = { timeout: 20_000, interval: 50 };

function fixMessage(seconds: number, more: object = {}): string {
  const tst = Math.round(start / 1000) + seconds;
  return JSON.stringify({ _type: 'location', tid: 'a', lat: 49.1234567, lon: 120, tst, ...more });
}

async function makePhone(identity: string, secret: string | null = null): Promise<number> {
  const device = await makeDevice(db);
  await db('devices').where({ id: device }).update({ identity, secret });
  return device;
}

/** The subscriber of a server, and what it logs. */
function subscribeWith(url: string, variables: NodeJS.ProcessEnv = {}) {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += chunk;
      done();
    },
  });
  const config = readConfig({ MQTT_URL: url, ...variables });
  const stop = startSubscriber({ db, config, log: pino({ level: 'debug' }, stream) });
  onTestFinished(stop);
  const isConnected = () => expect.poll(() => text, soon).toContain('listening at the MQTT broker');
  return { logged: () => text, isConnected, stop };
}

/** Somebody who publishes as OwnTracks does. */
async function publisher(url: string): Promise<MqttClient> {
  const client = await connectAsync(url, { reconnectPeriod: 0 });
  onTestFinished(() => client.endAsync(true));
  return client;
}

const fixesOf = (device: number) => db('fixes').where({ device_id: device });
const receiptsOf = (device: number) => db('receipts').where({ device_id: device }).orderBy('id');

function encrypted(message: string, secret: string): string {
  const key = Buffer.alloc(32);
  key.write(secret);
  const nonce = nacl.randomBytes(24);
  const box = nacl.secretbox(Buffer.from(message), nonce, key);
  return JSON.stringify({
    _type: 'encrypted',
    data: Buffer.concat([nonce, box]).toString('base64'),
  });
}

test.skipIf(!withMosquitto)(
  `OwnTracks over MQTT: what devices publish is stored, and nothing closes the connection${mosquittoNote}`,
  async () => {
    const [phone, tracker] = [await makePhone('volunteer/phone', 's'), await makePhone('owntracks/car/X0')];
    const broker = await mosquitto();
    await broker.start();
    const subscriber = subscribeWith(broker.url);
    await subscriber.isConnected();
    const client = await publisher(broker.url);
    const say = (topic: string, payload: string, retain = false) =>
      client.publishAsync(topic, payload, { qos: 1, retain });
    const hex = Math.round(start / 1000).toString(16);
    await say('owntracks/volunteer/phone', fixMessage(0), true);
    await say('owntracks/volunteer/phone', 'no message');
    await say('/owntracks/volunteer/phone', encrypted(fixMessage(30), 's'));
    await say('owntracks/volunteer/phone/event', '{"_type":"transition","tst":1}');
    await say('owntracks/volunteer/phone', '{"_type":"lwt","tst":"1440363922"}');
    await say('owntracks/volunteer/phone/cmd', '{"_type":"cmd","action":"reportLocation"}');
    await say('owntracks/car/X0', `X0,${hex},k,49000000,120000000,26,4,7,5,872`);
    for (const second of [1, 2]) await say('owntracks/stranger/phone', fixMessage(second));
    await client.publishAsync('owntracks/volunteer/phone', fixMessage(60), { qos: 0 });
    await expect.poll(async () => (await fixesOf(phone)).length, soon).toBe(3);
    await expect.poll(async () => (await fixesOf(tracker)).length, soon).toBe(1);
    const receipts = await receiptsOf(phone);
    expect(receipts.map(({ protocol, received }) => [protocol, received]).sort()).toEqual(
      [1, 1, 1, 1, 0].map((received) => ['owntracks-mqtt', received]).sort(),
    );
    expect(receipts.flatMap(({ refused }) => refused ?? [])).toMatchObject([{ reason: 'not-json' }]);
    expect(subscriber.logged().match(/owntracks\/stranger\/phone/g)).toHaveLength(1);
    expect(subscriber.logged()).not.toMatch(/49\.12|1440363922/);
    expect(await db('receipts').whereNotIn('device_id', [phone, tracker])).toEqual([]);

    // What the broker retains comes again with every new subscription, and is stored once.
    const other = subscribeWith(broker.url, { PORT: '1' });
    await other.isConnected();
    await expect.poll(async () => (await receiptsOf(phone)).length, soon).toBe(6);
    expect((await receiptsOf(phone)).at(-1)).toMatchObject({ stored: 0, duplicates: 1 });
    await say('owntracks/volunteer/phone', '', true); // clears it
    expect(await fixesOf(phone)).toHaveLength(3);
  },
);

test.skipIf(!withMosquitto)(
  `a broker that is away at the start or goes away is asked again${mosquittoNote}`,
  async () => {
    const phone = await makePhone('volunteer/phone');
    const broker = await mosquitto();
    const { logged, isConnected, stop } = subscribeWith(broker.url);
    await expect.poll(logged, soon).toContain('broker is away');
    for (const second of [0, 30]) {
      await broker.start();
      await expect
        .poll(() => logged().split('listening at the MQTT').length, soon)
        .toBe(second === 0 ? 2 : 3);
      const client = await publisher(broker.url);
      await client.publishAsync('owntracks/volunteer/phone', fixMessage(second), { qos: 1 });
      await expect.poll(async () => (await fixesOf(phone)).length, soon).toBe(second === 0 ? 1 : 2);
      await client.endAsync();
      await broker.stop();
    }
    await isConnected();
    await stop();
  },
);

/** Keeps deliveries of a device waiting until it is let go. */
async function hold(database: Knex, device: number): Promise<() => Promise<void>> {
  const transaction = await database.transaction();
  await transaction.raw('select id from devices where id = ? for update', [device]);
  return async () => void (await transaction.rollback());
}

// The embedded database does not show who waits for whom.
test.skipIf(!withMosquitto || isEmbedded)(
  `a message comes again when the server is killed between receipt and commit${mosquittoNote}`,
  async () => {
    const phone = await makePhone('volunteer/phone');
    const broker = await mosquitto();
    await broker.start();
    const url = `${broker.url}?clientId=gridwarden-killed`;
    const server = spawn(
      process.execPath,
      [
        '--import',
        './server/typescript/register.mjs',
        join(import.meta.dirname, '../../support/subscriber-process.ts'),
        JSON.stringify(connection),
      ],
      { env: { ...process.env, MQTT_URL: url }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(server, 'exit');
    onTestFinished(() => void server.kill('SIGKILL'));
    let logged = '';
    server.stdout.on('data', (text) => {
      logged += text;
    });
    await expect.poll(() => logged, { timeout: 60_000 }).toContain('listening at the MQTT broker');
    const letGo = await hold(db, phone);
    onTestFinished(letGo);
    const client = await publisher(broker.url);
    await client.publishAsync('owntracks/volunteer/phone', fixMessage(0), { qos: 1 });
    await expect.poll(waitingDeliveries, soon).toBe(1);
    server.kill('SIGKILL');
    await ended;
    await letGo();
    await expect.poll(waitingDeliveries, soon).toBe(0);
    expect(await fixesOf(phone)).toHaveLength(0);
    subscribeWith(url);
    await expect.poll(async () => (await fixesOf(phone)).length, soon).toBe(1);
  },
);

async function waitingDeliveries(): Promise<number> {
  const { rows } = await db.raw(
    `select count(*) as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query like '%devices%'`,
  );
  return rows[0].count;
}
